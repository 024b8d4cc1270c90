//! `curtain clean`: verified clean copies of photos.

use std::collections::HashSet;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use curtain_core::photo::{self, CleanReport};
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::{Clean, CleanFormat};
use crate::exit::{self, Failure, Outcome};
use crate::redact::{self, Wanted};
use crate::{check, text};

pub(crate) fn run(clean: &Clean) -> Outcome {
    redact::refuse_misuse(clean)?;
    let to_folder = clean.out.is_dir() || clean.photos.len() > 1;
    if to_folder && !clean.out.is_dir() {
        std::fs::create_dir_all(&clean.out)
            .map_err(|_| Failure::new(format!("{}: this folder cannot be made", clean.out.display())))?;
    }
    let progress = progress(clean);
    let mut out = anstream::stdout().lock();
    let mut taken = HashSet::new();
    let mut status = exit::FINE;
    for path in &clean.photos {
        match one(path, clean, to_folder, &mut taken) {
            Ok((report, notes)) => {
                let say = |note| progress.suspend(|| exit::complain(&format!("{}: {note}", path.display())));
                notes.iter().for_each(say);
                redact::preview(clean, path, &report)?;
                answer(&mut out, clean, &report, &progress)?;
            }
            Err(error) => {
                progress.suspend(|| exit::complain(&format!("{}: {error}; nothing was written", path.display())));
                status = exit::UNUSABLE;
            }
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    Ok(status)
}

fn answer(out: &mut impl Write, clean: &Clean, report: &CleanReport, progress: &ProgressBar) -> Result<(), Failure> {
    match clean.format {
        _ if clean.quiet => {}
        CleanFormat::Json => writeln!(out, "{}", check::json(report)?)?,
        CleanFormat::Text => progress.suspend(|| text::cleaned(out, report))?,
    }
    Ok(())
}

/// The clean copy of one photo, and what there was none of to cover.
fn one(
    path: &Path,
    clean: &Clean,
    to_folder: bool,
    taken: &mut HashSet<PathBuf>,
) -> curtain_core::error::Result<(CleanReport, Vec<String>)> {
    let Wanted { regions, notes } = redact::wanted(path, clean)?;
    if !to_folder {
        return Ok((photo::redact(path, &clean.out, &regions)?, notes));
    }
    // A folder keeps the photos' own names, so that the user can tell them apart; phones get neutral ones.
    let stem = path.file_stem().map_or_else(|| "photo".into(), |s| s.to_string_lossy().into_owned());
    let mut name = stem.clone();
    let mut n = 2;
    while !taken.insert(clean.out.join(&name)) {
        name = format!("{stem}-{n}");
        n += 1;
    }
    Ok((photo::redact_into(path, &clean.out, &name, &regions)?, notes))
}

/// A bar on stderr when a person watches and there is more than one photo.
fn progress(clean: &Clean) -> ProgressBar {
    if clean.quiet || clean.photos.len() < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(clean.photos.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} photos") {
        bar.set_style(style);
    }
    bar
}
