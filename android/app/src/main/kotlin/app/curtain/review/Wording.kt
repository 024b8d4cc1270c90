package app.curtain.review

import android.content.Context
import android.text.format.Formatter
import app.curtain.R
import app.curtain.core.Format
import app.curtain.core.KindSwitch
import app.curtain.core.Locale
import app.curtain.core.MetadataItem
import app.curtain.core.MetadataKind
import app.curtain.core.PhotoReport
import app.curtain.core.Pixels
import app.curtain.core.Region
import app.curtain.core.RegionKind
import app.curtain.core.Severity
import app.curtain.core.Unchecked
import app.curtain.core.Verdict
import app.curtain.share.Problem

/** Every word that is chosen by a value of the core. */
class Wording(private val context: Context) {
    fun verdict(verdict: Verdict): String = context.getString(
        when (verdict) {
            Verdict.BLOCK -> R.string.verdict_block
            Verdict.WARN -> R.string.verdict_warn
            Verdict.UNCHECKED -> R.string.verdict_unchecked
            Verdict.ADVISE -> R.string.verdict_advise
            Verdict.CLEAR -> R.string.verdict_clear
        },
    )

    fun severity(severity: Severity): String = context.getString(
        when (severity) {
            Severity.BLOCK -> R.string.severity_block
            Severity.WARN -> R.string.severity_warn
            Severity.ADVISE -> R.string.severity_advise
        },
    )

    fun kind(kind: MetadataKind): String = context.getString(
        when (kind) {
            MetadataKind.LOCATION -> R.string.kind_location
            MetadataKind.TIME -> R.string.kind_time
            MetadataKind.DEVICE -> R.string.kind_device
            MetadataKind.PERSON -> R.string.kind_person
            MetadataKind.SOFTWARE -> R.string.kind_software
            MetadataKind.HIDDEN_IMAGE -> R.string.kind_hidden_image
            MetadataKind.OTHER -> R.string.kind_other
        },
    )

    fun kindMeans(kind: MetadataKind): String = context.getString(
        when (kind) {
            MetadataKind.LOCATION -> R.string.kind_location_means
            MetadataKind.TIME -> R.string.kind_time_means
            MetadataKind.DEVICE -> R.string.kind_device_means
            MetadataKind.PERSON -> R.string.kind_person_means
            MetadataKind.SOFTWARE -> R.string.kind_software_means
            MetadataKind.HIDDEN_IMAGE -> R.string.kind_hidden_image_means
            MetadataKind.OTHER -> R.string.kind_other_means
        },
    )

    /** The first values of a kind, such as `51.5, -0.1 and 3 more`. */
    fun values(items: List<MetadataItem>): String {
        val values = items.map(::value).filter { it.isNotBlank() }.distinct()
        val between = if (items.first().kind == MetadataKind.LOCATION) ", " else " · "
        val first = values.take(SHOWN).joinToString(between)
        if (values.size <= SHOWN) return first
        return context.getString(R.string.photo_and_more, first, values.size - SHOWN)
    }

    /** As the file has it, but with dates as people write them: EXIF has `2026:03:14 09:26:53`. */
    fun value(item: MetadataItem): String =
        if (item.kind == MetadataKind.TIME) item.value.replace(EXIF_DAY, "$1-$2-$3") else item.value

    fun photoFacts(photo: PhotoReport): String {
        val format = if (photo.format == Format.UNKNOWN) "?" else photo.format.name
        if (photo.width == 0u) return format
        return context.getString(R.string.photo_facts, format, photo.width.toInt(), photo.height.toInt())
    }

    fun unchecked(parts: List<Unchecked>): String {
        val named = parts.map { part ->
            when (part.what) {
                "faces" -> context.getString(R.string.unchecked_faces)
                "screens", "screen" -> context.getString(R.string.unchecked_screens)
                "whiteboard" -> context.getString(R.string.unchecked_boards)
                "document" -> context.getString(R.string.unchecked_papers)
                "badges" -> context.getString(R.string.unchecked_badges)
                "wristbands" -> context.getString(R.string.unchecked_wristbands)
                "text" -> context.getString(R.string.unchecked_text)
                "codes" -> context.getString(R.string.unchecked_codes)
                "metadata" -> context.getString(R.string.unchecked_metadata)
                "photo" -> context.getString(R.string.unchecked_photo)
                else -> part.what
            }
        }
        val comma = context.getString(R.string.list_comma)
        return context.getString(R.string.unchecked, named.distinct().joinToString(comma))
    }

    /** What is not looked for in photos, if anything. */
    fun switched(kinds: List<KindSwitch>): String {
        val off = kinds.filterNot { it.on }.map { kinds(it.kind) }
        if (off.isEmpty()) return context.getString(R.string.kinds_all)
        return context.getString(R.string.kinds_off, off.joinToString(context.getString(R.string.list_comma)))
    }

