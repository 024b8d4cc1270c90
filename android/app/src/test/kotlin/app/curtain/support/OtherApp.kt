package app.curtain.support

import android.content.ContentProvider
import android.content.ContentValues
import android.database.Cursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import org.robolectric.Robolectric
import java.io.File
import java.io.FileNotFoundException

/** Stands for the app that shares: a content provider with a type of its own for each item. */
class OtherApp : ContentProvider() {
    override fun onCreate(): Boolean = true

    override fun getType(uri: Uri): String? = items[uri]?.type

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor {
        val file = items[uri]?.file ?: throw FileNotFoundException()
        return ParcelFileDescriptor.open(file, ParcelFileDescriptor.MODE_READ_ONLY)
    }

    override fun query(uri: Uri, p: Array<String>?, s: String?, a: Array<String>?, o: String?): Cursor? = null

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun delete(uri: Uri, s: String?, a: Array<String>?): Int = 0

    override fun update(uri: Uri, values: ContentValues?, s: String?, a: Array<String>?): Int = 0

    private data class Item(val type: String?, val file: File?)

    companion object {
        private const val AUTHORITY = "other.app.photos"
        private val items = mutableMapOf<Uri, Item>()

        fun install() {
            items.clear()
            Robolectric.buildContentProvider(OtherApp::class.java).create(AUTHORITY)
        }

        fun shares(name: String, type: String?, bytes: ByteArray): Uri {
            val file = File.createTempFile("other-app", null).apply {
                writeBytes(bytes)
                deleteOnExit()
            }
            return uri(name).also { items[it] = Item(type, file) }
        }

        /** An item whose bytes can't be read any more. */
        fun lost(name: String, type: String?): Uri = uri(name).also { items[it] = Item(type, null) }

        fun bytesOf(uri: Uri): ByteArray = items.getValue(uri).file!!.readBytes()

        private fun uri(name: String): Uri = Uri.parse("content://$AUTHORITY/$name")
    }
}
