package app.curtain

import android.app.Application
import app.curtain.core.Checker
import app.curtain.core.CheckerConfig
import app.curtain.core.KindSwitch
import app.curtain.core.Locale
import app.curtain.core.RegionKind
import app.curtain.core.ReviewInterface
import app.curtain.review.Wording
import app.curtain.settings.Workplace
import app.curtain.tidy.PrivateFolders
import java.io.File
import java.util.concurrent.ConcurrentHashMap
import kotlin.concurrent.thread

/** Opens the core for the screens, and starts every run without what an earlier one left behind. */
class CurtainApp : Application() {
    val folders by lazy { PrivateFolders(cacheDir) }

    val workplace by lazy { Workplace(this) }

    /** What photos are checked for, and what the user called not relevant, as marks that do not tell the wording. */
    private val memory by lazy { File(filesDir, "memory").apply { mkdirs() } }

    val remembersNotRelevant: Boolean get() = File(memory, "not-relevant").exists()

    /** Opened once for each way of checking, for as long as the process lives: reading the rules takes a moment. */
    private val checkers = ConcurrentHashMap<CheckerConfig, Checker>()

    /** Starts a review that speaks the given language. Tests put their own here. */
    var openReview: (Locale) -> ReviewInterface = { checker(it).startReview() }

    override fun onCreate() {
        super.onCreate()
        folders.deleteAll()
        // The first call loads the library and the rules: do it while the screen is being drawn.
        thread(name = "warm-up") { runCatching { checker(Wording.locale(this)) } }
    }

    private fun checker(locale: Locale): Checker =
        checkers.computeIfAbsent(CheckerConfig(workplace.value, locale, memory = memory.path)) { Checker.open(it) }

    /** What photos can be checked for, and whether they are. */
    fun photoKinds(locale: Locale): List<KindSwitch> = checker(locale).photoKinds()

    /** Remembered on this phone, for the reviews that begin from now on. */
    fun setPhotoKind(locale: Locale, kind: RegionKind, on: Boolean) = checker(locale).setPhotoKind(kind, on)

    /** Forgets what the user called not relevant. */
    fun forgetNotRelevant(locale: Locale) {
        checker(locale).forgetNotRelevant()
        checkers.clear()
    }
}
