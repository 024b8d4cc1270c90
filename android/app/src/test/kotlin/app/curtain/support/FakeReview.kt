package app.curtain.support

import app.curtain.core.ApplyReport
import app.curtain.core.CaptionReport
import app.curtain.core.CheckException
import app.curtain.core.CleanReport
import app.curtain.core.CoverRegion
import app.curtain.core.Edit
import app.curtain.core.Finding
import app.curtain.core.Format
import app.curtain.core.Language
import app.curtain.core.MetadataItem
import app.curtain.core.MetadataKind
import app.curtain.core.PhotoRegions
import app.curtain.core.PhotoReport
import app.curtain.core.Pixels
import app.curtain.core.Region
import app.curtain.core.RegionKind
import app.curtain.core.Report
import app.curtain.core.ReviewInterface
import app.curtain.core.ReviewSnapshot
import app.curtain.core.Severity
import app.curtain.core.SkippedPhoto
import app.curtain.core.TextSpan
import app.curtain.core.Unchecked
import app.curtain.core.Verdict
import java.io.File
import java.nio.ByteBuffer
import java.util.concurrent.CountDownLatch

/** A review that answers as it is told, for states that are hard to bring about in the real core. */
class FakeReview(
    private val rules: List<Rule> = emptyList(),
    private val metadata: List<MetadataItem> = HIDDEN,
    /** Photos, by place, that can't be cleaned, with the code of the error. */
    private val broken: Map<Int, String> = emptyMap(),
    /** Holds back each check until it is let go. */
    private val gate: CountDownLatch? = null,
    private val failure: CheckException? = null,
    /** A caption that can't be checked. */
    private val refused: String? = null,
    /** What each photo is seen to show; a face is found until it is covered. */
    private val seen: List<Region> = emptyList(),
) : ReviewInterface,
    AutoCloseable {
    /** Finds `text` wherever it stands in the caption. */
    data class Rule(
        val text: String,
        val severity: Severity,
        val message: String,
        val authority: String? = null,
        val label: String? = null,
        val replacement: String = "",
        /** Raised by the learned reader, so that it can be called not relevant. */
        val learned: Boolean = false,
    )

    val photos = mutableListOf<String>()
    private val captions = mutableListOf<String>()
    private val muted = mutableSetOf<String>()
    private val boxes = mutableMapOf<UInt, MutableList<CoverRegion>>()

    @Volatile var closed = false

    @Volatile var discarded = false

    override fun setCaption(caption: String?) {
        captions.clear()
        caption?.let(captions::add)
    }

    override fun addPhoto(path: String): UInt {
        photos += path
        val place = (photos.size - 1).toUInt()
        boxes[place] = seen.mapIndexed { id, region -> CoverRegion(id.toUInt(), region, false) }.toMutableList()
        return place
    }

    override fun inspect(): ReviewSnapshot {
        gate?.await()
        failure?.let { throw it }
        if (refused != null && captions.lastOrNull() == refused) throw CheckException.LimitExceeded("caption", 10u)
        val caption = captions.lastOrNull()?.let(::checked)
        val photos = photos.mapIndexed(::photo)
        val severities = (caption?.findings.orEmpty() + photos.flatMap { it.findings }).map { it.severity } +
            if (photos.any { it.metadata.isNotEmpty() }) listOf(Severity.WARN) else emptyList()
        val verdict = when (severities.maxOrNull()) {
            Severity.BLOCK -> Verdict.BLOCK
            Severity.WARN -> Verdict.WARN
            Severity.ADVISE -> if (photos.isEmpty()) Verdict.ADVISE else Verdict.UNCHECKED
            null -> if (photos.isEmpty()) Verdict.CLEAR else Verdict.UNCHECKED
        }
        val regions = boxes.map { (photo, boxes) -> PhotoRegions(photo, boxes.toList()) }
        val report = Report(verdict, caption, photos)
        return ReviewSnapshot(captions.lastOrNull(), report, captions.size > 1, regions = regions)
    }

    override fun takeEdit(finding: UInt, edit: UInt): ReviewSnapshot {
        val change = checked(captions.last()).findings[finding.toInt()].edits[edit.toInt()]
        return editCaption(apply(captions.last(), change))
    }

    override fun takeSuggestion(): ReviewSnapshot = editCaption(checked(captions.last()).suggestion!!)

    override fun editCaption(caption: String): ReviewSnapshot {
        captions += caption
        return inspect()
    }

    override fun notRelevant(finding: UInt): ReviewSnapshot {
        muted += checked(captions.last()).findings[finding.toInt()].span!!.text
        return inspect()
    }

    override fun undo(): ReviewSnapshot {
        if (captions.size > 1) captions.removeAt(captions.size - 1)
        return inspect()
    }

    override fun redo(): ReviewSnapshot = inspect()

    override fun addRegion(photo: UInt, region: Region): ReviewSnapshot {
        boxes.getValue(photo).run { add(CoverRegion(DRAWN + size.toUInt(), region, true)) }
        return inspect()
    }

    override fun removeRegion(photo: UInt, region: UInt): ReviewSnapshot {
        boxes.getValue(photo).removeAll { it.id == region }
        return inspect()
    }

    override fun setCovered(photo: UInt, region: UInt, covered: Boolean): ReviewSnapshot {
        boxes.getValue(photo).replaceAll { if (it.id == region) it.copy(covered = covered) else it }
        return inspect()
    }

    /** Previews are looked at by the core; the fake has nothing to look with. */
    override fun scanPreview(photo: UInt, rgba: ByteBuffer, width: UInt, height: UInt) = Unit

    override fun applyPixels(
        photo: UInt,
        rgba: ByteBuffer,
        width: UInt,
        height: UInt,
        stride: UInt,
        folder: String,
    ): CleanReport = throw CheckException.InvalidState("a fake draws nothing")

    override fun apply(folder: String): ApplyReport {
        val (bad, good) = photos.withIndex().partition { it.index in broken }
        return ApplyReport(
            caption = captions.lastOrNull(),
            cleaned = good.map { (place, path) ->
                val out = File(folder, "photo-${place + 1}.jpg").apply { writeBytes(File(path).readBytes()) }
                CleanReport(path, out.path, metadata, emptyList(), 3_412_204u, 3_398_671u, Pixels.IDENTICAL, true)
            },
            skipped = bad.map { SkippedPhoto(it.index.toUInt(), broken.getValue(it.index), "not shown") },
        )
    }

    override fun discard() {
        discarded = true
    }

    override fun close() {
        closed = true
    }

    private fun checked(caption: String): CaptionReport {
        val findings = rules.filterNot { it.text in muted }.mapNotNull { rule ->
            val at = caption.indexOf(rule.text).takeIf { it >= 0 } ?: return@mapNotNull null
            val span = TextSpan(at.toUInt(), (at + rule.text.length).toUInt(), rule.text)
            Finding(
                rule = "fake.rule", category = "fake", severity = rule.severity, confidence = 0.9f, span = span,
                region = null, metadata = emptyList(), message = rule.message,
                authority = listOfNotNull(
                    rule.authority,
                ),
                edits = listOfNotNull(rule.label?.let { Edit(it, span, rule.replacement) }),
                learned = rule.learned,
            )
        }
        val suggestion = findings.flatMap { it.edits }.sortedByDescending { it.span.start }.takeIf { it.isNotEmpty() }
            ?.fold(caption, ::apply)
        return CaptionReport(Language.EN, findings, null, suggestion)
    }

    private fun apply(caption: String, edit: Edit): String =
        caption.replaceRange(edit.span.start.toInt(), edit.span.end.toInt(), edit.replacement)

    private fun photo(place: Int, path: String): PhotoReport {
        val code = broken[place]
        return PhotoReport(
            path = path,
            format = if (code == null) Format.JPEG else Format.HEIC,
            width = if (code == null) 4032u else 0u,
            height = if (code == null) 3024u else 0u,
            orientation = 1u,
            findings = boxes.getValue(place.toUInt()).filter { it.region.kind == RegionKind.FACE && !it.covered }
                .map { face(it.region) }.take(1),
            metadata = if (code == null) metadata else emptyList(),
            regions = seen,
            unchecked = if (code == null) NOT_LOOKED_AT else listOf(Unchecked("photo", code)),
        )
    }

    private fun face(region: Region) = Finding(
        rule = "image.patient-visible", category = "image", severity = Severity.BLOCK, confidence = 0.9f, span = null,
        region = region, metadata = emptyList(), message = FACE, authority = emptyList(), edits = emptyList(),
    )

    companion object {
        const val FACE = "A face can be seen."
        private const val DRAWN = 65_536u
        val NOT_LOOKED_AT = listOf("faces", "screens", "text", "codes").map { Unchecked(it, "no-detector") }
        val HIDDEN = listOf(
            MetadataItem("gps", "GPSLatitude", MetadataKind.LOCATION, "53.8034, -1.5565"),
            MetadataItem("gps", "GPSAltitude", MetadataKind.LOCATION, "62 m"),
            MetadataItem("gps", "GPSImgDirection", MetadataKind.LOCATION, "214°"),
            MetadataItem("exif", "DateTimeOriginal", MetadataKind.TIME, "2025:11:03 02:14:09"),
            MetadataItem("exif", "Model", MetadataKind.DEVICE, "Examplecam X100 Test"),
            MetadataItem("exif", "BodySerialNumber", MetadataKind.DEVICE, "004512877"),
            MetadataItem("exif", "CameraOwnerName", MetadataKind.PERSON, "Testowner Made-Up"),
            MetadataItem("exif", "Software", MetadataKind.SOFTWARE, "PhotoTool 4.2"),
            MetadataItem("thumbnail", "JPEGThumbnail", MetadataKind.HIDDEN_IMAGE, "160 × 120, 9 KB"),
        )
    }
}
