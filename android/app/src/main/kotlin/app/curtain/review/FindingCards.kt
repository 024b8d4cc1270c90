package app.curtain.review

import android.view.LayoutInflater
import android.view.ViewGroup
import android.widget.Button
import android.widget.ImageView
import android.widget.TextView
import app.curtain.R
import app.curtain.core.Finding
import app.curtain.core.Mosaic

/** The findings as a list of cards, the most serious first. */
class FindingCards(private val list: ViewGroup, private val wording: Wording) {
    private val inflater = LayoutInflater.from(list.context)
    private var shown: Any? = null

    /** `onEdit` hears the places of the finding and the edit in the core's own order. */
    fun show(findings: List<Finding>, mosaic: Mosaic? = null, enabled: Boolean, onEdit: (Int, Int) -> Unit) {
        // Left as it is when nothing changed, so that a screen reader keeps its place.
        val now = listOf(findings, mosaic, enabled)
        if (now == shown) return
        shown = now
        list.removeAllViews()
        findings.withIndex().sortedByDescending { it.value.severity }.forEach { (place, finding) ->
            card(finding, enabled) { edit -> onEdit(place, edit) }
        }
        mosaic?.takeIf { it.factors.size > 1 }?.let(::mosaicCard)
    }

    private fun card(finding: Finding, enabled: Boolean, onEdit: (Int) -> Unit) {
        val card = inflater.inflate(R.layout.finding, list, false)
        val look = finding.severity.look
        card.view<ImageView>(R.id.icon).show(look.icon, look.color)
        card.view<TextView>(R.id.severity).run {
            text = wording.severity(finding.severity)
            setTextColor(context.getColor(look.color))
        }
        card.view<TextView>(R.id.message).text = finding.message
        val context = list.context
        card.view<TextView>(R.id.quote)
            .showOrHide(finding.span?.let { context.getString(R.string.finding_quote, it.text) })
        card.view<TextView>(R.id.authority).showOrHide(
            finding.authority.takeIf { it.isNotEmpty() }
                ?.let { context.getString(R.string.finding_authority, it.joinToString("; ")) },
        )
        val edits = card.view<ViewGroup>(R.id.edits)
        edits.visible = finding.edits.isNotEmpty()
        finding.edits.forEachIndexed { place, edit ->
            val button = inflater.inflate(R.layout.edit_button, edits, false) as Button
            button.text = edit.label
            button.contentDescription = context.getString(R.string.finding_edit_label, edit.label)
            button.isEnabled = enabled
            button.setOnClickListener { onEdit(place) }
            edits.addView(button)
        }
        list.addView(card)
    }

    /** How many people the details fit, put together. */
    private fun mosaicCard(mosaic: Mosaic) {
        val card = inflater.inflate(R.layout.finding, list, false)
        val context = list.context
        card.view<ImageView>(R.id.icon).show(R.drawable.kind_person, R.color.ink_soft)
        card.view<TextView>(R.id.severity).run {
            text = context.getString(R.string.mosaic_title)
            setTextColor(context.getColor(R.color.ink_soft))
        }
        card.view<TextView>(R.id.message).text = wording.mosaic(mosaic)
        card.view<TextView>(R.id.quote)
            .showOrHide(mosaic.factors.joinToString(" + ") { it.span?.text ?: it.value })
        card.view<TextView>(R.id.authority).visible = false
        card.view<ViewGroup>(R.id.edits).visible = false
        list.addView(card)
    }
}
