//! `curtain check`: one share.

use std::io::{IsTerminal, Write};
use std::path::Path;

use curtain_core::review::Report;
use curtain_core::rules::{Locale, Verdict};

use crate::args::{Check, CheckFormat};
use crate::exit::{self, Failure, Outcome};
use crate::{batch, input, text};

pub(crate) fn run(check: &Check) -> Outcome {
    if let Some(name) = &check.batch {
        return batch::run(check, name);
    }
    let caption = match (&check.caption, &check.caption_file) {
        (Some(text), _) => Some(text.clone()),
        (None, Some(name)) => Some(input::caption(name)?),
        (None, None) => None,
    };
    if caption.is_none() && check.photos.is_empty() {
        return Err(Failure::new("nothing to check: give --caption, --caption-file, --batch or a photo"));
    }
    let checker = check.common.checker()?;
    let report = checker.check(caption.as_deref(), &check.photos)?;
    if !check.common.quiet {
        print(&report, caption.as_deref(), check, checker.config().locale)?;
    }
    Ok(status(&report, &check.photos))
}

fn print(report: &Report, caption: Option<&str>, check: &Check, locale: Locale) -> Result<(), Failure> {
    let default = if std::io::stdout().is_terminal() { CheckFormat::Text } else { CheckFormat::Json };
    let mut out = anstream::stdout().lock();
    match check.format.unwrap_or(default) {
        CheckFormat::Text => text::report(&mut out, report, caption, locale)?,
        CheckFormat::Json => writeln!(out, "{}", json(report)?)?,
        CheckFormat::Sarif => writeln!(out, "{}", crate::text::sarif(report)?)?,
    }
    Ok(())
}

pub(crate) fn json(report: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(report).map_err(|_| Failure::new("could not write the answer"))
}

/// The exit status of a share; a photo that could not be read at all is said on stderr and outweighs findings.
pub(crate) fn status<P: AsRef<Path>>(report: &Report, photos: &[P]) -> u8 {
    let mut status = exit::of(report.verdict);
    for (photo, path) in report.photos.iter().zip(photos) {
        for unchecked in photo.unchecked.iter().filter(|u| u.what == "photo") {
            let path = path.as_ref().to_string_lossy();
            exit::complain(&format!("{path}: not checked: {}", text::why(&unchecked.why)));
            status = exit::UNUSABLE;
        }
    }
    debug_assert!(report.verdict != Verdict::Unchecked || status == exit::UNUSABLE);
    status
}
