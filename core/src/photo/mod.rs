//! One photo: what is hidden in it, and a clean copy that is proved clean.
//!
//! The format is told by the bytes. Each format has a writer that copies only what shows the picture, a reader that
//! lists what is hidden, and a verifier written apart from both: cleaning decodes no pixel. Only `vision` does.

mod bmff;
mod bytes;
mod files;
mod findings;
mod gif;
mod inspect;
mod jpeg;
mod limits;
mod metadata;
mod movie;
mod orientation;
mod plan;
mod platform;
mod png;
mod report;
mod sniff;
mod verify;
pub mod vision;
mod webp;

use std::path::Path;

pub use findings::findings;
pub use inspect::{Inspected, decode_bytes, inspect, look, look_at_preview};
pub use platform::{
    DetectJob, Detection, DetectorError, Legible, Platform, RecognizedText, RegionDetector, TextRecognizer,
};
pub use report::{CleanReport, Format, PhotoReport, Pixels, Unchecked};

use crate::error::{CheckError, Result};
use crate::span::MetadataItem;
use files::Source;
use metadata::Found;
use plan::Plan;

/// Writes a clean copy of `input` to `out`, re-opens and verifies it, and only then gives it its name.
///
/// Never overwrites any file; leaves nothing behind when it fails. Holds one file in memory at a time.
pub fn clean(input: &Path, out: &Path) -> Result<CleanReport> {
    files::refuse_target(input, out)?;
    clean_source(Source::open(input)?, input, out)
}

/// Like [`clean`], into `folder` under `stem` and the extension that the bytes call for.
///
/// When that name is taken, a number is added: a file that is there already is never replaced.
pub fn clean_into(input: &Path, folder: &Path, stem: &str) -> Result<CleanReport> {
    let source = Source::open(input)?;
    let out = files::free_name(folder, stem, source.format.extension());
    files::refuse_target(input, &out)?;
    clean_source(source, input, &out)
}

fn clean_source(mut source: Source, input: &Path, out: &Path) -> Result<CleanReport> {
    let format = source.format;
    let data = supported(&mut source)?;
    let Opened { found, plan, .. } = open(format, &data)?;
    let draft = files::draft(out, |file| plan.write(&data, file))?;
    let essence = verify::input(format, &data)?;
    // The input is dropped before the output is read, so that only one of them is in memory.
    drop((data, plan));
    let written = draft.read_back()?;
    verify::output(format, &written, &essence)?;
    draft.keep(out)?;
    Ok(CleanReport {
        path: input.to_string_lossy().into_owned(),
        out: out.to_string_lossy().into_owned(),
        removed: found.removed,
        redacted: vec![],
        bytes_in: source.bytes,
        bytes_out: written.len() as u64,
        pixels: Pixels::Identical,
        verified: true,
    })
}

/// What [`clean`] does, in memory: for callers that hold the bytes anyway, for fuzzing and for measuring.
///
/// Answers the verified clean copy and what it no longer holds.
pub fn clean_bytes(data: &[u8]) -> Result<(Vec<u8>, Vec<MetadataItem>)> {
    let format = known(sniff::sniff(data))?;
    let Opened { found, plan, .. } = open(format, data)?;
    let mut out = Vec::with_capacity(plan.len());
    plan.write(data, &mut out).map_err(|error| CheckError::io("write", &error))?;
    verify::output(format, &out, &verify::input(format, data)?)?;
    Ok((out, found.removed))
}

/// Proves that `output` holds nothing but the picture of `input`; the proof that [`clean`] makes.
pub fn verify_bytes(input: &[u8], output: &[u8]) -> Result<()> {
    let format = known(sniff::sniff(input))?;
    verify::output(format, output, &verify::input(format, input)?)
}

/// The bytes of a photo of a kind that can be handled.
fn supported(source: &mut Source) -> Result<Vec<u8>> {
    known(source.format)?;
    source.read()
}

fn known(format: Format) -> Result<Format> {
    match format {
        // A raw photo's tags and pixels share one web of offsets; a copy without the tags cannot be proved.
        Format::Tiff | Format::Dng | Format::Unknown => {
            Err(CheckError::UnsupportedFormat { format: format.name().into() })
        }
        _ => Ok(format),
    }
}

/// What reading a file once tells: its picture, what is hidden beside it, and how to write it clean.
struct Opened {
    /// Stored pixels, before turning.
    width: u32,
    height: u32,
    orientation: u8,
    found: Found,
    plan: Plan,
}

fn open(format: Format, data: &[u8]) -> Result<Opened> {
    match format {
        Format::Jpeg => jpeg::open(data),
        Format::Png => png::open(data),
        Format::Heic | Format::Avif => bmff::open(format, data),
        Format::Mp4 | Format::Mov => movie::open(format, data),
        Format::Gif => gif::open(data),
        Format::Webp => webp::open(data),
        other => Err(CheckError::UnsupportedFormat { format: other.name().into() }),
    }
}
