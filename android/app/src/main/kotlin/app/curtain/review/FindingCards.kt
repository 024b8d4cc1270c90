package app.curtain.review

import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.ImageView
import android.widget.TextView
import app.curtain.R
import app.curtain.core.Finding
import app.curtain.core.Mosaic

/**
 * The findings as a list of cards, the most serious first. What one rule says is said once, with every place that it
 * says it of. `flat` cards stand inside another card.
 */
class FindingCards(private val list: ViewGroup, private val wording: Wording, private val flat: Boolean = false) {
    private val context = list.context
    private val inflater = LayoutInflater.from(context)
    private val buttons = mutableListOf<Button>()
    private var shown: Any? = null

    /** Hears the place of a finding that the user calls not relevant, in the core's own order. */
    var onNotRelevant: (Int) -> Unit = {}

    /** `onEdit` hears the places of the finding and the edit in the core's own order. */
    fun show(findings: List<Finding>, mosaic: Mosaic? = null, enabled: Boolean, onEdit: (Int, Int) -> Unit) {
        // Left as it is when nothing changed, so that a screen reader keeps its place.
        val now = findings to mosaic
        if (now != shown) {
            shown = now
            buttons.clear()
            list.removeAllViews()
            findings.withIndex().groupBy { (_, finding) ->
                Triple(finding.rule, finding.severity, finding.message)
            }.values
                .sortedByDescending { it.first().value.severity }
                .forEach { card(it, mosaic, onEdit) }
        }
        buttons.forEach { it.isEnabled = enabled }
    }

    private fun card(same: List<IndexedValue<Finding>>, mosaic: Mosaic?, onEdit: (Int, Int) -> Unit) {
        val card = inflater.inflate(R.layout.finding, list, false)
        if (flat) {
            card.background = null
            card.setPadding(0, 0, 0, 0)
        }
        val finding = same.first().value
        val look = finding.severity.look
        card.view<ImageView>(R.id.icon).show(look.icon, look.color)
        card.view<TextView>(R.id.severity).run {
            text = wording.severity(finding.severity)
            setTextColor(context.getColor(look.color))
        }
        card.view<TextView>(R.id.message).text = finding.message
        val places = card.view<ViewGroup>(R.id.places)
        same.forEach { (place, one) ->
            val quote = one.span?.text ?: together(mosaic).takeIf { one.category == "mosaic" }
            place(places, one, quote, { onNotRelevant(place) }) { edit -> onEdit(place, edit) }
        }
        authority(card, finding)
        list.addView(card)
    }

    private fun place(
        places: ViewGroup,
        finding: Finding,
        quote: String?,
        onNotRelevant: () -> Unit,
        onEdit: (Int) -> Unit,
    ) {
        val row = inflater.inflate(R.layout.place, places, false)
        row.view<TextView>(R.id.quote).showOrHide(quote?.let { context.getString(R.string.finding_quote, it) })
        val edits = row.view<ViewGroup>(R.id.edits)
        edits.visible = finding.edits.isNotEmpty() || finding.learned
        finding.edits.forEachIndexed { place, edit ->
            val button = inflater.inflate(R.layout.edit_button, edits, false) as Button
            button.text = edit.label
            button.contentDescription = context.getString(R.string.finding_edit_label, edit.label)
            button.setOnClickListener { onEdit(place) }
            edits.addView(button)
            buttons += button
        }
        if (finding.learned) {
            val button = inflater.inflate(R.layout.edit_button, edits, false) as Button
            button.setText(R.string.finding_not_relevant)
            button.contentDescription = context.getString(R.string.finding_not_relevant_means)
            button.setOnClickListener { onNotRelevant() }
            edits.addView(button)
            buttons += button
        }
        places.addView(row)
    }

    /** Two lines of it; the whole on a tap on the card. */
    private fun authority(card: View, finding: Finding) {
        val authority = card.view<TextView>(R.id.authority)
        val names = finding.authority.takeIf { it.isNotEmpty() }?.joinToString("; ")
        authority.showOrHide(names?.let { context.getString(R.string.finding_authority, it) })
        if (flat) {
            authority.maxLines = Int.MAX_VALUE
            return
        }
        card.setOnClickListener {
            authority.maxLines = if (authority.maxLines == SHORT) Int.MAX_VALUE else SHORT
        }
    }

    /** The details that, put together, fit few people, in the order of the caption. */
    private fun together(mosaic: Mosaic?): String? =
        mosaic?.factors?.sortedBy { it.span?.start }?.joinToString(" + ") { it.span?.text ?: it.value }

    private companion object {
        const val SHORT = 2
    }
}
