package app.curtain

import app.curtain.tidy.PrivateFolders
import org.junit.Assert.assertEquals
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import java.io.File

/** Private copies end with their review, at start, and by age. */
class TidyTest {
    @get:Rule
    val cache = TemporaryFolder()

    private val folders by lazy { PrivateFolders(cache.root) }
    private fun names() = cache.root.list().orEmpty().toSet()
    private fun left(name: String, ageMs: Long = 0): File = File(cache.root, name).apply {
        mkdirs()
        File(this, "in-1").writeText("x")
        setLastModified(System.currentTimeMillis() - ageMs)
    }

    @Test
    fun aFolderGoesWithItsReview() {
        val folder = folders.create()
        File(folder, "out-1").mkdirs()
        folders.delete(folder)
        assertEquals(emptySet<String>(), names())
    }

    @Test
    fun atStartEverythingLeftBehindGoesAndNothingElse() {
        left("review-1")
        left("other")
        val mine = folders.create()
        folders.deleteAll()
        assertEquals(setOf("other", mine.name), names())
    }

    @Test
    fun byAgeOnlyTheOldGo() {
        left("review-old", PrivateFolders.MAX_AGE_MS + 60_000)
        left("review-young", 60_000)
        val mine = folders.create()
        folders.deleteOld()
        assertEquals(setOf("review-young", mine.name), names())
    }

    @Test
    fun namesCannotBeGuessed() {
        assertEquals(20, (1..20).map { folders.create().name }.toSet().size)
    }
}
