//! The proof of a covered photo: covered places hold one value in every channel, all others what they held before.
//!
//! Reads the original and the copy with decoders that the writer does not use.

mod codes;
mod jpeg;
mod png;
mod progressive;
mod scans;
mod stream;
mod webp;

use super::{Fault, failed};
use crate::error::Result;
use crate::photo::redact::Area;
use crate::photo::report::Format;

/// Proves that `output` shows what `input` shows outside `areas` (stored pixels), and nothing inside them.
///
/// Lossy blocks that an area touches are covered whole, and count as inside.
pub(in crate::photo) fn covered(format: Format, input: &[u8], output: &[u8], areas: &[Area]) -> Result<()> {
    let outcome = match format {
        Format::Jpeg => jpeg::covered(input, output, areas),
        Format::Png => png::covered(input, output, areas),
        Format::Webp => webp::covered(input, output, areas),
        _ => Err("no-verifier"),
    };
    outcome.map_err(|fault: Fault| failed(&[fault]))
}

/// Proves that nothing shows inside `areas` of a JPEG that was drawn anew.
pub(in crate::photo) fn flat(output: &[u8], areas: &[Area]) -> Result<()> {
    jpeg::covered(output, output, areas).map_err(|fault| failed(&[fault]))
}

/// Whether a box of pixels (first column and row, one past the last ones) holds a pixel of an area.
fn touches(areas: &[Area], x0: u32, y0: u32, x1: u32, y1: u32) -> bool {
    areas.iter().any(|area| area.x0 < x1 && x0 < area.x1 && area.y0 < y1 && y0 < area.y1)
}
