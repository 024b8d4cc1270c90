package app.curtain.review

import app.curtain.CurtainApp
import app.curtain.core.ApplyReport
import app.curtain.core.CheckException
import app.curtain.core.CoverRegion
import app.curtain.core.Locale
import app.curtain.core.Region
import app.curtain.core.ReviewInterface
import app.curtain.core.ReviewSnapshot
import app.curtain.review.ReviewState.Step
import app.curtain.send.CleanFiles
import app.curtain.share.Intake
import app.curtain.share.SharedIntent
import app.curtain.share.Taken
import java.io.File

/** Holds one share from its arrival to its end. Survives rotation; leaves nothing behind. */
class ReviewModel(private val app: CurtainApp, private val locale: Locale) {
    private val worker = Worker()
    private val folder = app.folders.create()
    private var review: ReviewInterface? = null // Only on the worker's thread.
    private var rounds = 0
    private var toSend: ApplyReport? = null

    /** Hears of every change, and at once of the state as it is. */
    var listener: ((ReviewState) -> Unit)? = null
        set(value) {
            field = value
            value?.invoke(state)
        }

    var state = ReviewState()
        private set(value) {
            field = value
            listener?.invoke(value)
        }

    fun start(shared: SharedIntent) = worker.run(
        work = { Intake(app, folder, cancelled = { worker.cancelled }).take(shared) },
        done = { result -> result.onSuccess(::check).onFailure(::failed) },
    )

    private fun check(taken: Taken) {
        state = state.copy(step = Step.CHECKING, problems = taken.problems, redrawn = taken.redrawn)
        worker.run(
            work = {
                val review = app.openReview(locale).also { review = it }
                review.setCaption(taken.caption)
                taken.photos.forEach { review.addPhoto(it.path) }
                val snapshot = review.inspect()
                snapshot to snapshot.report.photos.map { Thumbnail.of(File(it.path), it.orientation.toInt()) }
            },
            done = { result ->
                result.onSuccess { (snapshot, thumbnails) ->
                    state = state.copy(step = Step.READY, snapshot = snapshot, thumbnails = thumbnails)
                }.onFailure(::failed)
            },
        )
    }

    fun takeEdit(finding: Int, edit: Int) = recheck { it.takeEdit(finding.toUInt(), edit.toUInt()) }

    /** Takes the user's word that a learned finding is not relevant; remembered on this phone. */
    fun notRelevant(finding: Int) = recheck { it.notRelevant(finding.toUInt()) }

    fun takeSuggestion() = recheck { it.takeSuggestion() }

    fun undo() = recheck { it.undo() }

    /** Covers regions of a photo (counted from 0), or leaves them to be seen. */
    fun setCovered(photo: Int, regions: List<CoverRegion>, covered: Boolean) {
        if (regions.isEmpty() || state.busy) return
        recheck { review -> regions.map { review.setCovered(photo.toUInt(), it.id, covered) }.last() }
    }

    fun addRegion(photo: Int, region: Region) {
        if (!state.busy) recheck { it.addRegion(photo.toUInt(), region) }
    }

    fun removeRegion(photo: Int, region: CoverRegion) {
        if (!state.busy) recheck { it.removeRegion(photo.toUInt(), region.id) }
    }

    /** Puts the user's own words in place; `again` checks them even when they are the same. */
    fun editCaption(caption: String, again: Boolean = false) {
        if (again || caption != state.snapshot?.caption.orEmpty()) recheck { it.editCaption(caption) }
    }

    /** Cleans every photo; `reason` is what the user typed to share in spite of a block. */
    fun clean(reason: String? = null) {
        val checked = state.snapshot
        if (state.busy || state.error != null || checked == null) return
        val out = File(folder, "out-${++rounds}")
        state = state.copy(step = Step.CLEANING, error = null)
        worker.run(
            work = {
                check(out.mkdirs())
                // What leaves is what was checked and shown, to the letter.
                val applied = requireReview().apply(out.path)
                check(applied.caption.orEmpty() == checked.caption.orEmpty())
                Redrawn(requireReview(), checked.report.photos, out).complete(applied)
            },
            done = { result ->
                result.onSuccess {
                    toSend = it
                    state = state.copy(step = Step.CLEANED, applied = it, reason = reason)
                }.onFailure(::failed)
            },
        )
    }

    /** Whether `report` still waits to be sent; asking takes it, so that a rotation does not send twice. */
    fun takeToSend(report: ApplyReport): Boolean {
        val waits = report === toSend
        toSend = null
        return waits
    }

    /** Ends the review: forgets the content, deletes the copies, takes back what was let out. */
    fun end() {
        listener = null
        CleanFiles.withdraw(folder)
        state = ReviewState()
        worker.end {
            runCatching { review?.discard() }
            (review as? AutoCloseable)?.close()
            review = null
            app.folders.delete(folder)
        }
    }

    private fun recheck(change: (ReviewInterface) -> ReviewSnapshot) {
        state = state.copy(step = Step.CHECKING, error = null, applied = null, reason = null)
        worker.run(
            work = { change(requireReview()) },
            done = { result ->
                result.onSuccess { state = state.copy(step = Step.READY, snapshot = it) }.onFailure(::failed)
            },
        )
    }

    private fun requireReview(): ReviewInterface = review ?: throw CheckException.InvalidState("start")

    private fun failed(error: Throwable) {
        state = state.copy(step = Step.READY, error = ErrorCode.of(error))
    }
}
