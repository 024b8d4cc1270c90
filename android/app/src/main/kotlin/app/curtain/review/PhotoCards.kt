package app.curtain.review

import android.graphics.Bitmap
import android.graphics.Outline
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.view.ViewOutlineProvider
import android.widget.Button
import android.widget.ImageView
import android.widget.TextView
import app.curtain.R
import app.curtain.core.MetadataItem
import app.curtain.core.PhotoReport
import app.curtain.core.Unchecked

/** One card for each photo: what it shows, what of it is covered, what is hidden in its file, and what nobody looked at. */
class PhotoCards(private val list: ViewGroup, private val wording: Wording, private val on: CoverCard.Actions) {
    private val context = list.context
    private val inflater = LayoutInflater.from(context)
    private val open = mutableSetOf<Int>()
    private val cards = mutableListOf<View>()
    private var shown: ReviewState? = null

    /** The photo on which the next drag draws a box. */
    private var drawing: Int? = null

    fun show(state: ReviewState) {
        val before = shown
        val photos = state.report?.photos.orEmpty()
        val same = before != null && before.thumbnails == state.thumbnails && before.redrawn == state.redrawn
        if (!same || before?.report?.photos?.size != photos.size) {
            list.removeAllViews()
            cards.clear()
            photos.forEach { _ -> cards += inflater.inflate(R.layout.photo, list, false).also(list::addView) }
        }
        // A card stays as it is when nothing in it changed, so that a screen reader keeps its place.
        photos.forEachIndexed { place, photo ->
            val unchanged = same && before?.report?.photos?.getOrNull(place) == photo
            if (!unchanged) fill(cards[place], place, photo, state.thumbnails.getOrNull(place), place in state.redrawn)
            if (!unchanged || before?.regions(place) != state.regions(place)) cover(place, photo, state)
        }
        shown = state
    }

    private fun cover(place: Int, photo: PhotoReport, state: ReviewState) {
        val picture = state.thumbnails.getOrNull(place)
        CoverCard(cards[place], wording, on).show(place, photo, picture, state.regions(place), drawing == place) { now ->
            val other = drawing
            drawing = if (now) place else null
            shown?.let { state ->
                cover(place, photo, state)
                val photos = state.report?.photos.orEmpty()
                if (other != null && other != place) photos.getOrNull(other)?.let { cover(other, it, state) }
            }
        }
    }

    private fun fill(card: View, place: Int, photo: PhotoReport, thumbnail: Bitmap?, redrawn: Boolean) {
        card.view<TextView>(R.id.name).text = context.getString(R.string.photo_n, place + 1)
        card.view<TextView>(R.id.about).text = wording.photoFacts(photo)
        picture(card, place, thumbnail)
        val whole = photo.unchecked.firstOrNull { it.what == "photo" }
        card.view<View>(R.id.cannot).visible = whole != null
        if (whole != null) {
            card.view<TextView>(R.id.cannot_text).text =
                context.getString(R.string.photo_will_not_go, wording.error(whole.why)).trim()
        }
        findings(card, photo)
        hidden(card, place, photo, readable = whole == null)
        if (redrawn) card.view<TextView>(R.id.hidden_title).setText(R.string.photo_redrawn)
        val unseen = photo.unseen()
        card.view<View>(R.id.unchecked).visible = whole == null && unseen.isNotEmpty()
        card.view<TextView>(R.id.unchecked_text).text = wording.unchecked(unseen)
    }

    private fun picture(card: View, place: Int, thumbnail: Bitmap?) {
        card.view<View>(R.id.frame).run {
            outlineProvider = Rounded(14 * resources.displayMetrics.density)
            clipToOutline = true
        }
        card.view<ImageView>(R.id.thumbnail).run {
            setImageBitmap(thumbnail)
            visible = thumbnail != null
            contentDescription = context.getString(R.string.photo_thumbnail, place + 1)
        }
        card.view<View>(R.id.no_thumbnail).visible = thumbnail == null
    }

    private fun findings(card: View, photo: PhotoReport) {
        val findings = card.view<ViewGroup>(R.id.findings)
        findings.removeAllViews()
        FindingCards(findings, wording, flat = true).show(photo.findings, enabled = false) { _, _ -> }
    }

    private fun hidden(card: View, place: Int, photo: PhotoReport, readable: Boolean) {
        // What the copy keeps is not hidden from anyone who is sent it.
        val hidden = photo.metadata.filterNot { it.kept }
        val none = hidden.isEmpty()
        card.view<View>(R.id.hidden).visible = readable
        card.view<TextView>(R.id.hidden_title).text =
            context.getString(if (none) R.string.photo_hidden_none else R.string.photo_hidden_title)
        card.view<TextView>(R.id.goes)
            .showOrHide(if (none) null else context.getString(R.string.photo_hidden_goes))
        val facts = card.view<ViewGroup>(R.id.facts)
        facts.removeAllViews()
        hidden.groupBy { it.kind }.toSortedMap().forEach { (_, items) -> fact(facts, items) }

        val all = card.view<TextView>(R.id.all)
        val button = card.view<Button>(R.id.show_all)
        all.text = hidden.joinToString("\n") { "${it.tag}: ${wording.value(it)}" }
        button.visible = !none
        fun update() {
            all.visible = place in open
            val count = hidden.size
            button.text =
                if (place in open) {
                    context.getString(R.string.photo_show_less)
                } else {
                    context.resources.getQuantityString(R.plurals.photo_show_all, count, count)
                }
        }
        button.setOnClickListener {
            if (!open.add(place)) open.remove(place)
            update()
        }
        update()
    }

    private fun fact(facts: ViewGroup, items: List<MetadataItem>) {
        val row = inflater.inflate(R.layout.fact, facts, false)
        val kind = items.first().kind
        row.view<ImageView>(R.id.icon).show(kind.icon, R.color.accent)
        row.view<TextView>(R.id.kind).text = wording.kind(kind)
        row.view<TextView>(R.id.means).text = wording.kindMeans(kind)
        row.view<TextView>(R.id.value).showOrHide(wording.values(items))
        facts.addView(row)
    }

    private class Rounded(private val radius: Float) : ViewOutlineProvider() {
        override fun getOutline(view: View, outline: Outline) =
            outline.setRoundRect(0, 0, view.width, view.height, radius)
    }
}

/** What was not looked at, and writing when nothing reads it here. */
private fun PhotoReport.unseen(): List<Unchecked> =
    if (lookedFor.isEmpty() || "text" in lookedFor) unchecked else unchecked + Unchecked("text", "no-detector")
