//! `curtain clean`: verified clean copies of photos, one or a folder of them.

mod jobs;
mod one;
mod summary;
mod work;

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use crate::args::{Clean, PlainFormat};
use crate::exit::{self, Failure, Outcome};
use crate::{check, policy, redact, text};
use jobs::{Job, Jobs};
use one::Done;
use summary::Summary;

/// Set by Ctrl-C: photos that were begun are finished, no other one is begun.
static STOPPED: AtomicBool = AtomicBool::new(false);

pub(crate) fn run(clean: &Clean) -> Outcome {
    redact::refuse_misuse(clean)?;
    policy::refuse_contradiction(clean)?;
    // Without a handler (in a program that has one already) Ctrl-C ends the process at once, as it always did.
    let _ = ctrlc::set_handler(|| STOPPED.store(true, Ordering::Relaxed));
    let jobs = Jobs::plan(clean)?;
    let mut talk = Talk::new(clean, &jobs);
    work::each(&jobs, |job| one::clean(job, &jobs, clean), |job, answer| talk.hear(job, answer))?;
    jobs.tidy();
    talk.finish(&jobs)
}

/// What is said while the work goes on, in the order of the photos, and at its end.
struct Talk<'a> {
    clean: &'a Clean,
    bar: ProgressBar,
    summary: Summary,
    /// Whether each photo is told of, not only the sum.
    each: bool,
}

impl<'a> Talk<'a> {
    fn new(clean: &'a Clean, jobs: &Jobs) -> Self {
        let each = clean.format == PlainFormat::Json || !jobs.folder;
        Self { clean, bar: progress(clean, jobs.list.len()), summary: Summary::new(jobs.skipped), each }
    }

    fn hear(&mut self, job: &Job, answer: curtain_core::error::Result<Done>) -> Result<(), Failure> {
        self.bar.inc(1);
        self.summary.count(job, &answer);
        let done = match answer {
            Ok(done) => done,
            Err(error) => {
                let said = format!("{}: {error}; nothing was written", job.path.display());
                self.bar.suspend(|| exit::complain(&said));
                return Ok(());
            }
        };
        for note in &done.notes {
            self.bar.suspend(|| exit::complain(&format!("{}: {note}", job.path.display())));
        }
        redact::preview(self.clean, &job.path, &done.report)?;
        if self.clean.quiet || !self.each {
            return Ok(());
        }
        let mut out = anstream::stdout().lock();
        self.bar.suspend(|| match self.clean.format {
            PlainFormat::Json => Ok(writeln!(out, "{}", check::json(&done)?)?),
            PlainFormat::Text => Ok(text::cleaned(&mut out, &done.report, done.state.words())?),
        })
    }

    fn finish(self, jobs: &Jobs) -> Outcome {
        self.bar.finish_and_clear();
        let stopped = STOPPED.load(Ordering::Relaxed);
        if !self.clean.quiet && (jobs.folder || jobs.list.len() > 1 || stopped) {
            // Lines of JSON have standard output to themselves.
            match self.clean.format {
                PlainFormat::Json => self.summary.write(&mut anstream::stderr(), jobs)?,
                PlainFormat::Text => self.summary.write(&mut anstream::stdout(), jobs)?,
            }
        }
        Ok(match self.summary.refused() + jobs.unreadable {
            _ if stopped => exit::INTERRUPTED,
            0 => exit::FINE,
            _ => exit::UNUSABLE,
        })
    }
}

/// A bar on stderr when a person watches and there is more than one photo.
fn progress(clean: &Clean, count: usize) -> ProgressBar {
    if clean.quiet || count < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(count as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} photos, {eta} left") {
        bar.set_style(style);
    }
    bar
}
