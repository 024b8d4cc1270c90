package app.curtain.review

import android.os.Handler
import android.os.Looper
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicBoolean

/** One background thread, so that calls into a review stay in order; answers come back on the main thread. */
class Worker {
    private val executor = Executors.newSingleThreadExecutor { Thread(it, "review") }
    private val main = Handler(Looper.getMainLooper())
    private val ended = AtomicBoolean(false)

    val cancelled: Boolean get() = ended.get()

    /** Runs `work` off the main thread, then `done` on it, unless the review has ended meanwhile. */
    fun <T> run(work: () -> T, done: (Result<T>) -> Unit) {
        if (cancelled) return
        executor.execute {
            if (cancelled) return@execute
            val result = runCatching(work)
            main.post { if (!cancelled) done(result) }
        }
    }

    /** Lets the running work end, drops what waits and every answer, then does `last` on the background thread. */
    fun end(last: () -> Unit) {
        if (ended.getAndSet(true)) return
        executor.execute { last() }
        executor.shutdown()
    }
}
