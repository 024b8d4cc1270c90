package app.curtain.review

import android.app.Activity
import android.content.res.ColorStateList
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

/** Keeps content clear of the bars, the cut-out and the keyboard: apps draw behind them since Android 15. */
fun View.padForBars() {
    setOnApplyWindowInsetsListener { view, insets ->
        if (android.os.Build.VERSION.SDK_INT >= 30) {
            val type = WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or WindowInsets.Type.ime()
            insets.getInsets(type).run { view.setPadding(left, top, right, bottom) }
        } else {
            @Suppress("DEPRECATION")
            insets.run {
                view.setPadding(
                    systemWindowInsetLeft,
                    systemWindowInsetTop,
                    systemWindowInsetRight,
                    systemWindowInsetBottom,
                )
            }
        }
        insets
    }
}

/** The view of that id, which the layout is known to have. */
fun <T : View> Activity.view(id: Int): T = checkNotNull(findViewById<T>(id))

fun <T : View> View.view(id: Int): T = checkNotNull(findViewById<T>(id))