    fun kinds(kind: RegionKind): String = context.getString(
        when (kind) {
            RegionKind.FACE -> R.string.kinds_face
            RegionKind.SCREEN -> R.string.kinds_screen
            RegionKind.WHITEBOARD -> R.string.kinds_whiteboard
            RegionKind.DOCUMENT -> R.string.kinds_document
            RegionKind.BADGE -> R.string.kinds_badge
            RegionKind.WRISTBAND -> R.string.kinds_wristband
            RegionKind.BARCODE -> R.string.kinds_barcode
            RegionKind.TEXT -> R.string.kinds_text
            RegionKind.OTHER -> R.string.region_other
        },
    )

    /** A box by number, kind and place, such as `2 · Face, top left`. */
    fun region(number: Int, region: Region, photo: PhotoReport): String =
        context.getString(R.string.cover_box, number, context.getString(region.kind.words), place(region, photo))

    private fun place(region: Region, photo: PhotoReport): String {
        fun third(at: UInt, size: UInt, whole: UInt): Int {
            val middle = at.toLong() + size.toLong() / 2
            return (middle * THIRDS / whole.toLong().coerceAtLeast(1)).toInt().coerceIn(0, THIRDS - 1)
        }
        val row = third(region.y, region.height, photo.height)
        return context.getString(PLACES[row * THIRDS + third(region.x, region.width, photo.width)])
    }

    private val RegionKind.words: Int
        get() = when (this) {
            RegionKind.FACE -> R.string.region_face
            RegionKind.SCREEN -> R.string.region_screen
            RegionKind.WHITEBOARD -> R.string.region_whiteboard
            RegionKind.DOCUMENT -> R.string.region_document
            RegionKind.BADGE -> R.string.region_badge
            RegionKind.WRISTBAND -> R.string.region_wristband
            RegionKind.BARCODE -> R.string.region_barcode
            RegionKind.TEXT -> R.string.region_text
            RegionKind.OTHER -> R.string.region_other
        }

    fun problem(problem: Problem): String = when (problem.kind) {
        Problem.Kind.UNREADABLE -> context.getString(R.string.problem_unreadable, problem.item)
        Problem.Kind.TOO_LARGE -> context.getString(R.string.problem_too_large, problem.item, problem.detail.toInt())
        Problem.Kind.TOO_MANY -> context.getString(R.string.problem_too_many, problem.item, problem.detail.toInt())
        Problem.Kind.NOT_A_PHOTO -> context.getString(R.string.problem_not_a_photo, problem.item, problem.detail)
        Problem.Kind.REFUSED -> context.getString(R.string.problem_refused, problem.item)
        Problem.Kind.NO_ROOM -> context.getString(R.string.problem_no_room, problem.item)
    }

    /** `code` is one of the core's stable error codes. */
    fun error(code: String): String = context.getString(
        when (code) {
            "unsupported-format", "needs-pixels" -> R.string.error_unsupported_format
            "malformed" -> R.string.error_malformed
            "limit-exceeded" -> R.string.error_limit_exceeded
            "io" -> R.string.error_io
            "verification-failed" -> R.string.error_verification_failed
            else -> R.string.error_internal
        },
    )

    fun pixels(pixels: Pixels): String = context.getString(
        when (pixels) {
            Pixels.IDENTICAL -> R.string.proof_pixels_identical
            Pixels.IDENTICAL_OUTSIDE_REGIONS -> R.string.proof_pixels_outside
            Pixels.RE_ENCODED -> R.string.proof_pixels_encoded
        },
    )

    fun size(bytes: ULong): String = Formatter.formatFileSize(context, bytes.toLong())

    companion object {
        private const val SHOWN = 2
        private const val THIRDS = 3

        /** Row by row. */
        private val PLACES = listOf(
            R.string.at_top_left, R.string.at_top, R.string.at_top_right,
            R.string.at_left, R.string.at_middle, R.string.at_right,
            R.string.at_bottom_left, R.string.at_bottom, R.string.at_bottom_right,
        )
        private val EXIF_DAY = Regex("""^(\d{4}):(\d{2}):(\d{2})""")

        /** The core's language for the language that the screen speaks. */
        fun locale(context: Context): Locale {
            val locale = context.resources.configuration.locales[0]
            return when {
                locale.language != "zh" -> Locale.EN
                locale.script == "Hant" -> Locale.ZH_HANT
                locale.script == "Hans" -> Locale.ZH_HANS
                locale.country in setOf("TW", "HK", "MO") -> Locale.ZH_HANT
                else -> Locale.ZH_HANS
            }
        }
    }
}
