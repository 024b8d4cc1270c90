package app.curtain.support

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.LinearGradient
import android.graphics.Paint
import android.graphics.Shader
import java.io.ByteArrayOutputStream
import java.nio.ByteBuffer
import java.nio.ByteOrder

/** JPEG files made for tests, and a small reader of their segments that shares nothing with the core. */
object Jpeg {
    /** A made-up ward window at dusk: shapes only. */
    fun plain(width: Int = 640, height: Int = 480): ByteArray {
        val picture = Bitmap.createBitmap(width, height, Bitmap.Config.ARGB_8888)
        val canvas = Canvas(picture)
        val paint = Paint(Paint.ANTI_ALIAS_FLAG)
        paint.shader = LinearGradient(
            0f, 0f, 0f, height.toFloat(), 0xFF29436B.toInt(), 0xFFF2A36B.toInt(), Shader.TileMode.CLAMP,
        )
        canvas.drawRect(0f, 0f, width.toFloat(), height.toFloat(), paint)
        paint.shader = null
        paint.color = 0xFFFFE9B8.toInt()
        canvas.drawCircle(width * 0.7f, height * 0.55f, height * 0.12f, paint)
        paint.color = 0xFF1B2733.toInt()
        canvas.drawRect(0f, height * 0.7f, width.toFloat(), height.toFloat(), paint)
        canvas.drawRect(width * 0.1f, height * 0.35f, width * 0.32f, height.toFloat(), paint)
        canvas.drawRect(width * 0.36f, height * 0.5f, width * 0.5f, height.toFloat(), paint)
        return ByteArrayOutputStream().also { picture.compress(Bitmap.CompressFormat.JPEG, 85, it) }.toByteArray()
    }

    /** With a place, a time, an owner and a camera hidden in it. */
    fun withExif(width: Int = 640, height: Int = 480): ByteArray {
        val jpeg = plain(width, height)
        val body = "Exif\u0000\u0000".toByteArray(Charsets.ISO_8859_1) + tiff()
        val size = body.size + 2
        val app1 = byteArrayOf(0xFF.toByte(), 0xE1.toByte(), (size shr 8).toByte(), size.toByte()) + body
        return jpeg.copyOfRange(0, 2) + app1 + jpeg.copyOfRange(2, jpeg.size)
    }

    /** The markers from the start of image to the start of scan. */
    fun markers(jpeg: ByteArray): List<Int> {
        check(jpeg[0] == 0xFF.toByte() && jpeg[1] == 0xD8.toByte()) { "not a JPEG" }
        val markers = mutableListOf<Int>()
        var at = 2
        while (at + 4 <= jpeg.size) {
            check(jpeg[at] == 0xFF.toByte()) { "no marker at $at" }
            val marker = jpeg[at + 1].toInt() and 0xFF
            markers += marker
            if (marker == 0xDA) break
            at += 2 + ((jpeg[at + 2].toInt() and 0xFF) shl 8) + (jpeg[at + 3].toInt() and 0xFF)
        }
        return markers
    }

    private class Entry(val tag: Int, val type: Int, val count: Int, val value: ByteArray)

    private fun tiff(): ByteArray {
        fun ascii(tag: Int, text: String) = (text + "\u0000").toByteArray().let { Entry(tag, 2, it.size, it) }
        fun rationals(tag: Int, vararg numbers: Int) = Entry(
            tag, 5, numbers.size / 2,
            ByteBuffer.allocate(numbers.size * 4).order(ByteOrder.LITTLE_ENDIAN).apply { numbers.forEach(::putInt) }.array(),
        )
        fun pointer(tag: Int, at: Int) =
            Entry(tag, 4, 1, ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(at).array())

        val exif = listOf(ascii(0x9003, "2025:11:03 02:14:09"), ascii(0xA430, "Testowner Made-Up"))
        val gps = listOf(
            ascii(1, "N"), rationals(2, 53, 1, 48, 1, 1234, 100),
            ascii(3, "W"), rationals(4, 1, 1, 33, 1, 2345, 100),
        )
        fun main(exifAt: Int, gpsAt: Int) = listOf(
            ascii(0x010F, "Examplecam"), ascii(0x0110, "X100 Test"), ascii(0x0131, "PhotoTool 4.2"),
            pointer(0x8769, exifAt), pointer(0x8825, gpsAt),
        )
        val exifAt = 8 + directory(main(0, 0), 8).size
        val gpsAt = exifAt + directory(exif, exifAt).size
        val header = byteArrayOf('I'.code.toByte(), 'I'.code.toByte(), 42, 0, 8, 0, 0, 0)
        return header + directory(main(exifAt, gpsAt), 8) + directory(exif, exifAt) + directory(gps, gpsAt)
    }

    /** One image file directory that begins at `at`, its long values behind it. */
    private fun directory(entries: List<Entry>, at: Int): ByteArray {
        val tableSize = 2 + entries.size * 12 + 4
        val table = ByteBuffer.allocate(tableSize).order(ByteOrder.LITTLE_ENDIAN)
        val values = ByteArrayOutputStream()
        table.putShort(entries.size.toShort())
        for (entry in entries) {
            table.putShort(entry.tag.toShort()).putShort(entry.type.toShort()).putInt(entry.count)
            if (entry.value.size <= 4) {
                table.put(entry.value.copyOf(4))
            } else {
                table.putInt(at + tableSize + values.size())
                values.write(entry.value)
                if (entry.value.size % 2 == 1) values.write(0)
            }
        }
        table.putInt(0)
        return table.array() + values.toByteArray()
    }
}
