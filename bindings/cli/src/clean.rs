//! `curtain clean`: verified clean copies of photos.

use std::collections::HashSet;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use curtain_core::photo::{self, CleanReport};
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::{Clean, CleanFormat};
use crate::exit::{self, Failure, Outcome};
use crate::{check, text};

pub(crate) fn run(clean: &Clean) -> Outcome {
    if !clean.redact.is_empty() || !clean.redact_region.is_empty() {
        return Err(Failure::new("covering parts of a photo is not available yet; nothing was written"));
    }
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
            Ok(report) if clean.quiet => drop(report),
            Ok(report) if clean.format == CleanFormat::Json => writeln!(out, "{}", check::json(&report)?)?,
            Ok(report) => progress.suspend(|| text::cleaned(&mut out, &report))?,
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

fn one(
    path: &Path,
    clean: &Clean,
    to_folder: bool,
    taken: &mut HashSet<PathBuf>,
) -> curtain_core::error::Result<CleanReport> {
    if !to_folder {
        return photo::clean(path, &clean.out);
    }
    // A folder keeps the photos' own names, so that the user can tell them apart; phones get neutral ones.
    let stem = path.file_stem().map_or_else(|| "photo".into(), |s| s.to_string_lossy().into_owned());
    let mut name = stem.clone();
    let mut n = 2;
    while !taken.insert(clean.out.join(&name)) {
        name = format!("{stem}-{n}");
        n += 1;
    }
    photo::clean_into(path, &clean.out, &name)
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
