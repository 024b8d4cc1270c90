package app.curtain.settings

import android.content.Context
import app.curtain.R
import app.curtain.core.Jurisdiction
import java.util.Locale

/** Where the user works: whose identifiers and rules apply. */
class Workplace(private val context: Context) {
    private val stored = context.getSharedPreferences("settings", Context.MODE_PRIVATE)

    /** `null` stands for anywhere: every identifier is looked for. */
    var value: Jurisdiction?
        get() = stored.getString(KEY, null)?.let { name -> Jurisdiction.entries.find { it.name == name } }
        set(value) = stored.edit().putString(KEY, value?.name).apply()

    /** What can be chosen, as the screen shows it. */
    val choices: List<Jurisdiction?> = listOf(null) + Jurisdiction.entries

    fun name(choice: Jurisdiction?): String {
        val language = context.resources.configuration.locales[0]
        return if (choice == null) {
            context.getString(R.string.workplace_any)
        } else {
            Locale.Builder().setRegion(region(choice)).build().getDisplayCountry(language)
        }
    }

    private fun region(choice: Jurisdiction): String = if (choice == Jurisdiction.UK) "GB" else choice.name

    private companion object {
        const val KEY = "workplace"
    }
}
