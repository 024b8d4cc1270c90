package app.curtain.review

import android.graphics.Bitmap
import app.curtain.core.ApplyReport
import app.curtain.core.CoverRegion
import app.curtain.core.Report
import app.curtain.core.ReviewSnapshot
import app.curtain.core.Severity
import app.curtain.share.Problem

/** Everything the screen shows. A new value for each change; kept in memory only. */
data class ReviewState(
    val step: Step = Step.READING,
    val snapshot: ReviewSnapshot? = null,
    val thumbnails: List<Bitmap?> = emptyList(),
    val problems: List<Problem> = emptyList(),
    /** The places of photos that the phone drew anew before they were checked. */
    val redrawn: Set<Int> = emptySet(),
    /** The stable code of the error that stopped the last step. */
    val error: String? = null,
    /** What was cleaned for the caption as it stands. */
    val applied: ApplyReport? = null,
    /** Why a share is sent in spite of a block; never stored. */
    val reason: String? = null,
) {
    enum class Step { READING, CHECKING, READY, CLEANING, CLEANED }

    val busy: Boolean get() = step != Step.READY && step != Step.CLEANED

    val report: Report? get() = snapshot?.report

    /** What can be covered in a photo, and what will be. */
    fun regions(photo: Int): List<CoverRegion> =
        snapshot?.regions?.firstOrNull { it.photo.toInt() == photo }?.regions.orEmpty()

    val nothingArrived: Boolean
        get() = step == Step.READY && report?.let { it.caption == null && it.photos.isEmpty() } == true

    /** A block that cleaning does not cure: in the caption, or in what a photo shows. */
    val blocked: Boolean
        get() = report?.run {
            val shown = photos.flatMap { it.findings }.filter { it.metadata.isEmpty() }
            (caption?.findings.orEmpty() + shown).any { it.severity == Severity.BLOCK }
        } ?: false
}
