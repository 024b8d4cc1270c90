//! One photo: what is hidden in it, and a clean copy that is proved clean.
//!
//! The format is told by the bytes. Each format has a writer that copies only what shows the picture, a reader that
//! lists what is hidden, and a verifier written apart from both: cleaning decodes no pixel. Only `vision` does.

mod again;
mod bmff;
mod bytes;
mod files;
mod findings;
mod gif;
mod hidden;
mod inspect;
mod jpeg;
mod limits;
mod metadata;
mod movie;
mod orientation;
mod plan;
mod platform;
mod png;
mod redact;
mod report;
mod sniff;
mod verify;
pub mod vision;
mod webp;

use std::path::Path;

pub use findings::findings;
pub use hidden::{HiddenPicture, HiddenPictureKind};
pub use inspect::{Inspected, decode_bytes, inspect, look, look_at_preview};
pub use platform::{
    DetectJob, Detection, DetectorError, Legible, Platform, RecognizedText, RegionDetector, TextRecognizer,
};
pub use redact::Raster;
pub use report::{CleanReport, Format, PhotoReport, Pixels, Unchecked};
pub use vision::Wanted;

use crate::error::{CheckError, Result};
use crate::span::{MetadataItem, MetadataKind::Other, Region};
use again::{Covered, until_unseen};
use files::Source;
use metadata::Found;
pub use plan::Buffer;
use plan::Plan;
use redact::{Redacted, Shape};

/// The pictures hidden in the photo at `path`, so that a person can see what would have gone along.
pub fn hidden_pictures(path: &Path) -> Result<Vec<HiddenPicture>> {
    let mut source = Source::open(path)?;
    let data = supported(&mut source)?;
    Ok(hidden::pictures(&data, &open(source.format, &data)?.plan))
}

/// What kind of file `path` is, by its first bytes.
pub fn format(path: &Path) -> Result<Format> {
    Ok(Source::open(path)?.format)
}

/// Writes a clean copy of `input` to `out`, re-opens and verifies it, and only then gives it its name.
///
/// Never overwrites any file; leaves nothing behind when it fails. Holds one file in memory at a time.
pub fn clean(input: &Path, out: &Path) -> Result<CleanReport> {
    redact(input, out, &[])
}

/// Like [`clean`], into `folder` under `stem` and the extension that the bytes call for.
///
/// When that name is taken, a number is added: a file that is there already is never replaced.
pub fn clean_into(input: &Path, folder: &Path, stem: &str) -> Result<CleanReport> {
    redact_into(input, folder, stem, &[])
}

/// Like [`clean`], with `regions` (pixels of the upright photo) covered for good.
///
/// A region is padded first; one without a pixel in the photo is left out. The answer lists what was covered. Holds two
/// files in memory at a time. Where a detector had found a region, detectors look at the copy again, and what they still
/// see under a cover is covered as well.
///
/// # Errors
/// `NeedsPixels` when parts of this photo cannot be covered without decoders that only the phone has.
pub fn redact(input: &Path, out: &Path, regions: &[Region]) -> Result<CleanReport> {
    files::refuse_target(input, out)?;
    until_unseen(regions, |regions| {
        let mut source = Source::open(input)?;
        let data = supported(&mut source)?;
        let redacted = redacted(source.format, &data, regions)?;
        finish(source.format, data, redacted, input, out)
    })
}

/// Like [`redact`], into a folder as [`clean_into`] does.
pub fn redact_into(input: &Path, folder: &Path, stem: &str, regions: &[Region]) -> Result<CleanReport> {
    until_unseen(regions, |regions| {
        let mut source = Source::open(input)?;
        let data = supported(&mut source)?;
        let redacted = redacted(source.format, &data, regions)?;
        let out = files::free_name(folder, stem, redacted.as_ref().map_or(source.format, |r| r.format).extension());
        files::refuse_target(input, &out)?;
        finish(source.format, data, redacted, input, &out)
    })
}

