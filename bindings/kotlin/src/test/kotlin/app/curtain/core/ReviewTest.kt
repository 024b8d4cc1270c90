package app.curtain.core

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File
import java.nio.ByteBuffer
import java.nio.file.Files

/** What a shell counts on when it holds a review. */
class ReviewTest {
    private fun <T> reviewing(body: (Review) -> T): T =
        Checker.open(CheckerConfig(jurisdiction = null, locale = Locale.EN)).use { it.startReview().use(body) }

    @Test
    fun coreAnswersItsVersion() {
        assertTrue(coreInfo().version.matches(Regex("""\d+\.\d+\.\d+.*""")))
    }

    private class Tagger(private val answer: (String) -> List<Entity>) : EntityTagger {
        override fun tag(text: String): List<Entity> = answer(text)
    }

    private fun tagged(caption: String, answer: (String) -> List<Entity>): CaptionReport =
        Checker.open(CheckerConfig(jurisdiction = null, locale = Locale.EN)).use { checker ->
            checker.withTagger(Tagger(answer)).use { it.startReview() }.use { review ->
                review.setCaption(caption)
                checkNotNull(review.inspect().report.caption)
            }
        }

    @Test
    fun theShellsTaggerAddsNamesAndItsFaultCostsOnlyThem() {
        val caption = "👶 Xiomara pulled her cannula out in bay 4, the patient from hell"
        val start = caption.indexOf("Xiomara").toUInt()
        val named = tagged(caption) { listOf(Entity(EntityKind.PERSON, start, start + 7u), Entity(EntityKind.PERSON, 1u, 900u)) }
        assertTrue(named.findings.any { it.rule == "identifier.patient-name-en" && it.span?.text == "Xiomara" })
        assertTrue(named.unchecked.isEmpty())
        val failed = tagged(caption) { error("no model on this phone") }
        assertEquals(listOf("names"), failed.unchecked.map { it.what })
        assertTrue(failed.findings.isNotEmpty())
    }

    @Test
    fun callingAtTheWrongTimeIsATypedError() = reviewing { review ->
        review.setCaption("Night shift done")
        val error = assertThrows(CheckException.InvalidState::class.java) { review.takeEdit(0u, 0u) }
        assertEquals("inspect", error.expected)
    }

    @Test
    fun anUnreadablePhotoIsUncheckedAndItsNameTravelsInNoError() = reviewing { review ->
        val path = "/nowhere/Mrs-Okafor-bed-12.jpg"
        review.addPhoto(path)
        val report = review.inspect().report
        assertTrue(report.verdict == Verdict.UNCHECKED || report.verdict >= Verdict.WARN)
        assertEquals(listOf("photo"), report.photos.single().unchecked.map { it.what })
        val folder = Files.createTempDirectory("clean").toFile()
        try {
            val applied = review.apply(folder.path)
            assertEquals(listOf(0u), applied.skipped.map { it.index })
            assertTrue(applied.cleaned.isEmpty())
            assertFalse(applied.skipped.single().run { code + sentence }.contains("Okafor"))
            assertEquals(0, folder.list()?.size)
        } finally {
            folder.deleteRecursively()
        }
    }

    @Test
    fun aFileThatIsNoPhotoIsNeverCleaned() = reviewing { review ->
        val folder = Files.createTempDirectory("clean").toFile()
        try {
            val text = File(folder, "Okafor.jpg").apply { writeText("not a photo") }
            review.addPhoto(text.path)
            review.inspect()
            val applied = review.apply(folder.path)
            assertEquals(1, applied.skipped.size)
            assertFalse(applied.skipped.single().sentence.contains("Okafor"))
            assertEquals(listOf("Okafor.jpg"), folder.list()?.toList())
        } finally {
            folder.deleteRecursively()
        }
    }

    @Test
    fun errorsCarryCodesAndNumbersOnly() {
        val messages = listOf(
            CheckException.Io("read", 2),
            CheckException.Malformed("jpeg.app1", 20u),
            CheckException.Internal("panic"),
        ).map { it.message }
        assertEquals(listOf("op=read, osCode=2", "part=jpeg.app1, offset=20", "code=panic"), messages)
    }

