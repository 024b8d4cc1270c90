package app.curtain

import android.content.Intent
import android.os.Looper
import android.view.View
import android.widget.Button
import android.widget.CheckBox
import android.widget.ScrollView
import app.curtain.core.CheckException
import app.curtain.core.Region
import app.curtain.core.RegionKind
import app.curtain.core.RegionSource
import app.curtain.core.Severity
import app.curtain.home.HomeActivity
import app.curtain.review.ReviewActivity
import app.curtain.review.view
import app.curtain.review.visible
import app.curtain.support.FakeReview
import app.curtain.support.FakeReview.Rule
import app.curtain.support.Jpeg
import app.curtain.support.OtherApp
import app.curtain.support.Screen
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.shadows.ShadowDialog
import java.util.concurrent.CountDownLatch

/** Pictures of the screens for a person to look at, and checks of what a picture does not prove. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35], qualifiers = "w411dp-h891dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class ScreenshotTest {
    @Before
    fun install() = OtherApp.install()

    @Test
    fun home() = each("home", listOf("light", "dark", "zh-Hant", "zh-Hans", "large")) {
        val activity = Robolectric.buildActivity(HomeActivity::class.java).setup().get()
        Screen.decor(activity)
    }

    @Test
    fun blocked() = each("block", listOf("light", "dark", "zh-Hant", "zh-Hans", "large", "wide", "wide-large")) {
        words(it, FakeReview(rules(it)))
    }

    @Test
    fun blockedWholePage() = each("block-page", listOf("tall", "tall-dark", "tall-zh-Hant", "tall-large")) {
        words(it, FakeReview(rules(it)))
    }

    @Test
    fun clear() = each("clear", listOf("light", "dark", "zh-Hant", "large")) {
        review(FakeReview(), text = if (it == "zh-Hant") "今天夜班辛苦大家了。" else "Proud of the whole night team.")
    }

    @Test
    fun unchecked() = each("unchecked", listOf("light", "dark")) {
        review(FakeReview(metadata = emptyList()), text = "Sunrise from the car park.", photos = 1)
    }

    @Test
    fun covering() = each("cover", listOf("tall", "tall-dark", "tall-zh-Hant", "tall-large")) {
        fun box(kind: RegionKind, x: Int, y: Int) =
            Region(kind, x.toUInt(), y.toUInt(), 700u, 800u, 0.9f, RegionSource.CORE)
        val seen = listOf(box(RegionKind.FACE, 300, 900), box(RegionKind.SCREEN, 2600, 1300))
        val decor = review(FakeReview(seen = seen), text = "Proud of this team.", photos = 1)
        Screen.all(decor).filterIsInstance<CheckBox>().first().performClick()
        Screen.await("it covered") { Screen.all(decor).filterIsInstance<CheckBox>().first().isChecked }
        decor
    }

    @Test
    fun cannotBeCleaned() = each("cannot", listOf("light", "large")) {
        review(FakeReview(broken = mapOf(1 to "unsupported-format")), photos = 2)
    }

    @Test
    fun notEverythingArrived() = each("problems", listOf("light", "dark")) {
        review(FakeReview(), text = "Night shift", photos = 1, more = listOf(OtherApp.lost("gone", "image/jpeg")))
    }

    @Test
    fun cleaned() = each("proof", listOf("light", "dark", "zh-Hant", "large")) {
        val decor = review(FakeReview(broken = mapOf(2 to "malformed")), text = "Sunrise.", photos = 3)
        press(decor, R.id.primary)
        Screen.await("the proof") { decor.view<View>(R.id.proof).visible }
        ShadowDialog.getLatestDialog()?.dismiss()
        decor
    }

    @Test
    fun reason() = each("reason", listOf("light", "dark", "large")) {
        press(words(it, FakeReview(rules(it))), R.id.primary)
        ShadowDialog.getLatestDialog().window!!.decorView
    }

    @Test
    fun workplace() = each("workplace", listOf("light", "dark", "zh-Hant")) {
        val activity = Robolectric.buildActivity(HomeActivity::class.java).setup().get()
        press(Screen.decor(activity), R.id.workplace)
        ShadowDialog.getLatestDialog().window!!.decorView
    }

    @Test
    fun kinds() = each("kinds", listOf("light", "dark", "zh-Hant", "zh-Hans", "large")) {
        val activity = Robolectric.buildActivity(HomeActivity::class.java).setup().get()
        press(Screen.decor(activity), R.id.kinds_card)
        Screen.await("the switches") { ShadowDialog.getLatestDialog()?.isShowing == true }
        ShadowDialog.getLatestDialog().window!!.decorView
    }

    @Test
    fun skipped() = each("skipped", listOf("light", "dark")) {
        val decor = review(FakeReview(broken = mapOf(1 to "unsupported-format")), photos = 2)
        press(decor, R.id.primary)
        Screen.await("the question") { ShadowDialog.getLatestDialog()?.isShowing == true }
        ShadowDialog.getLatestDialog().window!!.decorView
    }

    @Test
    fun working() = each("working", listOf("light")) {
        review(FakeReview(gate = CountDownLatch(1)), text = "Night shift", wait = false)
    }

    @Test
    fun failed() = each("failed", listOf("light")) {
        review(FakeReview(failure = CheckException.Internal("panic")), text = "Night shift")
    }

    /** Not a fake: what the core itself says. */
    @Test
    fun real() = each("real", listOf("tall", "tall-story", "tall-dark", "tall-zh-Hant", "tall-zh-Hans")) {
        val photo = OtherApp.shares("real.jpg", "image/jpeg", Jpeg.withExif(1200, 900))
        val text = when {
            "zh-Hant" in it -> "恭喜12床87歲的陳婆婆出院，病歷號 A123456789 🎉"
            "zh-Hans" in it -> "恭喜12床87岁的陈奶奶出院，身份证 11010519491231002X 🎉"
            "story" in it -> "Our 87-year-old farmer with sarcoidosis from Skipton had her hip done last night 😭"
            else -> "Goodbye to Mrs Okafor, 87, from bed 12. NHS no 943 476 5919. She went home today! 🎉"
        }
        val intent = Intent(Intent.ACTION_SEND).setType("image/jpeg").putExtra(Intent.EXTRA_TEXT, text)
        val decor = Screen.decor(Screen.review(intent.putExtra(Intent.EXTRA_STREAM, photo)).get())
        Screen.await("the check") { decor.view<View>(R.id.bar).visible }
        decor
    }

    /** Shoots `name` once in each look. */
    private fun each(name: String, looks: List<String>, screen: (String) -> View) = looks.forEach { look ->
        val height = if (look.startsWith("tall")) if (look.endsWith("large")) 3600 else 2400 else 891
        val size = if (look.startsWith("wide")) "w891dp-h411dp" else "w411dp-h${height}dp"
        val language = if ("zh-Hant" in look) {
            "zh-rTW"
        } else if ("zh-Hans" in look) {
            "zh-rCN"
        } else {
            "en-rGB"
        }
        val night = if ("dark" in look) "night" else "notnight"
        RuntimeEnvironment.setQualifiers("$language-$size-$night-xhdpi")
        RuntimeEnvironment.setFontScale(if (look.endsWith("large")) 2f else 1f)
        ShadowDialog.reset()
        val view = screen(look)
        Screen.shoot(view, "$name-$look", dialog = name in setOf("kinds", "reason", "skipped", "workplace"))
        Screen.all(view).filter { it.isClickable && it.isShown && it !is ScrollView }.forEach {
            val least = 48 * it.resources.displayMetrics.density
            assertTrue("$name-$look: ${it.javaClass.simpleName} is ${it.width}×${it.height}", it.height >= least - 1)
        }
        Screen.all(view).filterIsInstance<Button>().filter { it.isShown && it.layout != null }.forEach {
            assertTrue("$name-$look: “${it.text}” is cut", it.layout.height <= it.height)
        }
    }

    private fun press(decor: View, id: Int) {
        decor.view<View>(id).performClick()
        shadowOf(Looper.getMainLooper()).idle()
    }

    private fun words(look: String, fake: FakeReview): View =
        if ("zh-Hant" in look) {
            review(fake, "12號床87歲的陳婆婆今天終於出院了！大家辛苦了 🎉", photos = 1)
        } else if ("zh-Hans" in look) {
            review(fake, "12床87岁的陈奶奶今天终于出院了！大家辛苦了 🎉", photos = 1)
        } else {
            review(
                fake,
                "Our 87-year-old from bed 12 went home today after her stroke! So proud of this team 🎉",
                photos = 1,
            )
        }

    private fun rules(look: String): List<Rule> = when {
        "zh-Hant" in look -> listOf(
            Rule("12號床", Severity.WARN, "床號會指向一位病人。", "個人資料（私隱）條例", "改為「病房」", "病房"),
            Rule("陳婆婆", Severity.BLOCK, "這看來是病人的姓名。", "醫務委員會專業守則 1.4", "刪去姓名", "一位病人"),
            Rule("今天", Severity.ADVISE, "確切日期會縮小範圍。", null, "改為「最近」", "最近"),
        )
        "zh-Hans" in look -> listOf(
            Rule("12床", Severity.WARN, "床号会指向一位患者。", "个人信息保护法", "改为“病房”", "病房"),
            Rule("陈奶奶", Severity.BLOCK, "这看来是患者的姓名。", "个人信息保护法 第28条", "删去姓名", "一位患者"),
        )
        else -> listOf(
            Rule(
                "87-year-old",
                Severity.WARN,
                "An exact age narrows the crowd.",
                "GMC, Confidentiality, paragraph 117",
                "Say “a patient”",
                "patient",
            ),
            Rule(
                "bed 12",
                Severity.BLOCK,
                "A bed number points to one patient.",
                "UK GDPR, Article 9; NMC, Social media guidance",
                "Remove the bed",
                "the ward",
            ),
            Rule(
                "today",
                Severity.ADVISE,
                "The exact day helps others to work out who it is.",
                null,
                "Say “recently”",
                "recently",
            ),
        )
    }

    private fun review(
        fake: FakeReview,
        text: String? = null,
        photos: Int = 0,
        more: List<android.net.Uri> = emptyList(),
        wait: Boolean = true,
    ): View {
        Screen.app.openReview = { fake }
        val uris = (1..photos).map { OtherApp.shares("photo$it.jpg", "image/jpeg", Jpeg.plain(1200, 900)) } + more
        val intent = Intent(Intent.ACTION_SEND_MULTIPLE).setType("*/*")
        text?.let { intent.putExtra(Intent.EXTRA_TEXT, it) }
        intent.putParcelableArrayListExtra(Intent.EXTRA_STREAM, ArrayList(uris))
        val activity: ReviewActivity = Screen.review(intent).get()
        val decor = Screen.decor(activity)
        if (wait) Screen.await("the check") { decor.view<View>(R.id.bar).visible }
        return decor
    }
}
