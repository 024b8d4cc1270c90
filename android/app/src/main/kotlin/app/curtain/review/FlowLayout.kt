package app.curtain.review

import android.content.Context
import android.util.AttributeSet
import android.view.View
import android.view.ViewGroup

/** Puts its children in lines and starts a new line when one is full, so that long labels and large text fit. */
class FlowLayout @JvmOverloads constructor(context: Context, attributes: AttributeSet? = null) :
    ViewGroup(context, attributes) {
    private val gap = (8 * resources.displayMetrics.density).toInt()

    override fun onMeasure(widthMeasureSpec: Int, heightMeasureSpec: Int) {
        val width = MeasureSpec.getSize(widthMeasureSpec)
        val inside = width - paddingLeft - paddingRight
        for (child in shown()) {
            child.measure(MeasureSpec.makeMeasureSpec(inside, MeasureSpec.AT_MOST), MeasureSpec.UNSPECIFIED)
        }
        val lines = lines(inside)
        val height = lines.sumOf { line -> line.maxOf { it.measuredHeight } } + gap * maxOf(0, lines.size - 1)
        setMeasuredDimension(width, height + paddingTop + paddingBottom)
    }

    override fun onLayout(changed: Boolean, left: Int, top: Int, right: Int, bottom: Int) {
        var y = paddingTop
        for (line in lines(width - paddingLeft - paddingRight)) {
            var x = if (isRightToLeft()) width - paddingRight else paddingLeft
            for (child in line) {
                val (wide, high) = child.measuredWidth to child.measuredHeight
                if (isRightToLeft()) child.layout(x - wide, y, x, y + high) else child.layout(x, y, x + wide, y + high)
                x += if (isRightToLeft()) -(wide + gap) else wide + gap
            }
            y += line.maxOf { it.measuredHeight } + gap
        }
    }

    private fun isRightToLeft(): Boolean = layoutDirection == View.LAYOUT_DIRECTION_RTL

    private fun shown(): List<View> = (0 until childCount).map(::getChildAt).filter { it.visibility != GONE }

    private fun lines(inside: Int): List<List<View>> {
        val lines = mutableListOf<MutableList<View>>()
        var used = 0
        for (child in shown()) {
            if (lines.isEmpty() || used + gap + child.measuredWidth > inside) {
                lines += mutableListOf<View>()
                used = -gap
            }
            lines.last() += child
            used += gap + child.measuredWidth
        }
        return lines
    }
}
