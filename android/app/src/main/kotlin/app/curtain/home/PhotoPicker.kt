package app.curtain.home

import android.content.Intent
import android.net.Uri
import android.os.Build
import android.provider.MediaStore

/** The platform's photo picker, which needs no permission; before Android 13, any app that can give photos. */
object PhotoPicker {
    private const val MOST = 20

    fun intent(): Intent =
        if (Build.VERSION.SDK_INT >= 33) {
            Intent(MediaStore.ACTION_PICK_IMAGES).setType("image/*")
                .putExtra(MediaStore.EXTRA_PICK_IMAGES_MAX, minOf(MOST, MediaStore.getPickImagesMaxLimit()))
        } else {
            Intent(Intent.ACTION_GET_CONTENT).setType("image/*").addCategory(Intent.CATEGORY_OPENABLE)
                .putExtra(Intent.EXTRA_ALLOW_MULTIPLE, true)
        }

    fun picked(result: Intent): List<Uri> {
        val clip = result.clipData ?: return listOfNotNull(result.data)
        return (0 until clip.itemCount).mapNotNull { clip.getItemAt(it).uri }
    }
}
