package app.curtain

import android.view.MotionEvent
import android.view.View
import android.widget.CheckBox
import app.curtain.core.Region
import app.curtain.core.RegionKind
import app.curtain.core.RegionSource
import app.curtain.review.CoverView
import app.curtain.review.view
import app.curtain.review.visible
import app.curtain.support.FakeReview
import app.curtain.support.Screen
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** What a finger does with the boxes on a photo. */
class CoverScreenTest : ReviewScreenCase() {
    private fun box(kind: RegionKind, x: Int) =
        Region(kind, x.toUInt(), 900u, 500u, 600u, 0.9f, RegionSource.CORE)

    private fun boxes() = Screen.all(Screen.decor(activity)).filterIsInstance<CheckBox>()

    @Test
    fun aFaceIsCoveredWithOneTapAndThenNothingToWarnOf() {
        open(FakeReview(seen = listOf(box(RegionKind.FACE, 100), box(RegionKind.SCREEN, 3000))), "Team", photos = 1)
        assertTrue(FakeReview.FACE in texts() && "Do not share this as it is" in texts())
        assertEquals(listOf("1 · Face, left", "2 · Screen, right"), boxes().map { it.text.toString() })
        boxes().first().performClick()
        Screen.await("the face covered") { FakeReview.FACE !in texts() }
        assertEquals(listOf(true, false), boxes().map { it.isChecked })
        assertFalse("one is left: no button for all", activity.view<View>(R.id.cover_all).visible)
        boxes().first().performClick()
        Screen.await("the face again") { FakeReview.FACE in texts() }
        press(R.id.cover_all)
        Screen.await("both covered") { boxes().all { it.isChecked } }
    }

    @Test
    fun aTapOnTheBoxCoversItAndADragDrawsOne() {
        open(FakeReview(seen = listOf(box(RegionKind.FACE, 100))), photos = 1)
        val picture = activity.view<CoverView>(R.id.cover_picture)
        picture.layout(0, 0, 403, 302)
        touch(picture, 35f to 120f)
        Screen.await("the face covered") { boxes().single().isChecked }
        press(R.id.cover_draw)
        assertTrue("Drag a finger over what nobody should see." in texts())
        picture.layout(0, 0, 403, 302)
        touch(picture, 200f to 100f, 300f to 200f)
        Screen.await("a second box") { boxes().size == 2 }
        assertEquals("2 · Your box, middle", boxes()[1].text.toString())
        val remove = Screen.all(Screen.decor(activity)).filter { it.id == R.id.remove }
        assertEquals("only what was drawn can be taken away", listOf(false, true), remove.map { it.visible })
        remove.last().performClick()
        Screen.await("it gone") { boxes().size == 1 }
    }

    private fun touch(view: View, vararg places: Pair<Float, Float>) {
        fun send(action: Int, place: Pair<Float, Float>) =
            MotionEvent.obtain(0, 0, action, place.first, place.second, 0).let(view::dispatchTouchEvent)
        send(MotionEvent.ACTION_DOWN, places.first())
        places.drop(1).forEach { send(MotionEvent.ACTION_MOVE, it) }
        send(MotionEvent.ACTION_UP, places.last())
        idle()
    }
}
