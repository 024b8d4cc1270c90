//! The proof: the cleaned file is read again as if a stranger had sent it.
//!
//! The readers here are written apart from the writers and share no list of what is allowed with them, so that one
//! mistake cannot hide in both. Each boils a file down to an [`Essence`]: what a person sees of it.

mod covered;
mod digest;
mod gif;
mod heif;
mod jpeg;
mod movie;
mod packed;
mod png;
mod turn;
mod webp;

use super::report::Format;
use crate::error::{CheckError, Result};
pub(super) use covered::{covered, flat};
use digest::Digest;

/// What a person sees of a file, boiled down.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Essence {
    /// Coded pixels and everything that decodes them.
    pixels: Digest,
    /// The colour profile.
    colour: Digest,
    /// EXIF orientation, 1 to 8.
    turn: u8,
    /// Whether pixels were digested unpacked, because their packed form changes.
    inflated: bool,
}

/// A code that says what is wrong, such as `leftover-segment`.
type Fault = &'static str;

/// The essence of an input, whatever is hidden in it.
pub(super) fn input(format: Format, data: &[u8]) -> Result<Essence> {
    essence(format, data, Mode::Input, false).map_err(|fault| failed(&["input-unread", fault]))
}

/// Proves that `data` holds nothing but what shows the picture, and the same picture as the `expected` one.
pub(super) fn output(format: Format, data: &[u8], expected: &Essence) -> Result<()> {
    let found = essence(format, data, Mode::Output, expected.inflated).map_err(|fault| failed(&[fault]))?;
    let mut codes = vec![];
    if found.pixels != expected.pixels {
        codes.push("pixels-differ");
    }
    if found.colour != expected.colour {
        codes.push("colour-differs");
    }
    if found.turn != expected.turn {
        codes.push("orientation-differs");
    }
    if codes.is_empty() { Ok(()) } else { Err(failed(&codes)) }
}

/// Whether the file may hold hidden parts (and they are skipped) or must not (and one is a fault).
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Mode {
    #[default]
    Input,
    Output,
}

impl Mode {
    /// A fault in an output, nothing in an input.
    fn forbid(self, fault: Fault) -> std::result::Result<(), Fault> {
        if self == Self::Output { Err(fault) } else { Ok(()) }
    }
}

fn essence(format: Format, data: &[u8], mode: Mode, inflated: bool) -> std::result::Result<Essence, Fault> {
    match format {
        Format::Jpeg => jpeg::essence(data, mode),
        Format::Png => png::essence(data, mode, inflated),
        Format::Heic | Format::Avif => heif::essence(data, mode),
        Format::Mp4 | Format::Mov => movie::essence(data, mode),
        Format::Gif => gif::essence(data, mode),
        Format::Webp => webp::essence(data, mode),
        Format::Tiff | Format::Dng | Format::Unknown => Err("no-verifier"),
    }
}

fn failed(codes: &[&str]) -> CheckError {
    CheckError::VerificationFailed { codes: codes.iter().map(|&code| code.into()).collect() }
}
