package app.curtain.send

import android.content.ContentProvider
import android.content.ContentValues
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import java.io.FileNotFoundException

/** Hands out [CleanFiles] for reading, by random id, to the app that was granted the URI. Everything else is refused. */
class CleanFileProvider : ContentProvider() {
    override fun onCreate(): Boolean = true

    override fun getType(uri: Uri): String? = CleanFiles.find(uri)?.type

    override fun query(
        uri: Uri,
        projection: Array<String>?,
        selection: String?,
        selectionArgs: Array<String>?,
        sortOrder: String?,
    ): Cursor? {
        val found = CleanFiles.find(uri) ?: return null
        val known = mapOf(OpenableColumns.DISPLAY_NAME to found.name, OpenableColumns.SIZE to found.file.length())
        val columns = projection?.filter { it in known } ?: known.keys.toList()
        return MatrixCursor(columns.toTypedArray(), 1).apply { addRow(columns.map { known[it] }) }
    }

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor {
        if (mode != "r") throw FileNotFoundException("read only")
        val found = CleanFiles.find(uri) ?: throw FileNotFoundException("not here")
        return ParcelFileDescriptor.open(found.file, ParcelFileDescriptor.MODE_READ_ONLY)
    }

    override fun insert(uri: Uri, values: ContentValues?): Uri? = refuse()

    override fun delete(uri: Uri, selection: String?, selectionArgs: Array<String>?): Int = refuse()

    override fun update(uri: Uri, values: ContentValues?, selection: String?, selectionArgs: Array<String>?): Int =
        refuse()

    private fun refuse(): Nothing = throw UnsupportedOperationException("read only")

    companion object {
        const val AUTHORITY = "app.curtain.clean"
    }
}
