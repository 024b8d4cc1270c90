//! One photo: what is hidden in it, and a clean copy that is proved clean.

mod report;

use std::path::Path;

pub use report::{CleanReport, Format, PhotoReport, Pixels, Unchecked};

use crate::error::{CheckError, Result};

/// Reads what is hidden in the photo at `path`, without decoding its pixels.
///
/// Findings are empty here; [`findings`] judges the facts with a rule set.
pub fn inspect(_path: &Path) -> Result<PhotoReport> {
    Err(CheckError::Internal { code: "photo-lane-pending".into() })
}

/// Writes a clean copy of `input` to `out`, re-opens and verifies it, and only then gives it its name.
///
/// Never overwrites `input`; leaves nothing behind when it fails.
pub fn clean(_input: &Path, _out: &Path) -> Result<CleanReport> {
    Err(CheckError::Internal { code: "photo-lane-pending".into() })
}

/// Like [`clean`], into `folder` under `stem` and the extension that the bytes call for.
pub fn clean_into(_input: &Path, _folder: &Path, _stem: &str) -> Result<CleanReport> {
    Err(CheckError::Internal { code: "photo-lane-pending".into() })
}
