package app.curtain.home

import android.app.Activity
import android.app.AlertDialog
import android.view.View
import android.view.ViewGroup
import android.view.WindowManager
import android.widget.Switch
import app.curtain.R
import app.curtain.core.KindSwitch
import app.curtain.core.RegionKind
import app.curtain.review.Wording
import app.curtain.review.view

/** A switch for each kind of thing that photos are checked for. */
class KindsDialog(private val activity: Activity, private val wording: Wording) {
    /** `set` answers whether the choice could be kept; the switch goes back when it could not. */
    fun show(kinds: List<KindSwitch>, set: (RegionKind, Boolean) -> Boolean): AlertDialog {
        val view = activity.layoutInflater.inflate(R.layout.kinds, null)
        val rows = view.view<ViewGroup>(R.id.kinds)
        kinds.forEach { rows.addView(row(rows, it, set)) }
        return AlertDialog.Builder(activity)
            .setTitle(R.string.kinds_title)
            .setMessage(R.string.kinds_note)
            .setView(view)
            .setPositiveButton(R.string.done, null)
            .create()
            .apply {
                // A dialog is a window of its own, and needs its own protection from screenshots.
                window?.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
                show()
            }
    }

    private fun row(rows: ViewGroup, kind: KindSwitch, set: (RegionKind, Boolean) -> Boolean): View {
        val row = activity.layoutInflater.inflate(R.layout.kind_row, rows, false) as Switch
        row.text = wording.kinds(kind.kind)
        row.isChecked = kind.on
        row.setOnClickListener { if (!set(kind.kind, row.isChecked)) row.isChecked = !row.isChecked }
        return row
    }
}
