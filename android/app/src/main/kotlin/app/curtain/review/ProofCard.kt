package app.curtain.review

import android.app.Activity
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.ImageView
import android.widget.TextView
import app.curtain.R
import app.curtain.core.CleanReport
import app.curtain.core.SkippedPhoto

/** What was done, after it was done: each copy's proof, and what was left out. */
class ProofCard(private val activity: Activity, private val wording: Wording) {
    private val card: View = activity.view(R.id.proof)
    private val rows: ViewGroup = activity.view(R.id.proof_rows)

    fun show(state: ReviewState) {
        val applied = state.applied
        card.visible = applied != null
        if (applied == null) return
        val photos = applied.cleaned.isNotEmpty()
        val left = !photos && applied.skipped.isNotEmpty()
        activity.view<ImageView>(R.id.proof_icon).show(
            if (left) R.drawable.severity_unchecked else R.drawable.verified,
            if (left) R.color.unchecked else R.color.accent,
        )
        activity.view<TextView>(R.id.proof_title).setText(
            when {
                photos -> R.string.proof_title
                left -> R.string.skipped_title
                else -> R.string.proof_text_only
            },
        )
        activity.view<TextView>(R.id.proof_note).showOrHide(
            when {
                photos -> activity.getString(R.string.proof_note)
                left -> null
                else -> activity.getString(R.string.proof_text_note)
            },
        )
        activity.view<TextView>(R.id.proof_reason)
            .showOrHide(state.reason?.let { activity.getString(R.string.proof_reason, it) })
        rows.removeAllViews()
        applied.cleaned.zip(places(applied.cleaned.size, applied.skipped)).forEach { (clean, place) -> row(place, clean) }
        applied.skipped.forEach { row(activity.getString(R.string.skipped_row, it.index.toInt() + 1, wording.error(it.code))) }
    }

    /** The places in the share, from 1, of the photos that were cleaned. */
    private fun places(cleaned: Int, skipped: List<SkippedPhoto>): List<Int> {
        val left = skipped.map { it.index.toInt() + 1 }.toSet()
        return (1..cleaned + left.size).filter { it !in left }
    }

    private fun row(place: Int, clean: CleanReport) {
        val removed = clean.removed.size
        row(
            activity.resources.getQuantityString(R.plurals.proof_removed, removed, removed) + "\n" +
                activity.getString(R.string.proof_bytes, wording.size(clean.bytesIn), wording.size(clean.bytesOut)) + "\n" +
                wording.pixels(clean.pixels),
            activity.getString(R.string.photo_n, place),
        )
    }

    private fun row(text: String, title: String? = null) {
        val row = LayoutInflater.from(activity).inflate(R.layout.proof_row, rows, false)
        row.view<TextView>(R.id.row_title).showOrHide(title)
        row.view<TextView>(R.id.row_text).text = text
        rows.addView(row)
    }
}
