package app.curtain.support

import android.app.Activity
import android.content.Intent
import android.graphics.Bitmap
import android.graphics.Canvas
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import app.curtain.CurtainApp
import app.curtain.review.ReviewActivity
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import java.io.File

/** What the tests do with a screen. */
object Screen {
    val app: CurtainApp get() = RuntimeEnvironment.getApplication() as CurtainApp

    fun review(intent: Intent): ActivityController<ReviewActivity> =
        Robolectric.buildActivity(ReviewActivity::class.java, intent).setup()

    /** Lets the background thread and the main thread work until `condition` holds. */
    fun await(what: String, condition: () -> Boolean) {
        val end = System.nanoTime() + 20_000_000_000
        while (!condition()) {
            check(System.nanoTime() < end) { "waited too long for $what" }
            shadowOf(Looper.getMainLooper()).idle()
            Thread.sleep(5)
        }
        shadowOf(Looper.getMainLooper()).idle()
    }

    /** Every text that can be seen under `view`. */
    fun texts(view: View): List<String> = when {
        view.visibility != View.VISIBLE -> emptyList()
        view is TextView -> listOf(view.text.toString())
        view is ViewGroup -> (0 until view.childCount).flatMap { texts(view.getChildAt(it)) }
        else -> emptyList()
    }

    fun all(view: View): List<View> =
        listOf(view) + if (view is ViewGroup) (0 until view.childCount).flatMap { all(view.getChildAt(it)) } else emptyList()

    fun decor(activity: Activity): View = activity.window.decorView

    /** Measures and lays out the window: a screen at the size of the display, a dialog as high as it needs. */
    fun layOut(view: View, dialog: Boolean = false) {
        val metrics = view.resources.displayMetrics
        val height = if (dialog) View.MeasureSpec.AT_MOST else View.MeasureSpec.EXACTLY
        view.measure(
            View.MeasureSpec.makeMeasureSpec(metrics.widthPixels, View.MeasureSpec.EXACTLY),
            View.MeasureSpec.makeMeasureSpec(metrics.heightPixels, height),
        )
        view.layout(0, 0, view.measuredWidth, view.measuredHeight)
    }

    /** Draws the window into `build/screenshots/<name>.png`. */
    fun shoot(view: View, name: String, dialog: Boolean = false) {
        layOut(view, dialog)
        val picture = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
        if (dialog) picture.eraseColor(0xFF7A807E.toInt())
        view.draw(Canvas(picture))
        val file = File(System.getProperty("curtain.screenshots"), "$name.png")
        file.parentFile?.mkdirs()
        file.outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
    }
}
