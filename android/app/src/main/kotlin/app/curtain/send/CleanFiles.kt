package app.curtain.send

import android.net.Uri
import app.curtain.core.CleanReport
import java.io.File
import java.util.UUID
import java.util.concurrent.ConcurrentHashMap

/** A verified file that may be read by the app the user picks. */
data class CleanFile(val file: File, val name: String, val type: String)

/** The only files that leave: verified ones, each under a random id, for as long as this process lives. */
object CleanFiles {
    private val files = ConcurrentHashMap<String, CleanFile>()

    /** Lets a verified photo out as `photo-N.ext`; `number` is its place in the share, from 1. */
    fun publish(report: CleanReport, number: Int): Uri {
        require(report.verified) { "only verified files leave" }
        val file = File(report.out)
        val ending = file.extension.lowercase()
        val id = UUID.randomUUID().toString()
        files[id] = CleanFile(file, "photo-$number.$ending", typeOf(ending))
        return Uri.Builder().scheme("content").authority(CleanFileProvider.AUTHORITY).appendPath(id).build()
    }

    fun find(uri: Uri): CleanFile? = uri.pathSegments.singleOrNull()?.let(files::get)

    /** Takes back everything under `folder`. */
    fun withdraw(folder: File) {
        files.entries.removeIf { it.value.file.startsWith(folder) }
    }

    private fun typeOf(ending: String): String = when (ending) {
        "jpg", "jpeg" -> "image/jpeg"
        "png" -> "image/png"
        "webp" -> "image/webp"
        "gif" -> "image/gif"
        "avif" -> "image/avif"
        "heic" -> "image/heic"
        else -> "application/octet-stream"
    }
}
