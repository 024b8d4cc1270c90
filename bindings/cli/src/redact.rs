//! Covering parts of a photo: what to cover, and a picture of how it looks.

use std::path::Path;

use curtain_core::error::{CheckError, Result};
use curtain_core::photo::{self, CleanReport, PhotoReport, Platform};
use curtain_core::span::{Region, RegionKind, RegionSource};
use image::metadata::Orientation;
use image::{DynamicImage, GenericImage, ImageDecoder, ImageReader, Limits, Rgba, RgbaImage};

use crate::args::Clean;
use crate::exit::Failure;

/// Longest side of each half of the preview, in pixels.
const PREVIEW_SIDE: u32 = 640;
/// Most memory that decoding for the preview may take, in bytes.
const PREVIEW_BYTES: u64 = 1 << 30;

/// Reads `X,Y,W,H`.
pub(crate) fn region(text: &str) -> std::result::Result<Region, String> {
    let numbers: Vec<u32> = text.split(',').map_while(|number| number.trim().parse().ok()).collect();
    match numbers.as_slice() {
        &[x, y, width, height] if width > 0 && height > 0 && text.split(',').count() == 4 => {
            Ok(Region { kind: RegionKind::Other, x, y, width, height, confidence: 1.0, source: RegionSource::User })
        }
        _ => Err("four whole numbers X,Y,W,H in pixels, width and height above 0".into()),
    }
}

/// Refuses options that make no sense together, before anything is written.
pub(crate) fn refuse_misuse(clean: &Clean) -> std::result::Result<(), Failure> {
    let Some(preview) = &clean.preview else { return Ok(()) };
    if clean.photos.len() > 1 {
        return Err(Failure::new("--preview shows one photo; give one, or leave it out"));
    }
    if preview.symlink_metadata().is_ok() {
        return Err(Failure::new(format!("{}: a file of this name is already there", preview.display())));
    }
    Ok(())
}

/// What to cover in one photo, and what there was none of.
pub(crate) struct Wanted {
    pub(crate) regions: Vec<Region>,
    pub(crate) notes: Vec<String>,
}

/// Works out what to cover in the photo at `path`.
///
/// A box outside the photo and a kind that nothing looks for are errors: no photo is written as covered that is not.
pub(crate) fn wanted(path: &Path, clean: &Clean) -> Result<Wanted> {
    let mut wanted = Wanted { regions: clean.redact_region.clone(), notes: vec![] };
    if clean.redact.is_empty() && wanted.regions.is_empty() {
        return Ok(wanted);
    }
    // Looking at the picture takes a while, and boxes that the user gives need none of it.
    let report = if clean.redact.is_empty() {
        photo::inspect(path)?
    } else {
        photo::look(path, &Platform::default(), photo::Wanted::default())?.report
    };
    if clean.redact_region.iter().any(|region| region.x >= report.width || region.y >= report.height) {
        let size = format!("a box inside the photo, which is {} × {} pixels", report.width, report.height);
        return Err(CheckError::InvalidState { expected: size });
    }
    for &kind in &clean.redact {
        let found: Vec<Region> = report.regions.iter().filter(|region| region.kind == kind).cloned().collect();
        if found.is_empty() {
            let name = crate::args::json_name(&kind);
            if !was_looked_for(&report, kind) {
                return Err(CheckError::InvalidState { expected: format!("a detector that looks for {name}") });
            }
            wanted.notes.push(format!("no {name} was found, so none was covered"));
        }
        wanted.regions.extend(found);
    }
    Ok(wanted)
}

/// Whether finding nothing of a kind means anything.
fn was_looked_for(report: &PhotoReport, kind: RegionKind) -> bool {
    let what = match kind {
        RegionKind::Face => "faces",
        RegionKind::Barcode => "codes",
        RegionKind::Text => "text",
        RegionKind::Screen | RegionKind::Whiteboard | RegionKind::Document => "screens",
        RegionKind::Badge | RegionKind::Wristband | RegionKind::Other => return false,
    };
    report.looked_for.iter().any(|looked| looked == what)
}

/// Writes the photo before and after, side by side, when that was asked for.
pub(crate) fn preview(clean: &Clean, path: &Path, report: &CleanReport) -> std::result::Result<(), Failure> {
    let Some(target) = &clean.preview else { return Ok(()) };
    let failed = |_| Failure::new(format!("{}: the preview could not be made", target.display()));
    let (before, after) = (small(path).map_err(failed)?, small(Path::new(&report.out)).map_err(failed)?);
    let (width, height) = (before.width().max(after.width()), before.height().max(after.height()));
    let mut both = RgbaImage::from_pixel(2 * width + 8, height, Rgba([255; 4]));
    both.copy_from(&before, 0, 0).map_err(failed)?;
    both.copy_from(&after, width + 8, 0).map_err(failed)?;
    both.save_with_format(target, image::ImageFormat::Png).map_err(failed)
}

/// The photo as a person sees it, small.
fn small(path: &Path) -> image::ImageResult<RgbaImage> {
    let mut reader = ImageReader::open(path)?.with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(PREVIEW_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(turn);
    if picture.width().max(picture.height()) > PREVIEW_SIDE {
        picture = picture.thumbnail(PREVIEW_SIDE, PREVIEW_SIDE);
    }
    Ok(picture.into_rgba8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_box_and_nothing_else() {
        let read = |text| region(text).map(|r| [r.x, r.y, r.width, r.height]).ok();
        assert_eq!(read("1,2,3,4"), Some([1, 2, 3, 4]));
        assert_eq!(read("1, 2, 3, 4"), Some([1, 2, 3, 4]));
        for wrong in ["", "1,2,3", "1,2,3,4,5", "1,2,3,x", "1,2,0,4", "-1,2,3,4", "1,2,3,99999999999"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
