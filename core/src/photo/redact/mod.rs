//! Regions of a photo are covered with solid black, for good.
//!
//! Blur and pixelation are not offered: what they leave is computed from what they hide. Text under a blur can be
//! sharpened again, and text under a mosaic found by drawing each word that it could be and comparing the squares.
//! A solid box keeps nothing, and neither does the rest of the file (thumbnails, second pictures, depth, video,
//! content credentials): the covered bytes go through the same cleaning as any photo.

mod jpeg;
mod region;

use super::report::{Format, Pixels};
use super::{limits, orientation};
use crate::error::{CheckError, Result};
use crate::span::Region;
pub(crate) use region::Area;

/// A photo whose regions are covered, not cleaned yet.
pub(super) struct Redacted {
    /// The photo's kind may change: what is drawn anew becomes a JPEG.
    pub(super) format: Format,
    pub(super) bytes: Vec<u8>,
    /// The covered stored pixels.
    pub(super) areas: Vec<Area>,
    /// The same as regions of the upright photo.
    pub(super) regions: Vec<Region>,
    pub(super) pixels: Pixels,
}

/// What a photo is, as far as covering needs to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) format: Format,
    /// Stored pixels.
    pub(super) width: u32,
    pub(super) height: u32,
    /// EXIF orientation, 1 to 8.
    pub(super) orientation: u8,
}

/// Covers `regions` (pixels of the upright photo) and what is around them; see [`region::Area::padded`].
///
/// `None` when no region has a pixel in the photo.
///
/// # Errors
/// `NeedsPixels` when the format cannot be changed in part; then the shell decodes the photo and hands in its pixels.
pub(super) fn redact(shape: Shape, data: &[u8], regions: &[Region]) -> Result<Option<Redacted>> {
    if regions.len() > limits::REGIONS {
        return Err(CheckError::LimitExceeded { limit: "regions".into(), max: limits::REGIONS as u64 });
    }
    let Shape { format, width, height, orientation } = shape;
    let (across, down) = orientation::upright(width, height, orientation);
    let padded = |region| Some((region, Area::padded(region, across, down)?));
    let (inside, upright): (Vec<&Region>, Vec<Area>) = regions.iter().filter_map(padded).unzip();
    if inside.is_empty() {
        return Ok(None);
    }
    let asked: Vec<Area> = upright.iter().map(|area| area.stored(width, height, orientation)).collect();
    let (bytes, areas) = match format {
        Format::Jpeg => {
            let covered = jpeg::cover(data, &asked)?;
            (covered.bytes, covered.areas)
        }
        other => return Err(CheckError::needs_pixels(other.name())),
    };
    if asked.iter().zip(&areas).any(|(asked, area)| !area.contains(*asked)) {
        return Err(CheckError::Internal { code: "region-not-covered".into() });
    }
    let shown = areas.iter().zip(inside).map(|(area, region)| area.shown(width, height, orientation).of(region));
    Ok(Some(Redacted { format, regions: shown.collect(), bytes, areas, pixels: Pixels::IdenticalOutsideRegions }))
}