/// Draws the photo at `input` anew as a JPEG from its decoded pixels, with `regions` covered: the way for photos that
/// [`redact`] answers `NeedsPixels` to. Goes into a folder as [`clean_into`] does.
pub fn redact_pixels(
    input: &Path,
    raster: Raster,
    folder: &Path,
    stem: &str,
    regions: &[Region],
) -> Result<CleanReport> {
    until_unseen(regions, |regions| {
        let mut source = Source::open(input)?;
        let data = supported(&mut source)?;
        let drawn = redact::redact_raster(shape(source.format, &data)?, raster, regions)?;
        let expected = || CheckError::InvalidState { expected: "a region inside the photo".into() };
        let out = files::free_name(folder, stem, Format::Jpeg.extension());
        files::refuse_target(input, &out)?;
        finish(source.format, data, Some(drawn.ok_or_else(expected)?), input, &out)
    })
}

/// Cleans what was read (or what was made of it), proves the copy, and gives it its name.
fn finish(original: Format, data: Vec<u8>, redacted: Option<Redacted>, input: &Path, out: &Path) -> Result<Covered> {
    let (format, bytes) = redacted.as_ref().map_or((original, &data), |covered| (covered.format, &covered.bytes));
    let Opened { found, plan, .. } = open(format, bytes)?;
    let draft = files::draft(out, |file| plan.write(bytes, file))?;
    let essence = verify::input(format, bytes)?;
    let bytes_in = data.len() as u64;
    let removed = match &redacted {
        // A picture drawn anew has nothing hidden to list; what went is what the original had.
        Some(covered) if covered.pixels == Pixels::ReEncoded => open(original, &data)?.found.removed,
        _ => found.removed,
    };
    // What is not needed is dropped before the output is read, so that at most two files are in memory.
    drop(plan);
    let covered = redacted.map(|Redacted { areas, regions, pixels, .. }| (areas, regions, pixels));
    let data = covered.is_some().then_some(data);
    let written = draft.read_back()?;
    verify::output(format, &written, &essence)?;
    match (&data, &covered) {
        (_, Some((areas, _, Pixels::ReEncoded))) => verify::flat(&written, areas)?,
        (Some(data), Some((areas, ..))) => verify::covered(format, data, &written, areas)?,
        _ => {}
    }
    drop(data);
    if let Some((_, regions, _)) = &covered {
        let seen = again::seen(format, &written, regions)?;
        if !seen.is_empty() {
            return Ok(Covered::Seen(seen));
        }
    }
    draft.keep(out)?;
    let (redacted, pixels) = covered.map_or((vec![], Pixels::Identical), |(_, regions, pixels)| (regions, pixels));
    let cleaned = report(original, bytes_in, input, out, removed, written.len());
    Ok(Covered::Kept(CleanReport { redacted, pixels, ..cleaned }))
}

/// Proves that the file `out` is already what [`clean`] would make of `input`, and answers what `clean` would.
///
/// A photo that is its own clean copy is clean: `verify(photo, photo)`. An error says why it is not.
pub fn verify(input: &Path, out: &Path) -> Result<CleanReport> {
    let mut source = Source::open(input)?;
    let data = supported(&mut source)?;
    let Opened { found, .. } = open(source.format, &data)?;
    let essence = verify::input(source.format, &data)?;
    drop(data);
    let mut written = Source::open(out)?;
    let written = written.read()?;
    verify::output(source.format, &written, &essence)?;
    Ok(report(source.format, source.bytes, input, out, found.removed, written.len()))
}

fn report(
    format: Format,
    bytes_in: u64,
    input: &Path,
    out: &Path,
    removed: Vec<MetadataItem>,
    bytes_out: usize,
) -> CleanReport {
    let named = input.extension().map(|extension| extension.to_string_lossy());
    let misnamed = named.is_some_and(|extension| !format.has_extension(&extension));
    CleanReport {
        path: input.to_string_lossy().into_owned(),
        out: out.to_string_lossy().into_owned(),
        removed,
        redacted: vec![],
        bytes_in,
        bytes_out: bytes_out as u64,
        pixels: Pixels::Identical,
        verified: true,
        extension: misnamed.then(|| format.extension().into()),
    }
}

