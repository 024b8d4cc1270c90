//! What became of many photos, as a table.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Instant;

use curtain_core::error::{CheckError, Result};

use super::jobs::{Job, Jobs};
use super::one::{Done, State};

pub(super) struct Summary {
    start: Instant,
    skipped: usize,
    /// By state: photos, bytes before and after.
    done: BTreeMap<&'static str, (usize, u64, u64)>,
    /// By reason: photos and their bytes.
    refused: BTreeMap<String, (usize, u64)>,
}

/// The states in the order of the table.
const STATES: [&str; 3] = ["cleaned", "already clean", "already there"];

impl Summary {
    pub(super) fn new(skipped: usize) -> Self {
        Self { start: Instant::now(), skipped, done: BTreeMap::new(), refused: BTreeMap::new() }
    }

    pub(super) fn count(&mut self, job: &Job, answer: &Result<Done>) {
        match answer {
            Ok(Done { report, state, .. }) => {
                let name = match state {
                    State::Cleaned => "cleaned",
                    State::AlreadyClean => "already clean",
                    State::AlreadyThere => "already there",
                };
                let (photos, before, after) = self.done.entry(name).or_default();
                (*photos, *before, *after) = (*photos + 1, *before + report.bytes_in, *after + report.bytes_out);
            }
            Err(error) => {
                let (photos, bytes) = self.refused.entry(reason(error)).or_default();
                (*photos, *bytes) = (*photos + 1, *bytes + job.bytes);
            }
        }
    }

    /// How many photos have no clean copy for a reason of their own.
    pub(super) fn refused(&self) -> usize {
        self.refused.values().map(|(photos, _)| photos).sum()
    }

    pub(super) fn write(&self, out: &mut impl Write, jobs: &Jobs) -> io::Result<()> {
        let seconds = self.start.elapsed().as_secs_f64();
        let told = self.refused() + self.done.values().map(|row| row.0).sum::<usize>();
        for name in STATES {
            let (photos, before, after) = self.done.get(name).copied().unwrap_or_default();
            if photos > 0 || name == "cleaned" {
                writeln!(out, "{name:14} {photos:6}  {} → {}", size(before), size(after))?;
            }
        }
        for (reason, (photos, bytes)) in &self.refused {
            writeln!(out, "{:14} {photos:6}  {}  {reason}", "refused", size(*bytes))?;
        }
        if self.skipped > 0 {
            writeln!(out, "{:14} {:6}  no photos or videos", "skipped", self.skipped)?;
        }
        if told < jobs.list.len() {
            writeln!(out, "{:14} {:6}  interrupted; run it again to go on", "not reached", jobs.list.len() - told)?;
        }
        writeln!(out, "{:14} {told:6}  in {seconds:.1} s", "photos")
    }
}

/// The reason without what differs from photo to photo.
fn reason(error: &CheckError) -> String {
    match error {
        CheckError::Malformed { .. } => "the file is damaged or incomplete".into(),
        other => other.to_string(),
    }
}

/// Bytes for the table.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}
