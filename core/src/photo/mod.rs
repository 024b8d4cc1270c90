//! One photo: what is hidden in it, and a clean copy that is proved clean.
//!
//! The format is told by the bytes. Each format has a writer that copies only what shows the picture, a reader that
//! lists what is hidden, and a verifier written apart from both. Pixels are never decoded here.

mod bmff;
mod bytes;
mod files;
mod findings;
mod gif;
mod hidden;
mod jpeg;
mod limits;
mod metadata;
mod movie;
mod orientation;
mod plan;
mod png;
mod report;
mod sniff;
mod verify;
mod webp;

use std::path::Path;

pub use findings::findings;
pub use hidden::{HiddenPicture, HiddenPictureKind};
pub use report::{CleanReport, Format, PhotoReport, Pixels, Unchecked};

use crate::error::{CheckError, Result};
use crate::span::MetadataItem;
use crate::span::MetadataKind::Other;
use files::Source;
use metadata::Found;
use plan::Plan;

/// Reads what is hidden in the photo at `path`, without decoding its pixels.
///
/// Findings are empty here; the rules judge the opened. Width and height are pixels of the upright photo.
pub fn inspect(path: &Path) -> Result<PhotoReport> {
    let mut source = Source::open(path)?;
    let opened = open(source.format, &supported(&mut source)?)?;
    let (width, height) = orientation::upright(opened.width, opened.height, opened.orientation);
    let missing = |what: &str| Unchecked { what: what.into(), why: "no-detector".into() };
    Ok(PhotoReport {
        path: path.to_string_lossy().into_owned(),
        format: source.format,
        width,
        height,
        orientation: opened.orientation,
        findings: vec![],
        metadata: [opened.found.removed, opened.found.kept].concat(),
        regions: vec![],
        unchecked: ["faces", "screens", "text", "codes"].map(missing).into(),
    })
}

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
    Ok(report(&source, input, out, found, written.len()))
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
    Ok(report(&source, input, out, found, written.len()))
}

fn report(source: &Source, input: &Path, out: &Path, found: Found, bytes_out: usize) -> CleanReport {
    let named = input.extension().map(|extension| extension.to_string_lossy());
    let misnamed = named.is_some_and(|extension| !source.format.has_extension(&extension));
    CleanReport {
        path: input.to_string_lossy().into_owned(),
        out: out.to_string_lossy().into_owned(),
        removed: found.removed,
        redacted: vec![],
        bytes_in: source.bytes,
        bytes_out: bytes_out as u64,
        pixels: Pixels::Identical,
        verified: true,
        extension: misnamed.then(|| source.format.extension().into()),
    }
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

/// What [`clean_bytes`] does before its proof: for measuring only, the copy is not verified.
#[doc(hidden)]
pub fn strip_bytes(data: &[u8]) -> Result<Vec<u8>> {
    let Opened { plan, .. } = open(known(sniff::sniff(data))?, data)?;
    let mut out = Vec::with_capacity(plan.len());
    plan.write(data, &mut out).map_err(|error| CheckError::io("write", &error))?;
    Ok(out)
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
