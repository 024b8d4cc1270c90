//! One photo: cleaned, or found to be clean already.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use curtain_core::error::{CheckError, Result};
use curtain_core::photo::{self, CleanReport};
use serde::Serialize;

use super::jobs::{Job, Jobs};
use crate::args::Clean;
use crate::redact::{self, Wanted};

/// The error number of a name that is taken, the same on every system.
const EEXIST: i32 = 17;

/// How a photo came to have a clean copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    Cleaned,
    /// Nothing was hidden in it; the copy is the same file, byte for byte.
    AlreadyClean,
    /// The copy was there from an earlier run, and was verified again.
    AlreadyThere,
}

impl State {
    /// What to say of it beside the report.
    pub(super) fn words(self) -> Option<&'static str> {
        (self == Self::AlreadyThere).then_some("was there already")
    }
}

/// A verified clean copy.
#[derive(Serialize)]
pub(super) struct Done {
    #[serde(flatten)]
    pub(super) report: CleanReport,
    pub(super) state: State,
    /// What there was none of to cover, in words.
    #[serde(skip)]
    pub(super) notes: Vec<String>,
}

impl Done {
    fn new(report: CleanReport) -> Self {
        let clean = report.removed.is_empty() && report.redacted.is_empty();
        Self { report, state: if clean { State::AlreadyClean } else { State::Cleaned }, notes: vec![] }
    }
}

/// Cleans one photo. A copy that is there already and verifies is not made again.
pub(super) fn clean(job: &Job, jobs: &Jobs, options: &Clean) -> Result<Done> {
    if !options.redact.is_empty() || !options.redact_region.is_empty() {
        return cover(job, jobs, options);
    }
    if !jobs.into_folder {
        return write(&job.path, &job.out, options).map(Done::new);
    }
    make_folder(job)?;
    // Where copies lie beside their photos, a clean photo needs none.
    let in_place = beside(&job.path, &job.out).then(|| job.path.clone());
    for out in in_place.into_iter().chain([job.out.clone()]).chain(job.others()) {
        if fs::symlink_metadata(&out).is_ok() {
            match photo::verify(&job.path, &out) {
                Ok(report) if report.removed.is_empty() => return Ok(Done::new(report)),
                Ok(report) => return Ok(Done { state: State::AlreadyThere, ..Done::new(report) }),
                Err(CheckError::VerificationFailed { .. }) => continue,
                Err(error) => return Err(error),
            }
        }
        if out != job.out && jobs.promised(&out) {
            continue;
        }
        match write(&job.path, &out, options) {
            Err(CheckError::Io { os_code: EEXIST, .. }) => {}
            answer => return answer.map(Done::new),
        }
    }
    Err(CheckError::Io { op: "create".into(), os_code: EEXIST })
}

/// Cleans one photo with parts of it covered. It is always done anew: what was covered before may differ.
fn cover(job: &Job, jobs: &Jobs, options: &Clean) -> Result<Done> {
    let Wanted { regions, notes } = redact::wanted(&job.path, options)?;
    show_wanted(&job.path, &job.out, options)?;
    let report = if jobs.into_folder {
        make_folder(job)?;
        let stem = job.out.file_stem().unwrap_or_default().to_string_lossy();
        photo::redact_into(&job.path, job.out.parent().unwrap_or(Path::new(".")), &stem, &regions)?
    } else {
        photo::redact(&job.path, &job.out, &regions)?
    };
    Ok(Done { notes, ..Done::new(report) })
}

fn make_folder(job: &Job) -> Result<()> {
    let failed =
        |error: std::io::Error| CheckError::Io { op: "create".into(), os_code: error.raw_os_error().unwrap_or(0) };
    job.out.parent().map_or(Ok(()), |folder| fs::create_dir_all(folder).map_err(failed))
}

fn beside(a: &Path, b: &Path) -> bool {
    let folder = |path: &Path| fs::canonicalize(path.parent()?).ok();
    folder(a).is_some_and(|a| Some(a) == folder(b))
}

/// The work itself, for one photo and one place.
fn write(path: &Path, out: &Path, options: &Clean) -> Result<CleanReport> {
    show_wanted(path, out, options)?;
    photo::clean(path, out)
}

fn show_wanted(path: &Path, out: &Path, options: &Clean) -> Result<()> {
    options.thumbnails.as_ref().map_or(Ok(()), |folder| show_hidden(path, out, folder))
}

/// Writes the pictures that are hidden in a photo, under the name of its copy. What is there already stays.
fn show_hidden(path: &Path, out: &Path, folder: &Path) -> Result<()> {
    let failed =
        |error: std::io::Error| CheckError::Io { op: "write".into(), os_code: error.raw_os_error().unwrap_or(0) };
    let stem = out.file_stem().unwrap_or_default().to_string_lossy();
    for (picture, n) in photo::hidden_pictures(path)?.into_iter().zip(1..) {
        fs::create_dir_all(folder).map_err(failed)?;
        match fs::File::create_new(folder.join(format!("{stem}-hidden-{n}.jpg"))) {
            Ok(mut file) => file.write_all(&picture.jpeg).map_err(failed)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
    }
    Ok(())
}
