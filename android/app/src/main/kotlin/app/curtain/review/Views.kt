package app.curtain.review

import android.app.Activity
import android.content.res.ColorStateList
import android.graphics.Rect
import android.os.Build
import android.view.View
import android.view.WindowInsets
import android.widget.ImageView
import android.widget.TextView

/** Shown when `text` is there, gone when it is not. */
fun TextView.showOrHide(text: CharSequence?) {
    this.text = text
    visible = !text.isNullOrBlank()
}

var View.visible: Boolean
    get() = visibility == View.VISIBLE
    set(value) {
        visibility = if (value) View.VISIBLE else View.GONE
    }

fun ImageView.show(icon: Int, color: Int) {
    setImageResource(icon)
    imageTintList = ColorStateList.valueOf(context.getColor(color))
}

/**
 * Keeps content clear of the bars, the cut-out and the keyboard: apps draw behind them since Android 15. `foot` takes the
 * room at the bottom, so that its own colour goes on behind the navigation bar.
 */
fun View.padForBars(foot: View = this) {
    val own = if (foot === this) 0 else foot.paddingBottom
    setOnApplyWindowInsetsListener { view, insets ->
        val bars = insets.bars()
        view.setPadding(bars.left, bars.top, bars.right, if (foot === view) bars.bottom else 0)
        if (foot !== view) foot.setPadding(foot.paddingLeft, foot.paddingTop, foot.paddingRight, own + bars.bottom)
        insets
    }
}

private fun WindowInsets.bars(): Rect {
    if (Build.VERSION.SDK_INT >= 30) {
        val all = WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or WindowInsets.Type.ime()
        return getInsets(all).run { Rect(left, top, right, bottom) }
    }
    @Suppress("DEPRECATION")
    return Rect(systemWindowInsetLeft, systemWindowInsetTop, systemWindowInsetRight, systemWindowInsetBottom)
}

/** The view of that id, which the layout is known to have. */
fun <T : View> Activity.view(id: Int): T = checkNotNull(findViewById<T>(id))

fun <T : View> View.view(id: Int): T = checkNotNull(findViewById<T>(id))
