package app.curtain.review

import android.app.Activity
import android.app.AlertDialog
import android.content.ActivityNotFoundException
import android.content.Intent
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.view.WindowManager
import android.widget.ScrollView
import android.widget.TextView
import android.widget.Toast
import app.curtain.CurtainApp
import app.curtain.R
import app.curtain.core.CoverRegion
import app.curtain.core.Region
import app.curtain.send.Sender
import app.curtain.share.SharedIntent
import app.curtain.tidy.PrivateFolders
import app.curtain.tidy.SweepJob

/** Shows what a share gives away, lets it be fixed, and sends on the clean copy. */
class ReviewActivity :
    Activity(),
    BottomBar.Actions,
    CoverCard.Actions {
    private lateinit var model: ReviewModel
    private lateinit var verdict: VerdictCard
    private lateinit var proof: ProofCard
    private lateinit var caption: CaptionCard
    private lateinit var findings: FindingCards
    private lateinit var photos: PhotoCards
    private lateinit var bar: BottomBar
    private lateinit var wording: Wording
    private lateinit var dialogs: Dialogs
    private var dialog: AlertDialog? = null
    private val later = Handler(Looper.getMainLooper())
    private val expire = Runnable { finish() }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        setContentView(R.layout.review)
        view<View>(R.id.root).padForBars(foot = view(R.id.bar))
        view<View>(R.id.close).setOnClickListener { leave() }
        wording = Wording(this)
        dialogs = Dialogs(this, wording)
        val kept = lastNonConfigurationInstance as ReviewModel?
        model = kept ?: ReviewModel(application as CurtainApp, Wording.locale(this))
        verdict = VerdictCard(this, wording)
        proof = ProofCard(this, wording)
        caption = CaptionCard(this, model)
        findings = FindingCards(view(R.id.findings), wording).apply { onNotRelevant = ::notRelevant }
        photos = PhotoCards(view(R.id.photos), wording, this)
        val shared = SharedIntent.read(intent)
        bar = BottomBar(this, shared.replaceable, this)
        if (kept == null) {
            SweepJob.schedule(this)
            model.start(shared)
        }
        model.listener = ::show
    }

    override fun onStart() {
        super.onStart()
        later.removeCallbacks(expire)
    }

    override fun onStop() {
        super.onStop()
        // Out of sight for long: the copies go, and the screen with them.
        later.postDelayed(expire, PrivateFolders.MAX_AGE_MS)
    }

    @Deprecated("The framework's own way to keep an object over a rotation; its replacement is not in the framework")
    override fun onRetainNonConfigurationInstance(): Any = model

    @Deprecated("The framework's own way to hear of it; its replacement needs Android 13")
    override fun onBackPressed() = leave()

    /** Asks first when the user's own edits would be lost. */
    private fun leave() {
        val edited = model.state.snapshot?.canUndo == true && model.state.applied == null
        if (edited) dialog = dialogs.leave(::finish) else finish()
    }

    override fun onDestroy() {
        super.onDestroy()
        later.removeCallbacks(expire)
        caption.stop()
        dialog?.dismiss()
        model.listener = null
        if (!isChangingConfigurations) model.end()
    }

    private fun show(state: ReviewState) {
        val report = state.report
        verdict.show(state)
        proof.show(state)
        caption.show(state)
        problems(state)
        val checked = report?.caption
        findings.show(checked?.findings.orEmpty(), checked?.mosaic, enabled = !state.busy, onEdit = ::takeEdit)
        photos.show(state)
        view<View>(R.id.findings_title).visible = view<ViewGroup>(R.id.findings).childCount > 0
        view<View>(R.id.photos_title).visible = report?.photos?.isNotEmpty() == true
        val arrived = report != null && !state.nothingArrived
        view<View>(R.id.caption_title).visible = arrived
        view<View>(R.id.caption_card).visible = arrived
        bar.show(state)
        sendWhenCleaned(state)
    }

    private fun problems(state: ReviewState) {
        view<View>(R.id.problems).visible = state.problems.isNotEmpty()
        val text = state.problems.joinToString("\n") { wording.problem(it) }
        view<TextView>(R.id.problem_list).run { if (this.text.toString() != text) this.text = text }
    }

    private fun takeEdit(finding: Int, edit: Int) {
        // An edit belongs to the caption it was found in; text typed since is checked first.
        if (!caption.flush()) model.takeEdit(finding, edit)
    }

    private fun notRelevant(finding: Int) {
        if (!caption.flush()) model.notRelevant(finding)
    }

    override fun setCovered(photo: Int, regions: List<CoverRegion>, covered: Boolean) {
        if (!caption.flush()) model.setCovered(photo, regions, covered)
    }

    override fun addRegion(photo: Int, region: Region) {
        if (!caption.flush()) model.addRegion(photo, region)
    }

    override fun removeRegion(photo: Int, region: CoverRegion) {
        if (!caption.flush()) model.removeRegion(photo, region)
    }

    override fun checkAgain() = model.editCaption(caption.text, again = true)

    override fun cleanAndShare() {
        if (!caption.flush()) model.clean()
    }

    override fun shareAnyway() {
        if (caption.flush()) return
        dialog = dialogs.reason { reason -> model.clean(reason) }
    }

    override fun shareAgain() = send()

    override fun putBack() {
        if (caption.flush()) return
        setResult(RESULT_OK, Intent().putExtra(Intent.EXTRA_PROCESS_TEXT, model.state.snapshot?.caption.orEmpty()))
        finish()
    }

    override fun done() = finish()

    private fun sendWhenCleaned(state: ReviewState) {
        val applied = state.applied?.takeIf { model.takeToSend(it) } ?: return
        view<ScrollView>(R.id.scroll).scrollTo(0, 0)
        val anything = applied.cleaned.isNotEmpty() || !applied.caption.isNullOrBlank()
        when {
            applied.skipped.isEmpty() -> send()
            anything -> dialog = dialogs.skipped(applied.skipped, ::send)
            else -> dialog = dialogs.skipped(applied.skipped, null)
        }
    }

    private fun send() {
        val chooser = model.state.applied?.let { Sender(this).chooser(it) } ?: return
        try {
            startActivity(chooser)
        } catch (_: ActivityNotFoundException) {
            Toast.makeText(this, R.string.no_app, Toast.LENGTH_LONG).show()
        }
    }
}
