package app.curtain.core

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import java.io.File
import java.nio.ByteBuffer
import java.nio.file.Files

/** Detectors and previews that a phone brings. */
class DetectorTest {
    private class Phone(private val answer: () -> List<Detection>) : RegionDetector {
        override fun id(): String = "phone"

        override fun detect(job: DetectJob): List<Detection> = answer()
    }

    private fun inspect(photo: File, detector: RegionDetector): PhotoReport =
        Checker.openWith(CheckerConfig(jurisdiction = null, locale = Locale.EN), listOf(detector), null).use { checker ->
            checker.startReview().use { review ->
                review.addPhoto(photo.path)
                review.inspect().report.photos.single()
            }
        }

    private fun <T> photo(body: (File) -> T): T {
        val folder = Files.createTempDirectory("photo").toFile()
        return try {
            // A white pixel: nothing for the core to find.
            val png = File(folder, "white.png")
            val image = java.awt.image.BufferedImage(200, 100, java.awt.image.BufferedImage.TYPE_INT_RGB)
            javax.imageio.ImageIO.write(image, "png", png)
            body(png)
        } finally {
            folder.deleteRecursively()
        }
    }

    @Test
    fun aPhonesBoxesArriveCutToThePhotoAndJoined() = photo { png ->
        val face = Detection(RegionKind.FACE, 20f, 10f, 40f, 50f, 0.9f)
        val again = Detection(RegionKind.FACE, 24f, 12f, 40f, 50f, 0.6f)
        val nonsense = Detection(RegionKind.SCREEN, Float.NaN, 0f, 10f, 10f, 0.9f)
        val report = inspect(png, Phone { listOf(face, again, nonsense) })
        val region = report.regions.single()
        assertEquals(RegionSource.PLATFORM, region.source)
        assertEquals(listOf(20u, 10u, 44u, 52u), region.run { listOf(x, y, width, height) })
        assertEquals(listOf("image.background-people"), report.findings.map { it.rule })
    }

    @Test
    fun aDetectorThatThrowsIsListedAndItsWordsAreNot() = photo { png ->
        val report = inspect(png, Phone { error("bed 12, Mrs Okafor") })
        assertEquals(listOf("phone"), report.unchecked.map { it.what })
        assertTrue(report.regions.isEmpty() && "Okafor" !in report.toString())
    }

    @Test
    fun aPreviewCrossesAsADirectBuffer() = photo { png ->
        Checker.open(CheckerConfig(jurisdiction = null, locale = Locale.EN)).use { checker ->
            checker.startReview().use { review ->
                review.addPhoto(png.path)
                review.scanPreview(0u, ByteBuffer.allocateDirect(20 * 10 * 4), 20u, 10u)
                assertTrue("faces" in review.inspect().report.photos.single().lookedFor)
            }
        }
    }
}
