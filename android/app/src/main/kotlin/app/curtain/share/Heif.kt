package app.curtain.share

import android.graphics.Bitmap
import java.io.File
import java.io.IOException

/**
 * HEIC and AVIF. The core can clean both without touching a pixel, but many apps that a photo is sent on to read only
 * JPEG, so the phone draws it anew, into which nothing hidden in the original comes along; the core then cleans and
 * verifies that like any other.
 */
object Heif {
    private val brands = setOf("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis")
    private const val LONGEST_SIDE = 4096
    private const val QUALITY = 95

    /** Told by the file's own bytes. */
    fun isOne(file: File): Boolean {
        val head = ByteArray(12)
        val read = file.inputStream().use { it.read(head) }
        val text = String(head, Charsets.ISO_8859_1)
        return read == head.size && text.substring(4, 8) == "ftyp" && text.substring(8, 12) in brands
    }

    /** Whether `to` now holds the picture of `from`, upright and without anything else. */
    fun redraw(from: File, to: File): Boolean {
        val picture = Upright.decode(from, LONGEST_SIDE) ?: return false
        return try {
            to.outputStream().use { picture.compress(Bitmap.CompressFormat.JPEG, QUALITY, it) }
        } catch (_: IOException) {
            false
        } catch (_: RuntimeException) {
            false
        } catch (_: OutOfMemoryError) {
            false
        } finally {
            picture.recycle()
        }
    }
}
