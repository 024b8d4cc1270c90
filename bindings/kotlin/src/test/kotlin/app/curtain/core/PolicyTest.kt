package app.curtain.core

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import java.nio.file.Files

/** What a shell may set of the checks, and what stays. */
class PolicyTest {
    private fun checking(body: (Checker) -> Unit) {
        val folder = Files.createTempDirectory("memory").toFile()
        try {
            Checker.open(CheckerConfig(null, Locale.EN, memory = folder.path)).use(body)
        } finally {
            folder.deleteRecursively()
        }
    }

    private fun Checker.verdict(caption: String): Verdict = startReview().use { review ->
        review.setCaption(caption)
        review.inspect().report.verdict
    }

    @Test
    fun aPolicyMovesTheVerdictOfTheNextShare() = checking { checker ->
        assertEquals(Verdict.WARN, checker.verdict("Bed 12B, pls stop ringing"))
        checker.setPolicy("schema = 1\n[severity]\nquasi = \"block\"")
        assertEquals(Verdict.BLOCK, checker.verdict("Bed 12B, pls stop ringing"))
        checker.setPhotoKind(RegionKind.FACE, false)
        assertTrue("\"quasi\" = \"block\"" in checker.policy() && "face = false" in checker.policy())
        assertEquals(listOf(RegionKind.FACE), checker.photoKinds().filterNot { it.on }.map { it.kind })
        checker.setPolicy(null)
        assertTrue(checker.photoKinds().all { it.on })
    }

    @Test
    fun aPolicyThatCannotBeUsedIsRefusedWithAPlace() = checking { checker ->
        val refused = runCatching { checker.setPolicy("schema = 1\n[severity]\nidentifier = \"off\"") }
        val error = refused.exceptionOrNull() as CheckException.PolicyInvalid
        assertEquals(listOf("too-low", 3u, 14u), listOf(error.code, error.line, error.column))
        assertFalse("severity" in checker.policy())
    }
}
