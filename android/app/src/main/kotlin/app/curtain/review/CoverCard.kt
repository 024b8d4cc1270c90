package app.curtain.review

import android.graphics.Bitmap
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.CheckBox
import android.widget.TextView
import app.curtain.R
import app.curtain.core.CoverRegion
import app.curtain.core.PhotoReport
import app.curtain.core.Region
import app.curtain.core.RegionSource

/** The part of a photo's card where things in the picture are covered. */
class CoverCard(private val card: View, private val wording: Wording, private val on: Actions) {
    interface Actions {
        fun setCovered(photo: Int, regions: List<CoverRegion>, covered: Boolean)
        fun addRegion(photo: Int, region: Region)
        fun removeRegion(photo: Int, region: CoverRegion)
    }

    private val context = card.context
    private val inflater = LayoutInflater.from(context)

    /** `drawing` is whether the next drag draws a box; `onDrawing` hears of a change. */
    fun show(
        place: Int,
        photo: PhotoReport,
        picture: Bitmap?,
        regions: List<CoverRegion>,
        drawing: Boolean,
        onDrawing: (Boolean) -> Unit,
    ) {
        val possible = picture != null && photo.width > 0u && photo.unchecked.none { it.what == "photo" }
        card.view<View>(R.id.cover).visible = possible
        if (!possible) return
        picture(place, photo, picture!!, regions, drawing)
        list(place, photo, regions)
        val open = regions.filterNot { it.covered }
        button(R.id.cover_all, open.size > 1, context.getString(R.string.cover_all, open.size)) {
            on.setCovered(place, open, covered = true)
        }
        val draw = context.getString(if (drawing) R.string.cover_draw_stop else R.string.cover_draw)
        button(R.id.cover_draw, true, draw) { onDrawing(!drawing) }
        card.view<TextView>(R.id.cover_hint)
            .showOrHide(if (drawing) context.getString(R.string.cover_draw_hint) else null)
    }

    private fun picture(place: Int, photo: PhotoReport, picture: Bitmap, regions: List<CoverRegion>, drawing: Boolean) =
        card.view<CoverView>(R.id.cover_picture).run {
            visible = drawing || regions.isNotEmpty()
            contentDescription = context.getString(R.string.cover_picture, place + 1, regions.size)
            show(picture, photo.width.toInt(), photo.height.toInt(), regions)
            this.drawing = drawing
            onTap = { on.setCovered(place, listOf(it), !it.covered) }
            onDrawn = { on.addRegion(place, it) }
        }

    private fun list(place: Int, photo: PhotoReport, regions: List<CoverRegion>) {
        val list = card.view<ViewGroup>(R.id.cover_list)
        list.removeAllViews()
        regions.forEachIndexed { number, box ->
            val row = inflater.inflate(R.layout.cover_row, list, false)
            row.view<CheckBox>(R.id.covered).run {
                text = wording.region(number + 1, box.region, photo)
                isChecked = box.covered
                setOnClickListener { on.setCovered(place, listOf(box), isChecked) }
            }
            row.view<View>(R.id.remove).run {
                visible = box.region.source == RegionSource.USER
                setOnClickListener { on.removeRegion(place, box) }
            }
            list.addView(row)
        }
    }

    private fun button(id: Int, shown: Boolean, words: String, action: () -> Unit) = card.view<Button>(id).run {
        visible = shown
        text = words
        setOnClickListener { action() }
    }
}
