package app.curtain.review

import app.curtain.core.CheckException

/** The core's stable codes, for errors that arrive as exceptions. */
object ErrorCode {
    fun of(error: Throwable): String = when (error) {
        is CheckException.UnsupportedFormat -> "unsupported-format"
        is CheckException.Malformed -> "malformed"
        is CheckException.LimitExceeded -> "limit-exceeded"
        is CheckException.Io -> "io"
        is CheckException.VerificationFailed -> "verification-failed"
        is CheckException.NeedsPixels -> "needs-pixels"
        else -> "internal"
    }
}
