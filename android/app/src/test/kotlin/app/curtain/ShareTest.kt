package app.curtain

import android.content.Intent
import android.net.Uri
import android.view.View
import android.widget.EditText
import app.curtain.core.Checker
import app.curtain.core.CheckerConfig
import app.curtain.core.Locale
import app.curtain.core.MetadataKind
import app.curtain.review.ReviewActivity
import app.curtain.review.view
import app.curtain.review.visible
import app.curtain.support.Jpeg
import app.curtain.support.OtherApp
import app.curtain.support.Screen
import app.curtain.tidy.PrivateFolders
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.shadows.ShadowDialog
import java.io.File

/** One share from end to end, through the real core: what leaves is clean, and nothing stays. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], qualifiers = "w411dp-h891dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class ShareTest {
    private val caption = "👶 Mr Madeup, NHS 943 476 5919, went home today!"

    @Before
    fun install() = OtherApp.install()

    @Test
    fun aCaptionAndAPhotoGoOutClean() {
        val original = OtherApp.shares("Mr-Madeup.jpg", "image/jpeg", Jpeg.withExif())
        assertTrue("the test's own photo carries Exif", 0xE1 in Jpeg.markers(OtherApp.bytesOf(original)))
        val controller = Screen.review(
            Intent(Intent.ACTION_SEND).setType("image/jpeg")
                .putExtra(Intent.EXTRA_TEXT, caption).putExtra(Intent.EXTRA_STREAM, original),
        )
        val activity: ReviewActivity = controller.get()
        Screen.await("the check") { activity.view<View>(R.id.bar).visible }

        val texts = Screen.texts(Screen.decor(activity))
        assertTrue("a number that identifies is a block: $texts", "Do not share this as it is" in texts)
        assertTrue(texts.containsAll(listOf("Place", "Time", "Device", "Person")))
        assertTrue("what nobody looked at is said", texts.any { it.startsWith("Not checked: ") })
        assertTrue("the place is shown", texts.any { "53" in it && "°" in it || "53." in it })

        activity.view<View>(R.id.suggestion).performClick()
        Screen.await("the suggestion") { "943" !in activity.view<EditText>(R.id.caption).text }
        Screen.await("the answer") { activity.view<View>(R.id.primary).isEnabled }
        val edited = activity.view<EditText>(R.id.caption).text.toString()
        share(activity)

        Screen.await("the proof") { activity.view<View>(R.id.proof).visible }
        assertTrue("Cleaned and verified" in Screen.texts(Screen.decor(activity)))
        @Suppress("DEPRECATION")
        val send = shadowOf(activity).nextStartedActivity.getParcelableExtra<Intent>(Intent.EXTRA_INTENT)!!
        assertEquals(edited, send.getStringExtra(Intent.EXTRA_TEXT))
        assertFalse("943" in edited)
        @Suppress("DEPRECATION")
        proveClean(send.getParcelableExtra(Intent.EXTRA_STREAM)!!)
        assertArrayEquals("the original is untouched", Jpeg.withExif(), OtherApp.bytesOf(original))

        controller.pause().stop().destroy()
        Screen.await("an empty cache") {
            Screen.app.cacheDir.listFiles { file -> file.name.startsWith(PrivateFolders.PREFIX) }.orEmpty().isEmpty()
        }
    }

    @Test
    fun aFileThatIsNoPhotoDoesNotGoOut() {
        val text = OtherApp.shares("photo.jpg", "image/jpeg", "Mr Madeup".toByteArray())
        val activity = Screen.review(Intent(Intent.ACTION_SEND).setType("image/jpeg").putExtra(Intent.EXTRA_STREAM, text)).get()
        Screen.await("the check") { activity.view<View>(R.id.bar).visible }
        assertTrue(Screen.texts(Screen.decor(activity)).any { it.startsWith("This photo cannot be cleaned") })
        activity.view<View>(R.id.primary).performClick()
        Screen.await("the message") { ShadowDialog.getLatestDialog()?.isShowing == true }
        assertEquals(null, shadowOf(activity).nextStartedActivity)
    }

    /** Sends on, through the second step when the caption is still blocked. */
    private fun share(activity: ReviewActivity) {
        activity.view<View>(R.id.primary).performClick()
        org.robolectric.shadows.ShadowLooper.idleMainLooper()
        val dialog = ShadowDialog.getLatestDialog() as android.app.AlertDialog? ?: return
        dialog.window!!.decorView.view<EditText>(R.id.reason).setText("A made-up patient")
        dialog.getButton(android.app.AlertDialog.BUTTON_POSITIVE).performClick()
    }

    /** By the test's own eyes, then by the core's. */
    private fun proveClean(uri: Uri) {
        val resolver = Screen.app.contentResolver
        assertEquals("image/jpeg", resolver.getType(uri))
        val bytes = resolver.openInputStream(uri)!!.use { it.readBytes() }
        assertFalse("an APP1 segment is left", 0xE1 in Jpeg.markers(bytes))
        assertEquals("something stands after the end", 0xD9, bytes.last().toInt() and 0xFF)
        val plain = String(bytes, Charsets.ISO_8859_1)
        for (secret in listOf("Exif", "Examplecam", "Testowner", "PhotoTool", "2025:11:03")) {
            assertFalse(secret, secret in plain)
        }
        val file = File.createTempFile("received", ".jpg").apply {
            deleteOnExit()
            writeBytes(bytes)
        }
        Checker.open(CheckerConfig(jurisdiction = null, locale = Locale.EN)).use { checker ->
            checker.startReview().use { review ->
                review.addPhoto(file.path)
                val photo = review.inspect().report.photos.single()
                assertEquals(640u to 480u, photo.width to photo.height)
                val left = photo.metadata.filter { it.kind != MetadataKind.OTHER }
                assertEquals(emptyList<Any>(), left)
            }
        }
    }
}
