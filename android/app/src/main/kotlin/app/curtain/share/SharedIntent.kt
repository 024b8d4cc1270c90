package app.curtain.share

import android.content.Intent
import android.net.Uri

/**
 * What an intent brings, in the order given. [broken] counts the items that are there but can't be understood, so that
 * they can be told of instead of being dropped.
 */
data class SharedIntent(val texts: List<String>, val uris: List<Uri>, val broken: Int = 0) {
    companion object {
        /** Reads every shape in which apps share text and photos, each thing once. */
        fun read(intent: Intent): SharedIntent {
            val texts = mutableListOf<Any?>()
            val uris = mutableListOf<Any?>()
            var broken = 0
            // Another app's extras may hold classes that we do not have; reading them then throws.
            fun extra(key: String): List<Any?> = try {
                several(value(intent, key))
            } catch (_: RuntimeException) {
                broken++
                emptyList()
            }
            if (intent.action == Intent.ACTION_PROCESS_TEXT) {
                texts.addAll(extra(Intent.EXTRA_PROCESS_TEXT))
            } else {
                texts.addAll(extra(Intent.EXTRA_TEXT))
                uris.addAll(extra(Intent.EXTRA_STREAM))
                intent.clipData?.let { clip ->
                    for (index in 0 until clip.itemCount) {
                        val item = clip.getItemAt(index)
                        item.uri?.let(uris::add)
                        item.text?.let(texts::add)
                    }
                }
            }
            broken += (texts.filter { it !is CharSequence } + uris.filter { it !is Uri }).size
            return SharedIntent(
                texts = texts.filterIsInstance<CharSequence>().map { it.toString() }.filter { it.isNotBlank() }.distinct(),
                uris = uris.filterIsInstance<Uri>().distinct(),
                broken = broken,
            )
        }

        @Suppress("DEPRECATION") // The only reading that takes whichever type is there.
        private fun value(intent: Intent, key: String): Any? = intent.extras?.get(key)

        private fun several(value: Any?): List<Any?> = when (value) {
            null -> emptyList()
            is Iterable<*> -> value.toList()
            is Array<*> -> value.toList()
            else -> listOf(value)
        }
    }
}
