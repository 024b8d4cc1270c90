package app.curtain

import android.content.ClipData
import android.content.ClipDescription
import android.content.Intent
import android.net.Uri
import android.text.SpannableString
import app.curtain.share.Intake
import app.curtain.share.Problem
import app.curtain.share.Problem.Kind
import app.curtain.share.SharedIntent
import app.curtain.share.Taken
import app.curtain.support.OtherApp
import app.curtain.support.Screen
import org.junit.After
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.io.File
import java.io.Serializable

/** Text and photos in every mix and every shape in which apps share them. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35])
class IntakeTest {
    private lateinit var folder: File

    @Before
    fun install() {
        OtherApp.install()
        folder = Screen.app.folders.create()
    }

    @After
    fun tidy() = Screen.app.folders.delete(folder)

    private val first by lazy { OtherApp.shares("Mrs-Madeup-bed-12.jpg", "image/jpeg", byteArrayOf(1, 2, 3)) }
    private val second by lazy { OtherApp.shares("2.png", "image/png", byteArrayOf(4, 5)) }

    private fun take(intent: Intent, limits: Intake.Limits = Intake.Limits()): Taken =
        Intake(Screen.app, folder, limits).take(SharedIntent.read(intent))

    private fun one(): Intent = Intent(Intent.ACTION_SEND).setType("image/*")

    private fun many(vararg uris: Uri): Intent =
        Intent(Intent.ACTION_SEND_MULTIPLE).setType("*/*").putParcelableArrayListExtra(Intent.EXTRA_STREAM, arrayListOf(*uris))

    private fun clip(vararg items: ClipData.Item): ClipData =
        ClipData(ClipDescription("label", arrayOf("*/*")), items.first()).apply { items.drop(1).forEach(::addItem) }

    private fun Taken.bytes() = photos.map { it.readBytes().toList() }

    @Test
    fun textAlone() {
        val taken = take(Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, "Night shift 👶"))
        assertEquals(Taken("Night shift 👶", emptyList(), emptyList()), taken)
    }

    @Test
    fun styledTextIsPlainAfterwards() {
        val text: CharSequence = SpannableString("Night shift")
        assertEquals("Night shift", take(Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_TEXT, text)).caption)
    }

    @Test
    fun textsAsAList() {
        val intent = many().putCharSequenceArrayListExtra(Intent.EXTRA_TEXT, arrayListOf("one", SpannableString("two")))
        assertEquals("one\n\ntwo", take(intent).caption)
    }

    @Test
    fun textsAsStrings() {
        val intent = many().putStringArrayListExtra(Intent.EXTRA_TEXT, arrayListOf("one", "two", "one"))
        assertEquals("one\n\ntwo", take(intent).caption)
    }

    @Test
    fun onePhotoAlone() {
        val taken = take(one().putExtra(Intent.EXTRA_STREAM, first))
        assertNull(taken.caption)
        assertEquals(listOf(listOf<Byte>(1, 2, 3)), taken.bytes())
    }

    @Test
    fun onePhotoWithText() {
        val taken = take(one().putExtra(Intent.EXTRA_STREAM, first).putExtra(Intent.EXTRA_TEXT, "caption"))
        assertEquals("caption" to 1, taken.caption to taken.photos.size)
    }

    @Test
    fun severalPhotosWithOneText() {
        val taken = take(many(first, second).putExtra(Intent.EXTRA_TEXT, "caption"))
        assertEquals("caption", taken.caption)
        assertEquals(listOf(listOf<Byte>(1, 2, 3), listOf<Byte>(4, 5)), taken.bytes())
    }

    @Test
    fun severalPhotosWithSeveralTexts() {
        val intent = many(first, second).putCharSequenceArrayListExtra(Intent.EXTRA_TEXT, arrayListOf("a", "b"))
        assertEquals("a\n\nb" to 2, take(intent).let { it.caption to it.photos.size })
    }

    @Test
    fun aListUnderSendAndASingleUnderSendMultiple() {
        val list = one().putParcelableArrayListExtra(Intent.EXTRA_STREAM, arrayListOf(first, second))
        assertEquals(2, take(list).photos.size)
        assertEquals(1, take(Intent(Intent.ACTION_SEND_MULTIPLE).putExtra(Intent.EXTRA_STREAM, first)).photos.size)
    }

    @Test
    fun theClipIsReadToo() {
        val intent = one().apply { clipData = clip(ClipData.Item("from the clip", null, first), ClipData.Item(second)) }
        val taken = take(intent)
        assertEquals("from the clip" to 2, taken.caption to taken.photos.size)
    }

    @Test
    fun theSameThingInExtrasAndClipComesOnce() {
        val intent = many(first, second).putExtra(Intent.EXTRA_TEXT, "caption").apply {
            clipData = clip(ClipData.Item("caption", null, first), ClipData.Item(second))
        }
        val taken = take(intent)
        assertEquals("caption" to 2, taken.caption to taken.photos.size)
    }

    @Test
    fun aSelectionOfText() {
        val intent = Intent(Intent.ACTION_PROCESS_TEXT).putExtra(Intent.EXTRA_PROCESS_TEXT, "selected")
            .putExtra(Intent.EXTRA_TEXT, "not this")
        assertEquals("selected", take(intent).caption)
    }

    @Test
    fun textThatComesAsAFile() {
        val note = OtherApp.shares("note.txt", "text/plain", "from a file 個案".toByteArray())
        val taken = take(many(note, first).putExtra(Intent.EXTRA_TEXT, "caption"))
        assertEquals("caption\n\nfrom a file 個案" to 1, taken.caption to taken.photos.size)
    }

    @Test
    fun theResolverKnowsTheTypeAndTheIntentDoesNot() {
        val film = OtherApp.shares("film", "video/mp4", byteArrayOf(9))
        val taken = take(one().setType("image/jpeg").putExtra(Intent.EXTRA_STREAM, film))
        assertEquals(listOf(Problem(Kind.NOT_A_PHOTO, 1, "video/mp4")), taken.problems)
        assertTrue(taken.photos.isEmpty())
        val photo = take(one().setType("video/mp4").putExtra(Intent.EXTRA_STREAM, first))
        assertEquals(1, photo.photos.size)
    }

    @Test
    fun aPhotoOfUnknownTypeIsLeftToTheCoreToJudge() {
        val unknown = OtherApp.shares("x", null, byteArrayOf(1))
        assertEquals(1, take(one().putExtra(Intent.EXTRA_STREAM, unknown)).photos.size)
    }

    @Test
    fun whatCannotBeReadIsToldOfAndTheRestIsTaken() {
        val taken = take(many(first, OtherApp.lost("gone", "image/jpeg"), second))
        assertEquals(2, taken.photos.size)
        assertEquals(listOf(Problem(Kind.UNREADABLE, 2)), taken.problems)
    }

    @Test
    fun anEmptyFileIsToldOf() {
        val taken = take(one().putExtra(Intent.EXTRA_STREAM, OtherApp.shares("empty", "image/jpeg", byteArrayOf())))
        assertEquals(listOf(Problem(Kind.UNREADABLE, 1)), taken.problems)
        assertEquals(0, folder.list()?.size)
    }

    @Test
    fun filesAndOurOwnProviderAreRefused() {
        val own = Uri.parse("content://app.curtain.clean/1")
        val ownForAnotherUser = Uri.parse("content://0@app.curtain.clean/1")
        val taken = take(many(Uri.fromFile(File(folder, "x")), own, ownForAnotherUser, Uri.parse("android.resource://x/1")))
        assertEquals((1..4).map { Problem(Kind.REFUSED, it) }, taken.problems)
        assertTrue(taken.photos.isEmpty())
    }

    @Test
    fun aPhotoOverTheLimitIsToldOfAndLeavesNothing() {
        val big = OtherApp.shares("big", "image/jpeg", ByteArray(3 shl 20))
        val taken = take(one().putExtra(Intent.EXTRA_STREAM, big), Intake.Limits(bytes = 2L shl 20))
        assertEquals(listOf(Problem(Kind.TOO_LARGE, 1, "2")), taken.problems)
        assertEquals(0, folder.list()?.size)
    }

    @Test
    fun itemsOverTheLimitAreToldOf() {
        val taken = take(many(first, second), Intake.Limits(items = 1))
        assertEquals(1 to listOf(Problem(Kind.TOO_MANY, 2, "1")), taken.photos.size to taken.problems)
    }

    @Test
    fun somethingElseInAListOfPhotosIsToldOf() {
        val intent = Intent(Intent.ACTION_SEND_MULTIPLE)
            .putExtra(Intent.EXTRA_STREAM, arrayListOf<Any>(first, "not a place") as Serializable)
        val taken = take(intent)
        assertEquals(1 to listOf(Kind.UNREADABLE), taken.photos.size to taken.problems.map { it.kind })
    }

    @Test
    fun copiesHaveNeutralNamesAndTheSameBytes() {
        val photo = take(one().putExtra(Intent.EXTRA_STREAM, first)).photos.single()
        assertEquals("in-1", photo.name)
        assertEquals(folder, photo.parentFile)
        assertArrayEquals(OtherApp.bytesOf(first), photo.readBytes())
    }

    @Test
    fun nothingIsNothing() {
        assertEquals(Taken(null, emptyList(), emptyList()), take(Intent(Intent.ACTION_SEND)))
        assertNull(take(Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_TEXT, "  \n ")).caption)
    }

    @Test
    fun aCancelledIntakeStops() {
        val shared = SharedIntent.read(many(first, second))
        assertTrue(Intake(Screen.app, folder, cancelled = { true }).take(shared).photos.isEmpty())
    }
}