/// The photo with its regions covered; `None` when there is nothing to cover.
fn redacted(format: Format, data: &[u8], regions: &[Region]) -> Result<Option<Redacted>> {
    if regions.is_empty() {
        return Ok(None);
    }
    redact::redact(shape(format, data)?, data, regions)
}

fn shape(format: Format, data: &[u8]) -> Result<Shape> {
    if format == Format::Jpeg {
        let jpeg::Survey { width, height, orientation, .. } = jpeg::survey(data)?;
        return Ok(Shape { format, width, height, orientation });
    }
    let Opened { width, height, orientation, .. } = open(format, data)?;
    Ok(Shape { format, width, height, orientation })
}

/// What [`clean`] does, in memory: for callers that hold the bytes anyway, for fuzzing and for measuring.
///
/// Answers the verified clean copy and what it no longer holds.
pub fn clean_bytes(data: &[u8]) -> Result<(Vec<u8>, Vec<MetadataItem>)> {
    let (clean, removed) = clean_owned(data.to_vec())?;
    Ok((clean.into_vec(), removed))
}

/// Like [`clean_bytes`], in the photo's own memory where the order of its parts allows it: no second copy is held.
pub fn clean_owned(data: Vec<u8>) -> Result<(Buffer, Vec<MetadataItem>)> {
    let format = known(sniff::sniff(&data))?;
    let Opened { found, plan, .. } = open(format, &data)?;
    let essence = verify::input(format, &data)?;
    let out = plan.apply(data);
    verify::output(format, &out, &essence)?;
    Ok((out, found.removed))
}

/// What [`redact`] does in one round, in memory. Answers the verified copy and what was covered.
pub fn redact_bytes(data: &[u8], regions: &[Region]) -> Result<(Vec<u8>, Vec<Region>)> {
    let format = known(sniff::sniff(data))?;
    let Some(redacted) = redacted(format, data, regions)? else { return Ok((clean_bytes(data)?.0, vec![])) };
    let clean = clean_owned(redacted.bytes)?.0.into_vec();
    match redacted.pixels {
        Pixels::ReEncoded => verify::flat(&clean, &redacted.areas)?,
        _ => verify::covered(redacted.format, data, &clean, &redacted.areas)?,
    }
    Ok((clean, redacted.regions))
}

/// What detectors see in `copy` of the kinds of the `covered` regions, and mostly inside one of them: for measuring.
#[doc(hidden)]
pub fn still_seen_bytes(copy: &[u8], covered: &[Region]) -> Result<Vec<Region>> {
    again::seen(known(sniff::sniff(copy))?, copy, covered)
}

/// What [`clean`] does before its proof: for measuring only, the copy is not verified.
#[doc(hidden)]
pub fn strip_bytes(data: &[u8], out: &mut impl std::io::Write) -> Result<()> {
    let Opened { plan, .. } = open(known(sniff::sniff(data))?, data)?;
    plan.write(data, out).map_err(|error| CheckError::io("write", &error))
}

/// What [`clean_owned`] does before its proof: for measuring only, the copy is not verified.
#[doc(hidden)]
pub fn strip_owned(data: Vec<u8>) -> Result<Buffer> {
    let Opened { plan, .. } = open(known(sniff::sniff(&data))?, &data)?;
    Ok(plan.apply(data))
}

/// What [`inspect`] reads, in memory: for measuring only.
#[doc(hidden)]
pub fn inspect_bytes(data: &[u8]) -> Result<Vec<MetadataItem>> {
    let Opened { found, .. } = open(known(sniff::sniff(data))?, data)?;
    Ok([found.removed, found.kept].concat())
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
    let mut opened = walk(format, data)?;
    let found = &mut opened.found;
    // Filling, an orientation told at length, lists in another form: nothing to name, but not the same bytes.
    if found.removed.is_empty() && opened.plan.changes(data) {
        found.add("other", "Structure", Other, "rewritten");
    }
    Ok(opened)
}

fn walk(format: Format, data: &[u8]) -> Result<Opened> {
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
