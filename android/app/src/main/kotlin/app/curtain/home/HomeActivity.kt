package app.curtain.home

import android.app.Activity
import android.app.AlertDialog
import android.content.ActivityNotFoundException
import android.content.ClipboardManager
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.view.View
import android.view.WindowManager
import android.widget.EditText
import android.widget.TextView
import android.widget.Toast
import app.curtain.CurtainApp
import app.curtain.R
import app.curtain.core.CheckException
import app.curtain.core.KindSwitch
import app.curtain.core.RegionKind
import app.curtain.review.ReviewActivity
import app.curtain.review.Wording
import app.curtain.review.Worker
import app.curtain.review.padForBars
import app.curtain.review.view
import app.curtain.review.visible

/** Says how Curtain is used, and starts a check without another app. */
class HomeActivity : Activity() {
    private lateinit var text: EditText
    private val worker = Worker()
    private val wording = Wording(this)
    private val workplace get() = (application as CurtainApp).workplace

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        setContentView(R.layout.home)
        view<View>(R.id.root).padForBars()
        text = view(R.id.text)
        view<View>(R.id.paste).setOnClickListener { paste() }
        view<View>(R.id.check).setOnClickListener { check(emptyList()) }
        view<View>(R.id.pick).setOnClickListener { pick() }
        view<View>(R.id.workplace).setOnClickListener { chooseWorkplace() }
        view<View>(R.id.kinds_card).setOnClickListener { chooseKinds() }
        view<View>(R.id.forget).setOnClickListener { forget() }
        showWorkplace()
    }

    override fun onDestroy() {
        super.onDestroy()
        worker.end {}
    }

    override fun onStart() {
        super.onStart()
        view<View>(R.id.forget).visible = (application as CurtainApp).remembersNotRelevant
        readKinds { }
    }

    /** Off the main thread: the core may still be opening. */
    private fun readKinds(then: (List<KindSwitch>) -> Unit) {
        val app = application as CurtainApp
        worker.run({ app.photoKinds(Wording.locale(this)) }) { result ->
            result.onSuccess {
                view<TextView>(R.id.kinds_state).text = wording.switched(it)
                then(it)
            }.onFailure { Toast.makeText(this, R.string.error_io, Toast.LENGTH_LONG).show() }
        }
    }

    private fun chooseKinds() = readKinds { kinds -> KindsDialog(this, wording).show(kinds, ::setKind) }

    private fun setKind(kind: RegionKind, on: Boolean): Boolean {
        val kept = runCatching { (application as CurtainApp).setPhotoKind(Wording.locale(this), kind, on) }.isSuccess
        if (!kept) Toast.makeText(this, R.string.error_io, Toast.LENGTH_LONG).show()
        readKinds { }
        return kept
    }

    private fun forget() {
        val app = application as CurtainApp
        try {
            app.forgetNotRelevant(Wording.locale(this))
        } catch (_: CheckException) {
            Toast.makeText(this, R.string.error_io, Toast.LENGTH_LONG).show()
        }
        view<View>(R.id.forget).visible = app.remembersNotRelevant
    }

    private fun showWorkplace() {
        view<TextView>(R.id.workplace_name).text = workplace.name(workplace.value)
    }

    private fun chooseWorkplace() {
        val choices = workplace.choices
        AlertDialog.Builder(this)
            .setTitle(R.string.workplace_title)
            .setSingleChoiceItems(
                choices.map(workplace::name).toTypedArray(),
                choices.indexOf(workplace.value),
            ) { dialog, which ->
                workplace.value = choices[which]
                showWorkplace()
                dialog.dismiss()
            }
            .setNegativeButton(R.string.cancel, null)
            .show()
    }

    private fun paste() {
        val clip = getSystemService(ClipboardManager::class.java)?.primaryClip ?: return
        if (clip.itemCount > 0) clip.getItemAt(0).coerceToText(this)?.let(text.text::append)
    }

    private fun pick() {
        try {
            startActivityForResult(PhotoPicker.intent(), PICK)
        } catch (_: ActivityNotFoundException) {
            Toast.makeText(this, R.string.home_no_picker, Toast.LENGTH_LONG).show()
        }
    }

    @Deprecated("The framework's own way to hear of a result; its replacement is not in the framework")
    override fun onActivityResult(requestCode: Int, resultCode: Int, data: Intent?) {
        if (requestCode == PICK && resultCode == RESULT_OK && data != null) check(PhotoPicker.picked(data))
    }

    private fun check(photos: List<Uri>) {
        val caption = text.text.toString().takeIf { it.isNotBlank() }
        if (photos.isEmpty() && caption == null) {
            text.requestFocus()
            return
        }
        val review = Intent(Intent.ACTION_SEND_MULTIPLE).setClass(this, ReviewActivity::class.java)
        caption?.let { review.putExtra(Intent.EXTRA_TEXT, it) }
        review.putParcelableArrayListExtra(Intent.EXTRA_STREAM, ArrayList(photos))
        startActivity(review)
        text.text.clear()
    }

    private companion object {
        const val PICK = 1
    }
}
