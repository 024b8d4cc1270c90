package app.curtain.review

import android.app.Activity
import android.content.res.ColorStateList
import android.view.View
import android.widget.ImageView
import android.widget.TextView
import app.curtain.R
import app.curtain.core.Report
import app.curtain.core.Verdict

/** The first thing seen: the answer for the whole share, or what is going on. Changes are read out politely. */
class VerdictCard(activity: Activity, private val wording: Wording) {
    private val card: View = activity.view(R.id.verdict)
    private val icon: ImageView = activity.view(R.id.verdict_icon)
    private val progress: View = activity.view(R.id.verdict_progress)
    private val headline: TextView = activity.view(R.id.verdict_text)
    private val counts: TextView = activity.view(R.id.verdict_counts)
    private val resources = activity.resources

    fun show(state: ReviewState) {
        card.visible = state.applied == null
        // A short re-check after an edit keeps the last answer in place instead of flashing.
        val waiting = state.busy && (state.report == null || state.step == ReviewState.Step.CLEANING)
        progress.visible = waiting
        icon.visible = !waiting
        val report = state.report
        when {
            waiting -> say(Verdict.UNCHECKED, resources.getString(working(state.step)), null)
            state.error != null -> say(
                Verdict.UNCHECKED,
                resources.getString(R.string.verdict_failed),
                "${wording.error(state.error)} ${resources.getString(R.string.error_retry)}",
            )
            state.nothingArrived -> say(Verdict.UNCHECKED, resources.getString(R.string.verdict_nothing), null)
            report != null -> say(report.verdict, wording.verdict(report.verdict), counted(report))
        }
    }

    private fun say(verdict: Verdict, text: String, more: String?) {
        val look = verdict.look
        icon.show(look.icon, look.color)
        card.backgroundTintList = ColorStateList.valueOf(card.context.getColor(look.soft))
        if (headline.text.toString() != text) headline.text = text
        counts.showOrHide(more)
    }

    private fun working(step: ReviewState.Step): Int = when (step) {
        ReviewState.Step.READING -> R.string.working_reading
        ReviewState.Step.CLEANING -> R.string.working_cleaning
        else -> R.string.working_checking
    }

    private fun counted(report: Report): String {
        val findings = report.caption?.findings?.size ?: 0
        val hidden = report.photos.sumOf { photo -> photo.metadata.count { !it.kept } }
        return listOfNotNull(
            resources.getQuantityString(R.plurals.found_in_caption, findings, findings).takeIf { findings > 0 },
            resources.getQuantityString(R.plurals.found_hidden, hidden, hidden).takeIf { hidden > 0 },
        ).joinToString("\n").ifEmpty {
            if (report.verdict == Verdict.UNCHECKED) resources.getString(R.string.verdict_rest) else ""
        }
    }
}
