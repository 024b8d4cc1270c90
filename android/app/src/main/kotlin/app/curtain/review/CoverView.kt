package app.curtain.review

import android.content.Context
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.DashPathEffect
import android.graphics.Matrix
import android.graphics.Paint
import android.graphics.RectF
import android.util.AttributeSet
import android.view.MotionEvent
import android.view.View
import app.curtain.R
import app.curtain.core.CoverRegion
import app.curtain.core.Region
import app.curtain.core.RegionKind
import app.curtain.core.RegionSource
import kotlin.math.abs

/**
 * The photo with its boxes: black where it will be covered, a dashed outline where it will not. A tap turns a box over; while
 * `drawing`, a drag makes one. The list beside it says and does the same for those who do not see it.
 */
class CoverView(context: Context, attributes: AttributeSet?) : View(context, attributes) {
    /** Hears of a tapped box. */
    var onTap: (CoverRegion) -> Unit = {}

    /** Hears of a box that was drawn, in pixels of the upright photo. */
    var onDrawn: (Region) -> Unit = {}

    var drawing = false

    private var picture: Bitmap? = null
    private var width0 = 1f
    private var height0 = 1f
    private var regions: List<CoverRegion> = emptyList()
    private var drag: RectF? = null

    private val density = resources.displayMetrics.density
    private val cover = Paint().apply { color = Color.BLACK }
    private val edge = Paint().apply {
        style = Paint.Style.STROKE
        strokeWidth = 2 * density
        color = Color.WHITE
        isAntiAlias = true
    }
    private val dashed = Paint(edge).apply {
        color = context.getColor(R.color.outline)
        strokeWidth = 3 * density
        pathEffect = DashPathEffect(floatArrayOf(8 * density, 5 * density), 0f)
    }
    private val smooth = Paint(Paint.FILTER_BITMAP_FLAG)

    /** `width` and `height` are those of the upright photo, which the boxes are measured in. */
    fun show(picture: Bitmap, width: Int, height: Int, regions: List<CoverRegion>) {
        this.picture = picture
        width0 = width.coerceAtLeast(1).toFloat()
        height0 = height.coerceAtLeast(1).toFloat()
        this.regions = regions
        requestLayout()
        invalidate()
    }

    override fun onMeasure(widthSpec: Int, heightSpec: Int) {
        val width = MeasureSpec.getSize(widthSpec)
        val tall = resources.displayMetrics.heightPixels * TALLEST
        setMeasuredDimension(width, minOf(width * height0 / width0, tall).toInt())
    }

    /** From pixels of the photo to those of the view. */
    private fun toView(): Matrix = Matrix().apply {
        val whole = RectF(0f, 0f, width0, height0)
        setRectToRect(whole, RectF(0f, 0f, width.toFloat(), height.toFloat()), Matrix.ScaleToFit.CENTER)
    }

    override fun onDraw(canvas: Canvas) {
        val picture = picture ?: return
        val toView = toView()
        canvas.drawBitmap(picture, null, RectF(0f, 0f, width0, height0).also { toView.mapRect(it) }, smooth)
        regions.forEach { box ->
            val place = box.region.rect().also { toView.mapRect(it) }
            if (box.covered) canvas.drawRect(place, cover)
            canvas.drawRect(place, if (box.covered) edge else dashed)
        }
        drag?.let { canvas.drawRect(it, dashed) }
    }

    override fun onTouchEvent(event: MotionEvent): Boolean {
        if (!isEnabled) return false
        when (event.actionMasked) {
            MotionEvent.ACTION_DOWN -> {
                if (drawing) parent?.requestDisallowInterceptTouchEvent(true)
                drag = RectF(event.x, event.y, event.x, event.y)
            }
            MotionEvent.ACTION_MOVE -> {
                drag?.run {
                    right = event.x
                    bottom = event.y
                }
                if (drawing) invalidate()
            }
            MotionEvent.ACTION_UP -> {
                val made = drag
                drag = null
                if (made != null) lifted(made)
                invalidate()
            }
            MotionEvent.ACTION_CANCEL -> {
                drag = null
                invalidate()
            }
        }
        return true
    }

    private fun lifted(made: RectF) {
        val least = LEAST * density
        if (drawing && abs(made.width()) >= least && abs(made.height()) >= least) {
            region(made)?.let(onDrawn)
        } else {
            tap(made.left, made.top)
            performClick()
        }
    }

    /** The smallest box under the finger: a face on a screen is meant before the screen. */
    private fun tap(x: Float, y: Float) {
        val toView = toView()
        val under = regions.filter { box ->
            val place = box.region.rect().also { toView.mapRect(it) }
            place.inset(-FINGER * density, -FINGER * density)
            place.contains(x, y)
        }
        under.minByOrNull { it.region.width.toLong() * it.region.height.toLong() }?.let(onTap)
    }

    private fun region(made: RectF): Region? {
        val back = Matrix().also { toView().invert(it) }
        val place = RectF(made).apply { sort() }.also { back.mapRect(it) }
        if (!place.intersect(0f, 0f, width0, height0)) return null
        return Region(
            kind = RegionKind.OTHER,
            x = place.left.toInt().toUInt(),
            y = place.top.toInt().toUInt(),
            width = place.width().toInt().coerceAtLeast(1).toUInt(),
            height = place.height().toInt().coerceAtLeast(1).toUInt(),
            confidence = 1f,
            source = RegionSource.USER,
        )
    }

    private companion object {
        /** Of the screen's height. */
        const val TALLEST = 0.45f

        /** Least side of a drawn box, and how far beside a box a finger may land, dp. */
        const val LEAST = 12
        const val FINGER = 12
    }
}

private fun Region.rect() = RectF(x.toFloat(), y.toFloat(), (x + width).toFloat(), (y + height).toFloat())
