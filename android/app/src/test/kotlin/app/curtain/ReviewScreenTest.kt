package app.curtain

import android.app.Activity
import android.app.AlertDialog
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Intent
import android.graphics.Insets
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.view.WindowInsets
import android.view.WindowManager
import android.widget.EditText
import android.widget.TextView
import app.curtain.core.CheckException
import app.curtain.core.Severity
import app.curtain.review.ReviewActivity
import app.curtain.review.view
import app.curtain.review.visible
import app.curtain.support.FakeReview
import app.curtain.support.FakeReview.Rule
import app.curtain.support.OtherApp
import app.curtain.support.Screen
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Shadows.shadowOf
import java.time.Duration
import java.util.concurrent.CountDownLatch

/** What the screen does, against a review that answers as told. */
class ReviewScreenTest : ReviewScreenCase() {
    @Test
    fun findingsAreAListInWordsMostSeriousFirst() {
        open(FakeReview(listOf(age, bed)), "87 in bed 12")
        val texts = texts()
        assertTrue("Do not share this as it is" in texts)
        assertTrue("2 findings in the caption" in texts)
        assertTrue(
            texts.indexOf("A bed number points to one patient.") < texts.indexOf("An exact age narrows the crowd."),
        )
        assertTrue(texts.containsAll(listOf("Do not share", "Think twice", "“bed 12”", "Why: NMC", "Remove the bed")))
    }

    @Test
    fun anEditIsOneTapAndCanBeTakenBack() {
        open(FakeReview(listOf(age, bed)), "87 in bed 12")
        pressText("Remove the bed")
        awaitCaption("87 in the ward")
        Screen.await("the new answer") { "Think before you share this" in texts() }
        press(R.id.undo)
        awaitCaption("87 in bed 12")
        Screen.await("the first answer") { "Do not share this as it is" in texts() }
        assertFalse("nothing left to undo", activity.view<View>(R.id.undo).visible)
    }

    @Test
    fun theSuggestionTakesEveryEdit() {
        open(FakeReview(listOf(age, bed)), "87 in bed 12")
        press(R.id.suggestion)
        awaitCaption("over 80 in the ward")
        Screen.await("a clear answer") { "Nothing spotted. You still know things we cannot see." in texts() }
    }

    @Test
    fun whatReadsLikeAStoryCanBeCalledNotRelevant() {
        val story = Rule("to the window", Severity.WARN, "This reads like a story.", learned = true)
        open(FakeReview(listOf(age, story)), "87 and walked to the window")
        pressText("Not relevant")
        Screen.await("it gone") { "This reads like a story." !in texts() }
        assertTrue("a rule has no such button", "An exact age narrows the crowd." in texts() && "Not relevant" !in texts())
    }

