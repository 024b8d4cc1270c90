package app.curtain.review

import android.app.Activity
import android.app.AlertDialog
import android.text.Editable
import android.text.TextWatcher
import android.widget.EditText
import app.curtain.R
import app.curtain.core.SkippedPhoto

/** The questions asked before something leaves. */
class Dialogs(private val activity: Activity, private val wording: Wording) {
    /** The second, deliberate step: share in spite of a block, with a reason in the user's own words. */
    fun reason(then: (String) -> Unit): AlertDialog {
        val view = activity.layoutInflater.inflate(R.layout.reason, null)
        val field = view.view<EditText>(R.id.reason)
        val dialog = AlertDialog.Builder(activity)
            .setTitle(R.string.reason_title)
            .setMessage(R.string.reason_message)
            .setView(view)
            .setNegativeButton(R.string.cancel, null)
            .setPositiveButton(R.string.reason_confirm) { _, _ -> then(field.text.toString().trim()) }
            .show()
        val confirm = dialog.getButton(AlertDialog.BUTTON_POSITIVE)
        confirm.isEnabled = false
        field.addTextChangedListener(object : TextWatcher {
            override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit
            override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit
            override fun afterTextChanged(text: Editable) {
                confirm.isEnabled = isReason(text)
            }
        })
        return dialog
    }

    /** Says which photos will not go, before anything does. `then` is `null` when nothing is left to send. */
    fun skipped(photos: List<SkippedPhoto>, then: (() -> Unit)?): AlertDialog {
        val rows = photos.map { activity.getString(R.string.skipped_row, it.index.toInt() + 1, wording.error(it.code)) }
        val end = if (then == null) listOf(activity.getString(R.string.skipped_nothing_left)) else emptyList()
        return AlertDialog.Builder(activity)
            .setTitle(R.string.skipped_title)
            .setMessage((rows + end).joinToString("\n\n"))
            .setNegativeButton(R.string.cancel, null)
            .apply { if (then != null) setPositiveButton(R.string.skipped_send_rest) { _, _ -> then() } }
            .show()
    }

    /** A few letters, or two Chinese characters; never blanks. */
    private fun isReason(text: CharSequence): Boolean {
        val letters = text.filter { it.isLetter() }
        return letters.length >= 5 || letters.count { Character.isIdeographic(it.code) } >= 2
    }
}
