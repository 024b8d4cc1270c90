package app.curtain.core

import org.json.JSONObject
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File
import java.nio.file.Files
import java.security.MessageDigest

/** The golden cases that Rust, Kotlin and Swift share, through the generated bindings and the real core. */
class GoldenTest {
    private val golden = File(System.getProperty("curtain.golden"))
    private val fixtures = File(System.getProperty("curtain.fixtures"))

    @Test
    fun captions() = runAll("caption") { case ->
        val config = case.getJSONObject("config")
        Checker.open(
            CheckerConfig(
                jurisdiction = config.optString("jurisdiction", null)?.let { Spelling.read<Jurisdiction>(it) },
                locale = Spelling.read<Locale>(config.getString("locale")),
            ),
        ).use { checker ->
            checker.startReview().use { review ->
                review.setCaption(case.getString("caption"))
                differences(case.getJSONObject("expect"), AsJson.caption(review.inspect().report))
            }
        }
    }

    @Test
    fun photos() = runAll("photo") { case ->
        val expect = case.getJSONObject("expect")
        val clean = expect.remove("clean") as JSONObject?
        val photo = File(fixtures, case.getString("fixture"))
        assertTrue("make the fixtures first: ${photo.name} is missing from $fixtures", photo.isFile)
        val before = photo.readBytes()
        Checker.open(CheckerConfig(jurisdiction = null, locale = Locale.EN)).use { checker ->
            checker.startReview().use { review ->
                review.addPhoto(photo.path)
                val found = differences(expect, AsJson.photo(review.inspect().report))
                val cleaned = clean?.let { differences(it, applied(review), ".clean") }.orEmpty()
                assertArrayEquals("the original of ${photo.name} was written to", before, photo.readBytes())
                found + cleaned
            }
        }
    }

    /** What cleaning the only photo of `review` gives, in the golden form. */
    private fun applied(review: Review): JSONObject {
        val folder = Files.createTempDirectory("golden").toFile()
        try {
            val report = review.apply(folder.path)
            report.skipped.singleOrNull()?.let { skipped ->
                assertEquals("a skipped photo leaves no file", emptyList<String>(), folder.list().orEmpty().toList())
                return JSONObject().put("error", skipped.code)
            }
            val clean = report.cleaned.single()
            val bytes = File(clean.out).readBytes()
            assertTrue("not verified", clean.verified)
            assertEquals("bytes_out is the file's size", bytes.size.toULong(), clean.bytesOut)
            return JSONObject()
                .put("removed", clean.removed.size)
                .put("bytes_out", clean.bytesOut.toLong())
                .put("pixels", Spelling.of(clean.pixels))
                .put("sha256", sha256(bytes))
        } finally {
            folder.deleteRecursively()
        }
    }

    /** Runs `check` on every case of a folder; a folder without cases is a failure, not a pass. */
    private fun runAll(folder: String, check: (JSONObject) -> List<String>) {
        val files = File(golden, folder).listFiles { file -> file.extension == "json" }.orEmpty().sorted()
        assertTrue("no cases in ${File(golden, folder)}", files.isNotEmpty())
        val wrong = files.flatMap { file ->
            runCatching { check(JSONObject(file.readText())) }
                .getOrElse { listOf(": $it") }
                .map { "${file.name}$it" }
        }
        assertTrue("${wrong.size} differences in ${files.size} cases:\n" + wrong.joinToString("\n"), wrong.isEmpty())
        println("golden $folder: ${files.size} cases")
    }

    private fun sha256(bytes: ByteArray): String =
        MessageDigest.getInstance("SHA-256").digest(bytes).joinToString("") { "%02x".format(it) }
}
