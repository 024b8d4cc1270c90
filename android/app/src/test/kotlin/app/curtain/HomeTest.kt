package app.curtain

import android.app.Activity
import android.app.AlertDialog
import android.content.ClipData
import android.content.ClipDescription
import android.content.ClipboardManager
import android.content.Intent
import android.net.Uri
import android.os.Looper
import android.provider.MediaStore
import android.view.View
import android.widget.EditText
import android.widget.Switch
import android.widget.TextView
import app.curtain.core.Checker
import app.curtain.core.CheckerConfig
import app.curtain.core.Jurisdiction
import app.curtain.core.Locale
import app.curtain.home.HomeActivity
import app.curtain.review.ReviewActivity
import app.curtain.review.view
import app.curtain.review.visible
import app.curtain.share.SharedIntent
import app.curtain.support.Screen
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowDialog
import java.io.File

/** A check that starts without another app. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], qualifiers = "w411dp-h891dp-xhdpi")
class HomeTest {
    private lateinit var activity: HomeActivity
    private val photos = listOf(Uri.parse("content://media/picker/1"), Uri.parse("content://media/picker/2"))

    @Before
    fun open() {
        activity = Robolectric.buildActivity(HomeActivity::class.java).setup().get()
    }

    private fun press(id: Int) {
        activity.view<View>(id).performClick()
        shadowOf(Looper.getMainLooper()).idle()
    }

    private fun write(text: String) = activity.view<EditText>(R.id.text).setText(text)

    /** What the review was asked to check. */
    private fun asked(): SharedIntent {
        val intent = shadowOf(activity).nextStartedActivity
        assertEquals(ReviewActivity::class.java.name, intent.component!!.className)
        return SharedIntent.read(intent)
    }

    @Test
    fun whatWasCalledNotRelevantCanBeForgotten() {
        assertFalse(activity.view<View>(R.id.forget).visible)
        val config = CheckerConfig(null, Locale.EN, memory = File(Screen.app.filesDir, "memory").path)
        File(config.memory!!).mkdirs()
        val text = "Stairs today, all fourteen. Up with the good, down with the bad. He cried at the top and so did I."
        val checker = Checker.open(config)
        val learned = checker.startReview().run {
            setCaption(text)
            val at = inspect().report.caption!!.findings.indexOfFirst { it.learned }
            notRelevant(at.toUInt())
            at
        }
        assertTrue(learned >= 0)
        activity = Robolectric.buildActivity(HomeActivity::class.java).setup().get()
        assertTrue(activity.view<View>(R.id.forget).visible)
        press(R.id.forget)
        assertFalse(activity.view<View>(R.id.forget).visible)
        assertFalse(Screen.app.remembersNotRelevant)
    }

    private fun state(): String = activity.view<TextView>(R.id.kinds_state).text.toString()

    /** The switches of the dialog that is open. */
    private fun switches(): List<Switch> {
        press(R.id.kinds_card)
        Screen.await("the switches") { ShadowDialog.getLatestDialog()?.isShowing == true }
        return Screen.all(ShadowDialog.getLatestDialog().window!!.decorView).filterIsInstance<Switch>()
    }

    @Test
    fun whatPhotosAreCheckedForIsSwitchedAndRemembered() {
        Screen.await("the core") { state() == "Everything Curtain can see" }
        val shown = switches()
        assertEquals(
            listOf("Faces", "Lit screens", "Whiteboards", "Papers", "Bar codes and QR codes"),
            shown.map { it.text.toString() },
        )
        assertTrue(shown.all { it.isChecked })
        Screen.layOut(ShadowDialog.getLatestDialog().window!!.decorView, dialog = true)
        val least = 48 * activity.resources.displayMetrics.density
        assertTrue(shown.all { it.height >= least && it.width >= least })
        shown.first().performClick()
        shown.last().performClick()
        Screen.await("the choice") { state() == "Not checked for: Faces, Bar codes and QR codes" }
        ShadowDialog.getLatestDialog().dismiss()
        assertFalse("a switch is nothing that was called not relevant", Screen.app.remembersNotRelevant)
        activity = Robolectric.buildActivity(HomeActivity::class.java).setup().get()
        val again = switches()
        assertEquals(listOf(false, true, true, true, false), again.map { it.isChecked })
        again.first().performClick()
        again.last().performClick()
        Screen.await("the choice") { state() == "Everything Curtain can see" }
    }

    @Test
    fun writtenTextIsChecked() {
        write("Night shift")
        press(R.id.check)
        assertEquals(SharedIntent(listOf("Night shift"), emptyList()), asked())
        assertEquals("it does not stay on the screen", "", activity.view<EditText>(R.id.text).text.toString())
    }

    @Test
    fun nothingIsNotChecked() {
        press(R.id.check)
        assertNull(shadowOf(activity).nextStartedActivity)
    }

    @Test
    fun theClipboardIsReadOnlyWhenAsked() {
        val clipboard = activity.getSystemService(ClipboardManager::class.java)!!
        clipboard.setPrimaryClip(ClipData.newPlainText("", "from the clipboard"))
        assertEquals("", activity.view<EditText>(R.id.text).text.toString())
        press(R.id.paste)
        assertEquals("from the clipboard", activity.view<EditText>(R.id.text).text.toString())
    }

    @Test
    fun pickedPhotosAreCheckedWithTheText() {
        write("Night shift")
        press(R.id.pick)
        val pick = shadowOf(activity).nextStartedActivityForResult
        assertEquals(MediaStore.ACTION_PICK_IMAGES, pick.intent.action)
        val clip = ClipData(ClipDescription("", arrayOf("image/*")), ClipData.Item(photos[0]))
        clip.addItem(ClipData.Item(photos[1]))
        shadowOf(activity).receiveResult(pick.intent, Activity.RESULT_OK, Intent().apply { clipData = clip })
        assertEquals(SharedIntent(listOf("Night shift"), photos), asked())
    }

    @Test
    fun aPickThatIsCancelledStartsNothing() {
        press(R.id.pick)
        val pick = shadowOf(activity).nextStartedActivityForResult
        shadowOf(activity).receiveResult(pick.intent, Activity.RESULT_CANCELED, null)
        val started = generateSequence { shadowOf(activity).nextStartedActivity }.mapNotNull { it.component }.toList()
        assertEquals(emptyList<Any>(), started)
    }

    @Test
    fun whereTheUserWorksIsRememberedAndCanBeAnywhere() {
        val workplace = Screen.app.workplace
        assertNull(workplace.value)
        assertEquals("Anywhere", activity.view<TextView>(R.id.workplace_name).text)
        choose(workplace.choices.indexOf(Jurisdiction.UK))
        assertEquals(Jurisdiction.UK, workplace.value)
        assertEquals("United Kingdom", activity.view<TextView>(R.id.workplace_name).text)
        choose(0)
        assertNull(workplace.value)
    }

    private fun choose(place: Int) {
        press(R.id.workplace)
        val list = (ShadowDialog.getLatestDialog() as AlertDialog).listView
        shadowOf(list).performItemClick(place)
        shadowOf(Looper.getMainLooper()).idle()
    }
}
