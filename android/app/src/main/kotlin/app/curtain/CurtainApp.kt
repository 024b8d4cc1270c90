package app.curtain

import android.app.Application
import app.curtain.core.Checker
import app.curtain.core.CheckerConfig
import app.curtain.core.Locale
import app.curtain.core.ReviewInterface
import app.curtain.core.coreInfo
import app.curtain.tidy.PrivateFolders
import kotlin.concurrent.thread

/** Opens the core for the screens, and starts every run without what an earlier one left behind. */
class CurtainApp : Application() {
    val folders by lazy { PrivateFolders(cacheDir) }

    /** Starts a review that speaks the given language. Tests put their own here. */
    var openReview: (Locale) -> ReviewInterface = { locale ->
        Checker.open(CheckerConfig(jurisdiction = null, locale = locale)).use { it.startReview() }
    }

    override fun onCreate() {
        super.onCreate()
        folders.deleteAll()
        // The first call loads the library, which takes a moment: do it while the screen is being drawn.
        thread(name = "warm-up") { runCatching { coreInfo() } }
    }
}
