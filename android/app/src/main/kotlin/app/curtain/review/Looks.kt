package app.curtain.review

import app.curtain.R
import app.curtain.core.MetadataKind
import app.curtain.core.Severity
import app.curtain.core.Verdict

/** The shape and colours of a value. Each severity has a shape of its own: colour never says it alone. */
data class Look(val icon: Int, val color: Int, val soft: Int)

private val BLOCK = Look(R.drawable.severity_block, R.color.block, R.color.block_soft)
private val WARN = Look(R.drawable.severity_warn, R.color.warn, R.color.warn_soft)
private val ADVISE = Look(R.drawable.severity_advise, R.color.advise, R.color.advise_soft)
private val UNCHECKED = Look(R.drawable.severity_unchecked, R.color.unchecked, R.color.unchecked_soft)
private val CLEAR = Look(R.drawable.severity_clear, R.color.unchecked, R.color.unchecked_soft)

val Severity.look: Look
    get() = when (this) {
        Severity.BLOCK -> BLOCK
        Severity.WARN -> WARN
        Severity.ADVISE -> ADVISE
    }

val Verdict.look: Look
    get() = when (this) {
        Verdict.BLOCK -> BLOCK
        Verdict.WARN -> WARN
        Verdict.UNCHECKED -> UNCHECKED
        Verdict.ADVISE -> ADVISE
        Verdict.CLEAR -> CLEAR
    }

val MetadataKind.icon: Int
    get() = when (this) {
        MetadataKind.LOCATION -> R.drawable.kind_location
        MetadataKind.TIME -> R.drawable.kind_time
        MetadataKind.DEVICE -> R.drawable.kind_device
        MetadataKind.PERSON -> R.drawable.kind_person
        MetadataKind.SOFTWARE -> R.drawable.kind_software
        MetadataKind.HIDDEN_IMAGE -> R.drawable.kind_hidden_image
        MetadataKind.OTHER -> R.drawable.kind_other
    }
