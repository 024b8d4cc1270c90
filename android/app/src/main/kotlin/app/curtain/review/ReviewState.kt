package app.curtain.review

import android.graphics.Bitmap
import app.curtain.core.ApplyReport
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

    val nothingArrived: Boolean
        get() = step == Step.READY && report?.let { it.caption == null && it.photos.isEmpty() } == true

    /** A block that cleaning does not cure: in the caption, or in what a photo shows. */
    val blocked: Boolean
        get() = report?.run { caption?.findings.orEmpty() + photos.flatMap { it.findings }.filter { it.metadata.isEmpty() } }
            ?.any { it.severity == Severity.BLOCK } ?: false
}
