package app.curtain.share

import android.graphics.Bitmap
import android.graphics.ColorSpace
import android.graphics.ImageDecoder
import android.os.Build
import java.io.File
import java.io.IOException

/** Pictures as a person sees them, decoded by the phone: upright, in sRGB, no larger than asked for. */
object Upright {
    /** `null` when the phone can't. `plain` keeps colours as they are under transparency. */
    fun decode(file: File, longestSide: Int, plain: Boolean = false): Bitmap? {
        if (Build.VERSION.SDK_INT < 28) return null
        return try {
            ImageDecoder.decodeBitmap(ImageDecoder.createSource(file)) { decoder, info, _ ->
                decoder.allocator = ImageDecoder.ALLOCATOR_SOFTWARE
                decoder.setTargetColorSpace(ColorSpace.get(ColorSpace.Named.SRGB))
                decoder.isUnpremultipliedRequired = plain
                val scale = longestSide.toFloat() / maxOf(info.size.width, info.size.height)
                if (scale < 1) {
                    decoder.setTargetSize((info.size.width * scale).toInt(), (info.size.height * scale).toInt())
                }
            }
        } catch (_: IOException) {
            null
        } catch (_: RuntimeException) {
            null
        } catch (_: OutOfMemoryError) {
            null
        }
    }
}
