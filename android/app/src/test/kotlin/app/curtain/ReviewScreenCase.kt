package app.curtain

import android.app.AlertDialog
import android.content.Intent
import android.os.Looper
import android.view.View
import android.widget.EditText
import android.widget.TextView
import app.curtain.core.Severity
import app.curtain.review.ReviewActivity
import app.curtain.review.view
import app.curtain.review.visible
import app.curtain.support.FakeReview
import app.curtain.support.FakeReview.Rule
import app.curtain.support.Jpeg
import app.curtain.support.OtherApp
import app.curtain.support.Screen
import app.curtain.tidy.PrivateFolders
import org.junit.Assert.assertEquals
import org.junit.Before
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.shadows.ShadowDialog

/** Opens the screen over a review that answers as told, and presses and reads what is on it. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], qualifiers = "w411dp-h891dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
abstract class ReviewScreenCase {
    protected val bed =
        Rule("bed 12", Severity.BLOCK, "A bed number points to one patient.", "NMC", "Remove the bed", "the ward")
    protected val age = Rule("87", Severity.WARN, "An exact age narrows the crowd.", null, "Say “over 80”", "over 80")
    protected lateinit var fake: FakeReview
    protected lateinit var controller: ActivityController<ReviewActivity>
    protected val activity: ReviewActivity get() = controller.get()

    @Before
    fun install() = OtherApp.install()

    protected fun open(fake: FakeReview, text: String? = null, photos: Int = 0, wait: Boolean = true) {
        val uris = (1..photos).map { OtherApp.shares("$it.jpg", "image/jpeg", Jpeg.plain()) }
        val intent = Intent(Intent.ACTION_SEND_MULTIPLE).setType("*/*").putExtra(Intent.EXTRA_TEXT, text)
        start(fake, intent.putParcelableArrayListExtra(Intent.EXTRA_STREAM, ArrayList(uris)), wait)
    }

    protected fun start(fake: FakeReview, intent: Intent, wait: Boolean = true) {
        this.fake = fake
        Screen.app.openReview = { fake }
        controller = Screen.review(intent)
        if (wait) Screen.await("the check") { activity.view<View>(R.id.bar).visible }
    }

    protected fun idle() = shadowOf(Looper.getMainLooper()).idle()
    protected fun texts(): List<String> = Screen.texts(Screen.decor(activity))
    protected fun caption(): String = activity.view<EditText>(R.id.caption).text.toString()
    protected fun press(id: Int) = activity.view<View>(id).performClick().also { idle() }
    protected fun pressText(text: String) {
        Screen.all(Screen.decor(activity)).filterIsInstance<TextView>().single {
            it.text.toString() == text
        }.performClick()
        idle()
    }
    protected fun awaitCaption(text: String) = Screen.await("“$text”") { caption() == text }
    protected fun dialog(): AlertDialog? = ShadowDialog.getLatestDialog() as AlertDialog?
    protected fun started(): Intent? = shadowOf(activity).nextStartedActivity
    protected fun privateFolders() =
        Screen.app.cacheDir.listFiles { file -> file.name.startsWith(PrivateFolders.PREFIX) }.orEmpty().toList()

    protected fun inner(chooser: Intent?): Intent {
        assertEquals(Intent.ACTION_CHOOSER, chooser!!.action)
        @Suppress("DEPRECATION")
        return chooser.getParcelableExtra(Intent.EXTRA_INTENT)!!
    }
}
