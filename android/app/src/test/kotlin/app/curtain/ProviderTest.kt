package app.curtain

import android.content.ContentValues
import android.net.Uri
import android.provider.OpenableColumns
import app.curtain.core.CleanReport
import app.curtain.core.Pixels
import app.curtain.send.CleanFiles
import app.curtain.support.Screen
import org.junit.After
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.io.File
import java.io.FileNotFoundException

/** What other apps can get from us: the verified file, for reading, and nothing else. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35])
class ProviderTest {
    private lateinit var folder: File
    private lateinit var file: File
    private val resolver get() = Screen.app.contentResolver

    @Before
    fun make() {
        folder = Screen.app.folders.create()
        file = File(folder, "photo-1.jpg").apply { writeBytes(byteArrayOf(7, 8, 9)) }
    }

    @After
    fun tidy() {
        CleanFiles.withdraw(folder)
        Screen.app.folders.delete(folder)
    }

    private fun report(verified: Boolean = true, out: File = file) =
        CleanReport("/private/in-1", out.path, emptyList(), emptyList(), 5u, 3u, Pixels.IDENTICAL, verified)

    @Test
    fun theFileCanBeRead() {
        val uri = CleanFiles.publish(report(), 2)
        assertEquals("image/jpeg", resolver.getType(uri))
        assertArrayEquals(byteArrayOf(7, 8, 9), resolver.openInputStream(uri)!!.use { it.readBytes() })
    }

    @Test
    fun nameAndSizeAreNeutral() {
        resolver.query(CleanFiles.publish(report(), 2), null, null, null, null)!!.use { row ->
            assertTrue(row.moveToFirst())
            assertEquals("photo-2.jpg", row.getString(row.getColumnIndexOrThrow(OpenableColumns.DISPLAY_NAME)))
            assertEquals(3L, row.getLong(row.getColumnIndexOrThrow(OpenableColumns.SIZE)))
            assertEquals("nothing else is told, such as a path", 2, row.columnCount)
        }
    }

    @Test
    fun onlyAskedColumnsAreAnswered() {
        val asked = arrayOf("_data", OpenableColumns.SIZE)
        resolver.query(CleanFiles.publish(report(), 1), asked, null, null, null)!!.use {
            assertEquals(listOf(OpenableColumns.SIZE), it.columnNames.toList())
        }
    }

    @Test
    fun writingIsRefused() {
        val uri = CleanFiles.publish(report(), 1)
        for (mode in listOf("w", "rw", "wt", "wa", "rwt")) {
            assertThrows(mode, FileNotFoundException::class.java) { resolver.openFileDescriptor(uri, mode) }
        }
        assertThrows(UnsupportedOperationException::class.java) { resolver.insert(uri, ContentValues()) }
        assertThrows(UnsupportedOperationException::class.java) { resolver.delete(uri, null, null) }
        assertThrows(UnsupportedOperationException::class.java) { resolver.update(uri, ContentValues(), null, null) }
        assertArrayEquals(byteArrayOf(7, 8, 9), file.readBytes())
    }

    @Test
    fun noOtherFileCanBeAskedFor() {
        val uri = CleanFiles.publish(report(), 1)
        val others = listOf("guess", "..", "../in-1", "", "${uri.lastPathSegment}/in-1")
        for (other in others) {
            val asked = Uri.parse("content://app.curtain.clean/$other")
            assertThrows(other, FileNotFoundException::class.java) { resolver.openInputStream(asked) }
            assertNull(resolver.getType(asked))
        }
    }

    @Test
    fun whatIsNotVerifiedIsNotLetOut() {
        assertThrows(IllegalArgumentException::class.java) { CleanFiles.publish(report(verified = false), 1) }
    }

    @Test
    fun idsAreNotUsedTwiceAndEndWithTheReview() {
        val (one, two) = CleanFiles.publish(report(), 1) to CleanFiles.publish(report(), 1)
        assertNotEquals(one, two)
        CleanFiles.withdraw(folder)
        assertThrows(FileNotFoundException::class.java) { resolver.openInputStream(one) }
    }

    @Test
    fun eachKindOfPhotoHasItsExactType() {
        val types = listOf("jpg", "png", "webp", "gif").map {
            val out = File(folder, "photo.$it").apply { writeText("x") }
            resolver.getType(CleanFiles.publish(report(out = out), 1))
        }
        assertEquals(listOf("image/jpeg", "image/png", "image/webp", "image/gif"), types)
    }
}
