package app.curtain.send

import android.content.ClipData
import android.content.ClipDescription
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.net.Uri
import app.curtain.R
import app.curtain.core.ApplyReport
import app.curtain.home.HomeActivity
import app.curtain.review.ReviewActivity

/** Builds the share sheet for what was checked: exactly the clean files and the caption, and not to ourselves. */
class Sender(private val context: Context) {
    /** `null` when nothing is left to send. */
    fun chooser(report: ApplyReport): Intent? {
        val uris = ArrayList(report.cleaned.mapIndexed { index, clean -> CleanFiles.publish(clean, index + 1) })
        val caption = report.caption?.takeIf { it.isNotBlank() }
        if (uris.isEmpty() && caption == null) return null
        val send = inner(uris, caption)
        return Intent.createChooser(send, context.getText(R.string.chooser_title)).putExtra(
            Intent.EXTRA_EXCLUDE_COMPONENTS,
            arrayOf(
                ComponentName(context, ReviewActivity::class.java),
                ComponentName(context, HomeActivity::class.java),
            ),
        )
    }

    private fun inner(uris: ArrayList<Uri>, caption: String?): Intent {
        val send = Intent(if (uris.size > 1) Intent.ACTION_SEND_MULTIPLE else Intent.ACTION_SEND)
        caption?.let { send.putExtra(Intent.EXTRA_TEXT, it) }
        if (uris.isEmpty()) return send.setType("text/plain")

        val types = uris.map { CleanFiles.find(it)?.type ?: "application/octet-stream" }.distinct()
        send.type = types.singleOrNull() ?: "image/*"
        if (uris.size > 1) send.putParcelableArrayListExtra(Intent.EXTRA_STREAM, uris)
        else send.putExtra(Intent.EXTRA_STREAM, uris.single())
        // The grant follows the clip, to the picked app only.
        send.clipData = ClipData(ClipDescription("photos", types.toTypedArray()), ClipData.Item(uris.first())).apply {
            uris.drop(1).forEach { addItem(ClipData.Item(it)) }
        }
        return send.addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
    }
}
