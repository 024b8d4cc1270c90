package app.curtain

import android.content.Intent
import android.content.pm.ActivityInfo
import android.content.pm.ApplicationInfo
import android.content.pm.PackageManager
import app.curtain.support.Screen
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.io.File

/** What the app asks of the phone, and what it answers to. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35])
class ManifestTest {
    private val packages get() = Screen.app.packageManager
    private val source = File(System.getProperty("curtain.manifest")).readText()

    @Test
    fun noPermissionIsAskedFor() {
        val asked = packages.getPackageInfo("app.curtain", PackageManager.GET_PERMISSIONS).requestedPermissions
        assertEquals(emptyList<String>(), asked.orEmpty().toList())
        assertFalse("uses-permission" in source)
    }

    @Test
    fun nothingIsBackedUp() {
        assertEquals(0, Screen.app.applicationInfo.flags and ApplicationInfo.FLAG_ALLOW_BACKUP)
        assertTrue("android:dataExtractionRules=\"@xml/data_extraction_rules\"" in source)
    }

    @Test
    fun intentsMustMatchTheirFilter() = assertTrue("android:intentMatchingFlags=\"enforceIntentFilter\"" in source)

    @Test
    fun theReviewAnswersToEveryKindOfShare() {
        val shares = listOf(Intent.ACTION_SEND, Intent.ACTION_SEND_MULTIPLE)
            .flatMap { action -> listOf("text/plain", "image/jpeg", "image/*", "*/*").map { Intent(action).setType(it) } } +
            Intent(Intent.ACTION_PROCESS_TEXT).setType("text/plain")
        for (share in shares) {
            val answers = packages.queryIntentActivities(share, 0).map { it.activityInfo.name }
            assertEquals("$share", listOf("app.curtain.review.ReviewActivity"), answers)
        }
        assertTrue(packages.queryIntentActivities(Intent(Intent.ACTION_SEND).setType("video/mp4"), 0).isEmpty())
    }

    @Test
    fun theReviewStaysOutOfRecentsAndOfOtherTasks() {
        val review = activity("app.curtain.review.ReviewActivity")
        assertTrue(review.flags and ActivityInfo.FLAG_EXCLUDE_FROM_RECENTS != 0)
        assertEquals("app.curtain.review", review.taskAffinity)
    }

    @Test
    fun theProviderIsClosedButForGrants() {
        val provider = packages.resolveContentProvider("app.curtain.clean", 0)!!
        assertFalse(provider.exported)
        assertTrue(provider.grantUriPermissions)
        assertEquals(0, provider.uriPermissionPatterns?.size ?: 0)
    }

    private fun activity(name: String): ActivityInfo =
        packages.getPackageInfo("app.curtain", PackageManager.GET_ACTIVITIES).activities!!.single { it.name == name }
}
