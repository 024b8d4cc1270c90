package app.curtain.review

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Matrix
import java.io.File

/** A small upright picture of a photo, for the screen only: sharp enough to see what is covered. */
object Thumbnail {
    private const val SIDE = 540

    /** `null` when the file can't be shown. `orientation` is EXIF's, 1 to 8. */
    fun of(file: File, orientation: Int): Bitmap? = try {
        val bounds = BitmapFactory.Options().apply { inJustDecodeBounds = true }
        BitmapFactory.decodeFile(file.path, bounds)
        val least = minOf(bounds.outWidth, bounds.outHeight)
        val options = BitmapFactory.Options().apply { inSampleSize = sample(least) }
        BitmapFactory.decodeFile(file.path, options)?.let { upright(it, orientation) }
    } catch (_: RuntimeException) {
        null
    } catch (_: OutOfMemoryError) {
        null
    }

    private fun sample(least: Int): Int {
        var sample = 1
        while (least / (sample * 2) >= SIDE) sample *= 2
        return sample
    }

    private fun upright(picture: Bitmap, orientation: Int): Bitmap {
        val turn = Matrix()
        val scale = minOf(1f, SIDE.toFloat() / minOf(picture.width, picture.height))
        turn.postScale(scale, scale)
        when (orientation) {
            2, 4, 5, 7 -> turn.postScale(-1f, 1f)
        }
        when (orientation) {
            3, 4 -> turn.postRotate(180f)
            5, 8 -> turn.postRotate(270f)
            6, 7 -> turn.postRotate(90f)
        }
        return if (turn.isIdentity) {
            picture
        } else {
            Bitmap.createBitmap(picture, 0, 0, picture.width, picture.height, turn, true)
        }
    }
}
