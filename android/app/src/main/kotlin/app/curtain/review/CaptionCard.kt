package app.curtain.review

import android.app.Activity
import android.os.Handler
import android.os.Looper
import android.text.Editable
import android.text.Spanned
import android.text.TextPaint
import android.text.TextWatcher
import android.text.style.BackgroundColorSpan
import android.view.View
import android.widget.EditText
import app.curtain.R
import app.curtain.core.Finding

/** The caption as it will be sent: marked where something stands out, and open to the user's own wording. */
class CaptionCard(private val activity: Activity, private val model: ReviewModel) {
    private val field: EditText = activity.view(R.id.caption)
    private val suggestion: View = activity.view(R.id.suggestion)
    private val undo: View = activity.view(R.id.undo)
    private val actions: View = activity.view(R.id.caption_actions)
    private val later = Handler(Looper.getMainLooper())
    private val recheck = Runnable { model.editCaption(field.text.toString()) }
    private var shown: String? = null
    private var writing = false

    init {
        suggestion.setOnClickListener { model.takeSuggestion() }
        undo.setOnClickListener { model.undo() }
        field.addTextChangedListener(object : TextWatcher {
            override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit
            override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit
            override fun afterTextChanged(text: Editable) {
                if (writing) return
                later.removeCallbacks(recheck)
                later.postDelayed(recheck, PAUSE_MS)
            }
        })
    }

    fun show(state: ReviewState) {
        val snapshot = state.snapshot
        field.isEnabled = snapshot != null && state.step != ReviewState.Step.CLEANING
        suggestion.visible = snapshot?.report?.caption?.suggestion != null
        undo.visible = snapshot?.canUndo == true
        actions.visible = suggestion.visible || undo.visible
        suggestion.isEnabled = !state.busy
        undo.isEnabled = !state.busy
        if (snapshot == null || state.busy) return

        val caption = snapshot.caption.orEmpty()
        if (caption != shown && field.text.toString() != caption) {
            writing = true
            field.setText(caption)
            field.setSelection(caption.length)
            writing = false
        }
        shown = caption
        if (field.text.toString() == caption) mark(field.text, snapshot.report.caption?.findings.orEmpty())
    }

    /** Puts the caption that is being typed into the review at once, before it is acted on. */
    fun flush(): Boolean {
        later.removeCallbacks(recheck)
        if (!field.isEnabled || field.text.toString() == model.state.snapshot?.caption.orEmpty()) return false
        recheck.run()
        return true
    }

    fun stop() = later.removeCallbacks(recheck)

    private fun mark(text: Editable, findings: List<Finding>) {
        text.getSpans(0, text.length, Mark::class.java).forEach { text.removeSpan(it) }
        // The most serious last, so that it is the one seen where two overlap.
        for (finding in findings.sortedBy { it.severity }) {
            val span = finding.span ?: continue
            val (start, end) = span.start.toInt() to span.end.toInt()
            if (start >= end || end > text.length) continue
            text.setSpan(Mark(activity.getColor(finding.severity.look.soft)), start, end, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
        }
    }

    /** Colour and underline: never colour alone. */
    private class Mark(color: Int) : BackgroundColorSpan(color) {
        override fun updateDrawState(paint: TextPaint) {
            super.updateDrawState(paint)
            paint.isUnderlineText = true
        }
    }

    private companion object {
        const val PAUSE_MS = 700L
    }
}
