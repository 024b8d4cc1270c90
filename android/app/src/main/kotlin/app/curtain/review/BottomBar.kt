package app.curtain.review

import android.app.Activity
import android.view.View
import android.widget.Button
import android.widget.TextView
import app.curtain.R

/** The one thing to do next, always in reach. */
class BottomBar(private val activity: Activity, private val mayPutBack: Boolean, private val on: Actions) {
    interface Actions {
        fun cleanAndShare()
        fun shareAnyway()
        fun shareAgain()
        fun putBack()
        fun done()
    }

    private val bar: View = activity.view(R.id.bar)
    private val note: TextView = activity.view(R.id.bar_note)
    private val primary: Button = activity.view(R.id.primary)
    private val secondary: Button = activity.view(R.id.secondary)

    fun show(state: ReviewState) {
        bar.visible = state.snapshot != null || state.error != null
        note.visible = false
        secondary.visible = false
        primary.isEnabled = !state.busy
        secondary.isEnabled = !state.busy
        val photos = state.report?.photos?.isNotEmpty() == true
        when {
            state.snapshot == null || state.nothingArrived -> primary(R.string.done, on::done)
            state.applied != null -> {
                primary(R.string.done, on::done)
                secondary(R.string.share_again, on::shareAgain)
            }
            state.blocked -> {
                note.setText(R.string.blocked_note)
                note.visible = true
                primary(R.string.share_anyway, on::shareAnyway, quiet = true)
            }
            mayPutBack && !photos -> {
                primary(R.string.put_back, on::putBack)
                secondary(R.string.share_text, on::cleanAndShare)
            }
            else -> primary(if (photos) R.string.clean_and_share else R.string.share_text, on::cleanAndShare)
        }
    }

    private fun primary(text: Int, action: () -> Unit, quiet: Boolean = false) {
        primary.setText(text)
        primary.setBackgroundResource(if (quiet) R.drawable.button_outline else R.drawable.button_primary)
        primary.setTextColor(
            if (quiet) activity.getColorStateList(R.color.button_quiet_text)
            else activity.getColorStateList(R.color.button_primary_text),
        )
        primary.setOnClickListener { action() }
    }

    private fun secondary(text: Int, action: () -> Unit) {
        secondary.visible = true
        secondary.setText(text)
        secondary.setOnClickListener { action() }
    }
}
