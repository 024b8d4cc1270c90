package app.curtain.review

import app.curtain.core.ApplyReport
import app.curtain.core.CheckException
import app.curtain.core.CleanReport
import app.curtain.core.PhotoReport
import app.curtain.core.ReviewInterface
import app.curtain.core.SkippedPhoto
import app.curtain.share.Upright
import java.io.File
import java.nio.ByteBuffer

/** Photos whose regions can be covered only by drawing them anew: the phone decodes them, the core covers and proves them. */
class Redrawn(private val review: ReviewInterface, private val photos: List<PhotoReport>, private val out: File) {
    /** The report with the skipped photos that could be drawn anew among the cleaned ones, in the order of the share. */
    fun complete(applied: ApplyReport): ApplyReport {
        if (applied.skipped.none { it.code == NEEDS_PIXELS }) return applied
        val left = applied.skipped.map { it.index.toInt() }.toSet()
        val places = (0 until applied.cleaned.size + left.size).filterNot { it in left }
        val cleaned = places.zip(applied.cleaned).toMap().toMutableMap()
        val skipped = mutableListOf<SkippedPhoto>()
        for (photo in applied.skipped) {
            val drawn = if (photo.code == NEEDS_PIXELS) draw(photo.index) else null
            if (drawn != null) cleaned[photo.index.toInt()] = drawn else skipped += photo
        }
        return applied.copy(cleaned = cleaned.toSortedMap().values.toList(), skipped = skipped)
    }

    private fun draw(index: UInt): CleanReport? {
        val file = File(photos[index.toInt()].path)
        val picture = Upright.decode(file, LONGEST_SIDE, plain = true) ?: return null
        return try {
            val rgba = ByteBuffer.allocateDirect(picture.byteCount)
            picture.copyPixelsToBuffer(rgba)
            rgba.rewind()
            val (width, height) = picture.width.toUInt() to picture.height.toUInt()
            review.applyPixels(index, rgba, width, height, picture.rowBytes.toUInt(), out.path)
        } catch (_: CheckException) {
            null
        } catch (_: OutOfMemoryError) {
            null
        } finally {
            picture.recycle()
        }
    }

    private companion object {
        const val NEEDS_PIXELS = "needs-pixels"

        /** What a review can hold in memory, pixels. */
        const val LONGEST_SIDE = 3072
    }
}
