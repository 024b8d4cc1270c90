//! What is remembered between shares, on this device alone. Never content: no caption, no file name, no box.

mod mutes;
mod profile;

use std::path::Path;

use crate::error::{CheckError, Result};
pub use mutes::Mutes;
pub use profile::Profile;

/// Writes beside a file and renames, so that it is never half there.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let draft = path.with_extension("tmp");
    std::fs::write(&draft, bytes).map_err(|error| CheckError::io("write", &error))?;
    std::fs::rename(&draft, path).map_err(|error| CheckError::io("write", &error))
}

/// Removes a file; one that is not there is no fault.
fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(CheckError::io("write", &error)),
        _ => Ok(()),
    }
}
