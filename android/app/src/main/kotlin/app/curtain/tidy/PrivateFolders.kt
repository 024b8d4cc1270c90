package app.curtain.tidy

import java.io.File
import java.util.Collections
import java.util.UUID

/** The private folders that reviews work in, and the end of each: when its review ends, at start, and by age. */
class PrivateFolders(private val cache: File) {
    private val inUse = Collections.synchronizedSet(mutableSetOf<File>())

    fun create(): File {
        val folder = File(cache, PREFIX + UUID.randomUUID())
        check(folder.mkdirs()) { "no private folder" }
        inUse += folder
        return folder
    }

    fun delete(folder: File) {
        folder.deleteRecursively()
        inUse -= folder
    }

    /** Deletes what an earlier run left behind; nothing of this run is touched. */
    fun deleteAll() = leftBehind().forEach { it.deleteRecursively() }

    /** Deletes folders that no review holds and that are older than [MAX_AGE_MS]. */
    fun deleteOld(now: Long = System.currentTimeMillis()) =
        leftBehind().filter { now - it.lastModified() > MAX_AGE_MS }.forEach { it.deleteRecursively() }

    private fun leftBehind(): List<File> =
        cache.listFiles { file -> file.name.startsWith(PREFIX) && file !in inUse }.orEmpty().toList()

    companion object {
        const val PREFIX = "review-"
        const val MAX_AGE_MS = 10 * 60_000L
    }
}
