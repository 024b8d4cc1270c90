package app.curtain

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Element
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

/** The three languages say the same things. */
class StringsTest {
    private val resources = File(System.getProperty("curtain.resources"))
    private val traditional = "values-b+zh+Hant"
    private val simplified = "values-zh"

    private fun elements(folder: String): List<Element> {
        val document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(
            File(resources, "$folder/strings.xml"),
        )
        val nodes = document.documentElement.childNodes
        return (0 until nodes.length).mapNotNull { nodes.item(it) as? Element }
    }

    /** Name to text; a plural by its general form. */
    private fun strings(folder: String): Map<String, String> =
        elements(folder).filter { it.getAttribute("translatable") != "false" }.associate { element ->
            val items = element.getElementsByTagName("item")
            val other = (0 until items.length).map { items.item(it) as Element }.find {
                it.getAttribute("quantity") ==
                    "other"
            }
            element.getAttribute("name") to (other ?: element).textContent
        }

    private fun places(text: String): List<String> = Regex("""%(\d+\$)?[ds]""").findAll(text).map {
        it.value
    }.sorted().toList()

    @Test
    fun everyTextIsInEveryLanguage() {
        val english = strings("values").keys
        assertEquals(english, strings(traditional).keys)
        assertEquals(english, strings(simplified).keys)
    }

    @Test
    fun placeholdersAreTheSame() {
        val english = strings("values")
        for (folder in listOf(traditional, simplified)) {
            strings(folder).forEach { (name, text) ->
                assertEquals("$folder $name", places(english.getValue(name)), places(text))
            }
        }
    }

    @Test
    fun everyChineseTextIsChineseAndInItsOwnScript() {
        val same = setOf("list_comma", "finding_quote", "photo_facts", "cover_box")
        val english = strings("values")
        val onlySimplified = "检发请这样选择贴应点图码软设备从轻隐删写将开关机时"
        val onlyTraditional = "檢發請這樣選擇貼應點圖碼軟設備從輕隱刪寫將開關機時"
        for ((folder, wrong) in listOf(traditional to onlySimplified, simplified to onlyTraditional)) {
            val theirs = wrong.filter { it !in if (wrong == onlySimplified) onlyTraditional else onlySimplified }
            strings(folder).forEach { (name, text) ->
                if (name !in
                    same
                ) {
                    assertTrue("$folder $name is not Chinese", text.any { Character.isIdeographic(it.code) })
                }
                assertFalse("$folder $name: $text", text.any { it in theirs })
                assertTrue("$folder $name is left in English", name in same || text != english.getValue(name))
            }
        }
    }

    @Test
    fun regionsAreTheSameTexts() {
        for (region in listOf("TW", "HK", "MO")) {
            assertEquals(
                File(resources, "$traditional/strings.xml").readText(),
                File(resources, "values-zh-r$region/strings.xml").readText(),
            )
        }
    }

    @Test
    fun nothingIsEverCalledSafe() {
        val all = listOf("values", traditional, simplified).flatMap { strings(it).entries }
        val wrong = all.filter { (_, text) -> Regex("(?i)\\bsafe|安全").containsMatchIn(text) }
        assertEquals(emptyList<Any>(), wrong)
    }
}
