package app.curtain.share

/** Something shared that was not taken in, and so is not sent on. [item] is its place in the share, from 1. */
data class Problem(val kind: Kind, val item: Int, val detail: String = "") {
    enum class Kind { UNREADABLE, TOO_LARGE, TOO_MANY, NOT_A_PHOTO, REFUSED, NO_ROOM }
}
