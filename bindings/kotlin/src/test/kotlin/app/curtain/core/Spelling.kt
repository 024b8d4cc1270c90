package app.curtain.core

/** Enum spellings as they stand in the core's JSON. */
internal object Spelling {
    /** `RE_ENCODED` is `re-encoded`; every enum but those below is spelt so. */
    fun of(value: Enum<*>): String = when (value) {
        is Locale, is Language -> value.name.lowercase().replace("zh_hant", "zh-Hant").replace("zh_hans", "zh-Hans")
        is Jurisdiction -> value.name
        else -> value.name.lowercase().replace('_', '-')
    }

    inline fun <reified E : Enum<E>> read(text: String): E =
        enumValues<E>().firstOrNull { of(it) == text } ?: error("no ${E::class.simpleName} is spelt $text")
}
