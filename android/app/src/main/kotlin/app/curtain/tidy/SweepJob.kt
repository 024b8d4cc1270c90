package app.curtain.tidy

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import app.curtain.CurtainApp

/** Deletes old private folders even when the app was ended by the system before it could. */
class SweepJob : JobService() {
    override fun onStartJob(parameters: JobParameters): Boolean {
        // Starting the process has deleted what an earlier one left; this is for the one that lives on.
        (application as CurtainApp).folders.deleteOld()
        return false
    }

    override fun onStopJob(parameters: JobParameters): Boolean = true

    companion object {
        private const val ID = 1

        /** Asks for one sweep a little after the age limit. */
        fun schedule(context: Context) {
            val job = JobInfo.Builder(ID, ComponentName(context, SweepJob::class.java))
                .setMinimumLatency(PrivateFolders.MAX_AGE_MS + 1_000)
                .setOverrideDeadline(2 * PrivateFolders.MAX_AGE_MS)
                .build()
            context.getSystemService(JobScheduler::class.java)?.schedule(job)
        }
    }
}