    @Test
    fun offsetsAreUtf16AsInAKotlinString() = reviewing { review ->
        val caption = "👶🏽 Long night. NHS 943 476 5919, bed 12 👩‍⚕️"
        review.setCaption(caption)
        val findings = review.inspect().report.caption!!.findings
        val spans = findings.mapNotNull { it.span } + findings.flatMap { it.edits }.map { it.span }
        assertTrue("the engine found nothing to point at", spans.isNotEmpty())
        for (span in spans) {
            assertEquals(span.text, caption.substring(span.start.toInt(), span.end.toInt()))
        }
    }

    @Test
    fun editsAreTakenBackInOrder() = reviewing { review ->
        review.setCaption("👶 first")
        assertFalse(review.inspect().canUndo)
        assertEquals("👶 second", review.editCaption("👶 second").caption)
        assertEquals("👶 third", review.editCaption("👶 third").caption)
        assertEquals("👶 second", review.undo().caption)
        val first = review.undo()
        assertEquals("👶 first", first.caption)
        assertFalse(first.canUndo)
        assertEquals("nothing left to undo changes nothing", "👶 first", review.undo().caption)
    }

    @Test
    fun aRegionIsCoveredFromTheOriginalAndTakenBack() = reviewing { review ->
        val folder = Files.createTempDirectory("covered").toFile()
        try {
            val original = File(System.getProperty("curtain.fixtures"), "clean.jpg")
            review.addPhoto(original.path)
            review.inspect()
            val region = Region(RegionKind.OTHER, 40u, 30u, 50u, 40u, 1f, RegionSource.USER)
            val added = review.addRegion(0u, region)
            assertEquals(listOf(region), added.regions.single().regions.map { it.region })
            val covered = review.apply(folder.path).cleaned.single()
            assertEquals(Pixels.IDENTICAL_OUTSIDE_REGIONS, covered.pixels)
            assertTrue(covered.redacted.single().run { x <= 40u && y <= 30u && x + width >= 90u && y + height >= 70u })
            assertTrue(review.undo().canRedo)
            assertEquals(Pixels.IDENTICAL, review.apply(folder.path).cleaned.single().pixels)
            assertTrue(review.redo().regions.single().regions.single().covered)
        } finally {
            folder.deleteRecursively()
        }
    }

    @Test
    fun decodedPixelsAreBorrowedAndDrawnCovered() = reviewing { review ->
        val folder = Files.createTempDirectory("covered").toFile()
        try {
            review.addPhoto(File(System.getProperty("curtain.fixtures"), "clean.heic").path)
            val seen = review.inspect().report.photos.single()
            review.addRegion(0u, Region(RegionKind.OTHER, 0u, 0u, 4u, 4u, 1f, RegionSource.USER))
            assertEquals("needs-pixels", review.apply(folder.path).skipped.single().code)
            val (width, height) = seen.width.toInt() to seen.height.toInt()
            val pixels = ByteBuffer.allocateDirect(width * height * 4)
            while (pixels.hasRemaining()) pixels.put(-1)
            pixels.flip()
            val drawn = review.applyPixels(0u, pixels, seen.width, seen.height, seen.width * 4u, folder.path)
            assertEquals(Pixels.RE_ENCODED, drawn.pixels)
            assertTrue(drawn.out.endsWith(".jpg") && drawn.redacted.isNotEmpty())
        } finally {
            folder.deleteRecursively()
        }
    }

    @Test
    fun discardForgetsTheShare() = reviewing { review ->
        review.setCaption("Bed 12")
        review.inspect()
        review.discard()
        val empty = review.inspect()
        assertNull(empty.caption)
        assertTrue(empty.report.photos.isEmpty())
    }

    @Test
    fun aClosedReviewRefusesWorkAndClosingTwiceIsFine() {
        val checker = Checker.open(CheckerConfig(jurisdiction = Jurisdiction.UK, locale = Locale.ZH_HANT))
        val review = checker.startReview()
        checker.close()
        review.setCaption("a review outlives its checker")
        review.close()
        review.close()
        assertThrows(IllegalStateException::class.java) { review.inspect() }
    }
}