    @Test
    fun ownWordsAreCheckedAfterAPause() {
        open(FakeReview(listOf(bed)), "Night shift")
        activity.view<EditText>(R.id.caption).setText("Night shift in bed 12")
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(800))
        Screen.await("the answer") { "Do not share this as it is" in texts() }
        assertEquals("Night shift in bed 12", caption())
    }

    @Test
    fun wordsTypedAMomentAgoAreCheckedBeforeTheyLeave() {
        open(FakeReview(listOf(bed)), "Night shift")
        activity.view<EditText>(R.id.caption).setText("Night shift in bed 12")
        press(R.id.primary)
        Screen.await("the answer") { "Do not share this as it is" in texts() }
        assertNull("nothing left", started())
    }

    @Test
    fun textAloneIsShared() {
        open(FakeReview(), "Night shift")
        assertTrue("Share the text" in texts())
        press(R.id.primary)
        Screen.await("the proof") { activity.view<View>(R.id.proof).visible }
        val send = inner(started())
        assertEquals(Intent.ACTION_SEND to "text/plain", send.action to send.type)
        assertEquals("Night shift", send.getStringExtra(Intent.EXTRA_TEXT))
        assertFalse(send.hasExtra(Intent.EXTRA_STREAM))
    }

    @Test
    fun theChooserLeavesUsOutAndGrantsReadingOnly() {
        open(FakeReview(), "Night shift", photos = 2)
        press(R.id.primary)
        Screen.await("the proof") { activity.view<View>(R.id.proof).visible }
        val chooser = started()!!

        @Suppress("DEPRECATION")
        val left = chooser.getParcelableArrayExtra(Intent.EXTRA_EXCLUDE_COMPONENTS)!!.toList()
        assertTrue(ComponentName(activity, ReviewActivity::class.java) in left)
        val send = inner(chooser)
        assertEquals(Intent.ACTION_SEND_MULTIPLE to "image/jpeg", send.action to send.type)
        assertEquals("Night shift", send.getStringExtra(Intent.EXTRA_TEXT))
        @Suppress("DEPRECATION")
        val uris = send.getParcelableArrayListExtra<android.net.Uri>(Intent.EXTRA_STREAM)!!
        assertEquals(2, uris.size)
        assertEquals(uris, (0 until send.clipData!!.itemCount).map { send.clipData!!.getItemAt(it).uri })
        assertTrue(send.flags and Intent.FLAG_GRANT_READ_URI_PERMISSION != 0)
        assertEquals(0, send.flags and Intent.FLAG_GRANT_WRITE_URI_PERMISSION)
        assertTrue(texts().containsAll(listOf("Cleaned and verified", "Photo 1", "Photo 2")))
        assertTrue(texts().any { it.startsWith("9 hidden details removed") && "Picture unchanged" in it })
    }

    @Test
    fun aBlockNeedsASecondStepAndAReason() {
        open(FakeReview(listOf(bed)), "bed 12")
        press(R.id.primary)
        assertNull("not yet", started())
        val dialog = dialog()!!
        val confirm = dialog.getButton(AlertDialog.BUTTON_POSITIVE)
        val reason = dialog.window!!.decorView.view<EditText>(R.id.reason)
        assertFalse(confirm.isEnabled)
        for (none in listOf("   ", "ok", ".........")) {
            reason.setText(none)
            assertFalse(none, confirm.isEnabled)
        }
        reason.setText("It is a training bed")
        assertTrue(confirm.isEnabled)
        confirm.performClick()
        Screen.await("the proof") { activity.view<View>(R.id.proof).visible }
        assertEquals("bed 12", inner(started()).getStringExtra(Intent.EXTRA_TEXT))
        assertTrue(texts().any { "It is a training bed" in it })
        controller.pause().stop().destroy()
        Screen.await("the end") { fake.closed }
        assertTrue(
            "the reason is written nowhere",
            Screen.app.dataDir.walk().none {
                it.isFile &&
                    "training" in it.readText()
            },
        )
    }

    @Test
    fun cancellingTheSecondStepSendsNothing() {
        open(FakeReview(listOf(bed)), "bed 12")
        press(R.id.primary)
        dialog()!!.getButton(AlertDialog.BUTTON_NEGATIVE).performClick()
        idle()
        assertNull(started())
        assertFalse(activity.view<View>(R.id.proof).visible)
    }

    @Test
    fun aPhotoThatCannotBeCleanedIsToldOfBeforeTheChooser() {
        open(FakeReview(broken = mapOf(0 to "unsupported-format")), "Night shift", photos = 2)
        assertTrue(texts().any { it.startsWith("This photo cannot be cleaned, so it will not be sent.") })
        press(R.id.primary)
        Screen.await("the question") { dialog()?.isShowing == true }
        assertNull("not before it is answered", started())
        assertTrue(
            shadowOf(dialog()).message.startsWith("Photo 1 will not be sent. This kind of file cannot be cleaned yet."),
        )
        dialog()!!.getButton(AlertDialog.BUTTON_POSITIVE).performClick()
        idle()
        val send = inner(started())
        assertEquals(Intent.ACTION_SEND, send.action)
        assertEquals(1, send.clipData!!.itemCount)
    }

    @Test
    fun whenNothingIsLeftNothingIsSent() {
        open(FakeReview(broken = mapOf(0 to "malformed")), photos = 1)
        press(R.id.primary)
        Screen.await("the message") { dialog()?.isShowing == true }
        assertTrue("Nothing is left to send." in shadowOf(dialog()).message)
        assertFalse(dialog()!!.getButton(AlertDialog.BUTTON_POSITIVE).isShown)
        assertNull(started())
    }

    @Test
    fun whatIsHiddenIsGroupedAndWhatIsUncheckedIsSaid() {
        open(FakeReview(), photos = 1)
        val texts = texts()
        assertTrue(texts.containsAll(listOf("Place", "Time", "Device", "Person", "Software", "Hidden pictures")))
        assertTrue("Not checked: faces, screens, text, codes. Please look yourself." in texts)
        assertTrue(texts.any { it == "53.8034, -1.5565, 62 m and 1 more" })
        assertFalse(texts.any { "BodySerialNumber" in it })
        pressText("Show all 9 details")
        assertTrue(texts().any { "BodySerialNumber: 004512877" in it })
    }

    @Test
    fun rotationKeepsTheReviewAndSendsOnce() {
        open(FakeReview(listOf(bed)), "In bed 12", photos = 1)
        pressText("Remove the bed")
        awaitCaption("In the ward")
        press(R.id.primary)
        Screen.await("the proof") { activity.view<View>(R.id.proof).visible }
        assertNotNull(started())
        val first = activity
        controller.configurationChange(
            android.content.res.Configuration(activity.resources.configuration).apply {
                orientation = android.content.res.Configuration.ORIENTATION_LANDSCAPE
                screenWidthDp = 891
                screenHeightDp = 411
            },
        )
        idle()
        assertTrue("a new screen", activity !== first)
        assertEquals("In the ward", caption())
        assertTrue("Cleaned and verified" in texts())
        assertNull("not sent again", started())
        assertFalse(fake.closed)
        press(R.id.undo)
        awaitCaption("In bed 12")
    }

    @Test
    fun finishingDeletesEverything() {
        open(FakeReview(), "Night shift", photos = 1)
        press(R.id.primary)
        Screen.await("the proof") { activity.view<View>(R.id.proof).visible }
        assertEquals(1, privateFolders().size)
        press(R.id.primary)
        assertTrue(activity.isFinishing)
        controller.pause().stop().destroy()
        Screen.await("the end") { fake.closed }
        assertTrue(fake.discarded)
        Screen.await("an empty cache") { privateFolders().isEmpty() }
    }

    @Test
    fun closingDuringTheCheckLeavesNothing() {
        val gate = CountDownLatch(1)
        open(FakeReview(gate = gate), "Night shift", photos = 1, wait = false)
        Screen.await("the check to begin") { fake.photos.isNotEmpty() }
        press(R.id.close)
        controller.pause().stop().destroy()
        gate.countDown()
        Screen.await("the end") { fake.closed }
        Screen.await("an empty cache") { privateFolders().isEmpty() }
    }

    @Test
    fun tenMinutesOutOfSightEndsTheReview() {
        open(FakeReview(), "Night shift", photos = 1)
        controller.pause().stop()
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMinutes(9))
        assertFalse(activity.isFinishing)
        controller.restart().start().resume()
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMinutes(9))
        assertFalse("seen again meanwhile", activity.isFinishing)
        controller.pause().stop()
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMinutes(11))
        assertTrue(activity.isFinishing)
    }

    @Test
    fun theScreenIsSecureAndASweepIsPlanned() {
        open(FakeReview(), "Night shift")
        assertTrue(activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0)
        assertEquals(1, Screen.app.getSystemService(JobScheduler::class.java)!!.allPendingJobs.size)
    }

    @Test
    fun aFaultIsWordedAndNothingCanBeSent() {
        open(FakeReview(failure = CheckException.Internal("panic")), "Night shift")
        assertTrue("This could not be checked" in texts())
        assertTrue(texts().any { it.startsWith("Something went wrong in Curtain.") })
        assertTrue("Done" in texts())
        assertFalse("Share the text" in texts())
    }

    @Test
    fun afterAFaultOnlyCheckedWordsCanLeave() {
        val fake = FakeReview(refused = "too much")
        open(fake, "Night shift")
        activity.view<EditText>(R.id.caption).setText("too much")
        press(R.id.primary)
        Screen.await("the fault") { "This could not be checked" in texts() }
        assertTrue(
            "It is larger than Curtain can check. Nothing was sent. Close and share again, or change the caption." in
                texts(),
        )
        activity.view<EditText>(R.id.caption).setText("Night shift")
        pressText("Check again")
        Screen.await("the answer") { "Share the text" in texts() }
        press(R.id.primary)
        Screen.await("the proof") { activity.view<View>(R.id.proof).visible }
        assertEquals("Night shift", inner(started()).getStringExtra(Intent.EXTRA_TEXT))
    }

    @Test
    fun leavingAsksOnlyWhenEditsWouldBeLost() {
        open(FakeReview(listOf(bed)), "In bed 12")
        pressText("Remove the bed")
        awaitCaption("In the ward")
        Screen.await("the answer") { activity.view<View>(R.id.primary).isEnabled }
        @Suppress("DEPRECATION")
        activity.onBackPressed()
        idle()
        assertFalse(activity.isFinishing)
        assertEquals("Leave without sharing?", shadowOf(dialog()).title)
        assertTrue(
            "no screenshot of a question either",
            dialog()!!.window!!.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0,
        )
        dialog()!!.getButton(AlertDialog.BUTTON_POSITIVE).performClick()
        idle()
        assertTrue(activity.isFinishing)
    }

    @Test
    fun leavingWithoutEditsAsksNothing() {
        open(FakeReview(listOf(bed)), "In bed 12")
        press(R.id.close)
        assertTrue(activity.isFinishing)
    }

    @Test
    fun anEmptyShareSaysSo() {
        start(FakeReview(), Intent(Intent.ACTION_SEND).setType("text/plain"))
        assertTrue("Nothing arrived that can be checked" in texts())
        assertFalse(activity.view<View>(R.id.caption_card).visible)
    }

    @Test
    fun whatDidNotArriveIsShown() {
        val lost = OtherApp.lost("gone", "image/jpeg")
        start(
            FakeReview(),
            Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_TEXT, "x").putExtra(Intent.EXTRA_STREAM, lost),
        )
        assertTrue("Item 1 could not be read. It will not be sent." in texts())
    }

    @Test
    fun aSelectionCanBeReplaced() {
        start(
            FakeReview(listOf(age)),
            Intent(Intent.ACTION_PROCESS_TEXT).putExtra(Intent.EXTRA_PROCESS_TEXT, "She is 87"),
        )
        pressText("Say “over 80”")
        awaitCaption("She is over 80")
        Screen.await("the answer") { activity.view<View>(R.id.primary).isEnabled }
        press(R.id.primary)
        assertEquals(Activity.RESULT_OK, shadowOf(activity).resultCode)
        assertEquals("She is over 80", shadowOf(activity).resultIntent.getStringExtra(Intent.EXTRA_PROCESS_TEXT))
        assertTrue(activity.isFinishing)
    }

    @Test
    fun aSelectionThatIsReadOnlyIsNotReplaced() {
        start(
            FakeReview(),
            Intent(Intent.ACTION_PROCESS_TEXT).putExtra(Intent.EXTRA_PROCESS_TEXT, "She is 87")
                .putExtra(Intent.EXTRA_PROCESS_TEXT_READONLY, true),
        )
        assertFalse("Replace the text" in texts())
    }

    @Test
    fun theAnswerIsReadOutPolitely() {
        open(FakeReview(), "Night shift")
        val words = activity.view<View>(R.id.verdict_words)
        assertEquals(View.ACCESSIBILITY_LIVE_REGION_POLITE, words.accessibilityLiveRegion)
        val unnamed = Screen.all(Screen.decor(activity)).filterIsInstance<android.widget.ImageView>()
            .filter { it.isShown && it.contentDescription == null }
            .filter { it.importantForAccessibility != View.IMPORTANT_FOR_ACCESSIBILITY_NO }
        assertEquals(emptyList<View>(), unnamed)
    }

    @Test
    fun nothingLiesUnderTheBars() {
        open(FakeReview(), "Night shift")
        val (root, bar) = activity.view<View>(R.id.root) to activity.view<View>(R.id.bar)
        val own = bar.paddingBottom
        for (bottom in listOf(48, 600, 48)) {
            val bars = WindowInsets.Builder().setInsets(
                WindowInsets.Type.systemBars(),
                Insets.of(5, 60, 7, bottom),
            ).build()
            root.dispatchApplyWindowInsets(bars)
            assertEquals(listOf(5, 60, 7, 0), root.run { listOf(paddingLeft, paddingTop, paddingRight, paddingBottom) })
            assertEquals(own + bottom, bar.paddingBottom)
        }
    }

    @Test
    fun aTapOnACardShowsTheWholeReason() {
        open(FakeReview(listOf(bed)), "bed 12")
        val card = activity.view<ViewGroup>(R.id.findings).getChildAt(0)
        val authority = card.view<TextView>(R.id.authority)
        assertEquals(2, authority.maxLines)
        card.performClick()
        assertTrue(authority.maxLines > 100)
    }

    @Test
    fun theMarksStandWhereTheFindingsAre() {
        open(FakeReview(listOf(bed)), "👶🏽 in bed 12 today")
        val text = activity.view<EditText>(R.id.caption).text
        val marks = text.getSpans(0, text.length, android.text.style.BackgroundColorSpan::class.java)
        assertEquals(listOf("bed 12"), marks.map { text.substring(text.getSpanStart(it), text.getSpanEnd(it)) })
        assertSame("one mark for one finding", marks.single(), marks.first())
    }
}
