package app.curtain.share

import android.content.ContentResolver
import android.content.Context
import android.net.Uri
import android.system.ErrnoException
import android.system.OsConstants
import java.io.File
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream

/** What was taken in: one caption, private copies of the photos, and what could not be taken. */
data class Taken(val caption: String?, val photos: List<File>, val problems: List<Problem>)

/**
 * Copies what was shared into `folder` under neutral names. Access to another app's items ends with the screen that
 * received them, so this comes first. Nothing is dropped silently: what can't be taken is a [Problem].
 */
class Intake(
    private val context: Context,
    private val folder: File,
    private val limits: Limits = Limits(),
    private val cancelled: () -> Boolean = { false },
) {
    /** `bytes` for each photo, `textBytes` for each text that comes as a stream, `items` for the whole share. */
    data class Limits(val bytes: Long = 64L shl 20, val textBytes: Long = 1L shl 20, val items: Int = 20)

    private val texts = mutableListOf<String>()
    private val photos = mutableListOf<File>()
    private val problems = mutableListOf<Problem>()

    fun take(shared: SharedIntent): Taken {
        texts += shared.texts
        shared.uris.forEachIndexed { index, uri ->
            if (!cancelled()) takeOne(index + 1, uri)
        }
        repeat(shared.broken) { problems += Problem(Problem.Kind.UNREADABLE, shared.uris.size + it + 1) }
        return Taken(texts.distinct().joinToString("\n\n").ifEmpty { null }, photos.toList(), problems.toList())
    }

    private fun takeOne(item: Int, uri: Uri) {
        fun problem(kind: Problem.Kind, detail: String = "") {
            problems += Problem(kind, item, detail)
        }
        if (item > limits.items) return problem(Problem.Kind.TOO_MANY, limits.items.toString())
        if (!isForeign(uri)) return problem(Problem.Kind.REFUSED)
        try {
            // The intent's own type is a claim about the whole share; the resolver knows each item.
            val type = context.contentResolver.getType(uri)?.substringBefore(';')?.trim()?.lowercase()
            when {
                type == null || type.startsWith("image/") || type == "application/octet-stream" -> takePhoto(uri)
                type.startsWith("text/") -> texts += readText(uri)
                else -> problem(Problem.Kind.NOT_A_PHOTO, type)
            }
        } catch (large: TooLarge) {
            problem(Problem.Kind.TOO_LARGE, (large.limit shr 20).toString())
        } catch (error: Exception) {
            problem(if (isNoRoom(error)) Problem.Kind.NO_ROOM else Problem.Kind.UNREADABLE)
        }
    }

    private fun takePhoto(uri: Uri) {
        val copy = File(folder, "in-${photos.size + 1}")
        try {
            open(uri).use { from -> copy.outputStream().use { copyAtMost(limits.bytes, from, it) } }
            photos += copy
        } catch (error: Exception) {
            copy.delete()
            throw error
        }
    }

    private fun readText(uri: Uri): String {
        val bytes = java.io.ByteArrayOutputStream()
        open(uri).use { copyAtMost(limits.textBytes, it, bytes) }
        return bytes.toString(Charsets.UTF_8.name()).trim()
    }

    private fun open(uri: Uri): InputStream =
        context.contentResolver.openInputStream(uri) ?: throw IOException("the provider gave nothing")

    private fun copyAtMost(limit: Long, from: InputStream, to: OutputStream) {
        val buffer = ByteArray(64 * 1024)
        var total = 0L
        while (true) {
            if (cancelled()) throw IOException("cancelled")
            val read = from.read(buffer)
            if (read < 0) break
            total += read
            if (total > limit) throw TooLarge(limit)
            to.write(buffer, 0, read)
        }
        if (total == 0L) throw IOException("empty")
    }

    /** Only another app's content: a `file:` URI or our own provider could be used to make us hand out private files. */
    private fun isForeign(uri: Uri): Boolean {
        if (uri.scheme != ContentResolver.SCHEME_CONTENT) return false
        val authority = uri.authority?.substringAfterLast('@') ?: return false
        val owner = context.packageManager.resolveContentProvider(authority, 0)?.packageName
        return authority != app.curtain.send.CleanFileProvider.AUTHORITY && owner != context.packageName
    }

    private fun isNoRoom(error: Throwable): Boolean =
        generateSequence(error) { it.cause }.any { it is ErrnoException && it.errno == OsConstants.ENOSPC }

    private class TooLarge(val limit: Long) : IOException()
}
