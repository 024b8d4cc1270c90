//! Regions of a photo are covered with solid black, for good.
//!
//! Blur and pixelation are not offered: what they leave is computed from what they hide. Text under a blur can be
//! sharpened again, and text under a mosaic found by drawing each word that it could be and comparing the squares.
//! A solid box keeps nothing, and neither does the rest of the file (thumbnails, second pictures, depth, video,
//! content credentials): the covered bytes go through the same cleaning as any photo.

mod jpeg;
mod png;
mod raster;
mod region;
mod webp;

use super::report::{Format, Pixels};
use super::{limits, orientation};
use crate::error::{CheckError, Result};
use crate::span::Region;
pub use raster::Raster;
pub(crate) use region::Area;

/// A photo whose regions are covered, not cleaned yet.
pub(super) struct Redacted {
    /// What is drawn anew becomes a JPEG.
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

impl Shape {
    fn upright(self) -> (u32, u32) {
        orientation::upright(self.width, self.height, self.orientation)
    }

    /// The regions that have a pixel in the photo, and the upright pixels that covering each takes.
    fn inside(self, regions: &[Region]) -> Result<(Vec<&Region>, Vec<Area>)> {
        if regions.len() > limits::REGIONS {
            return Err(CheckError::LimitExceeded { limit: "regions".into(), max: limits::REGIONS as u64 });
        }
        let (width, height) = self.upright();
        Ok(regions.iter().filter_map(|region| Some((region, Area::padded(region, width, height)?))).unzip())
    }
}

/// Covers `regions` (pixels of the upright photo) and what is around them; see [`Area::padded`].
///
/// `None` when no region has a pixel in the photo.
///
/// # Errors
/// `NeedsPixels` when the photo cannot be changed in part and not be decoded here; then [`redact_raster`] is the way.
pub(super) fn redact(shape: Shape, data: &[u8], regions: &[Region]) -> Result<Option<Redacted>> {
    let (inside, upright) = shape.inside(regions)?;
    if inside.is_empty() {
        return Ok(None);
    }
    let Shape { format, width, height, orientation } = shape;
    let asked: Vec<Area> = upright.iter().map(|area| area.stored(width, height, orientation)).collect();
    let (bytes, areas) = match format {
        Format::Jpeg => jpeg::cover(data, &asked)?,
        Format::Png => (png::cover(data, &asked)?, asked.clone()),
        Format::Gif => return redact_decoded(shape, data, regions),
        Format::Webp => match webp::cover(data, &asked) {
            Err(CheckError::NeedsPixels { .. }) => return redact_decoded(shape, data, regions),
            outcome => (outcome?, asked.clone()),
        },
        other => return Err(CheckError::needs_pixels(other.name())),
    };
    if asked.iter().zip(&areas).any(|(asked, area)| !area.contains(*asked)) {
        return Err(CheckError::Internal { code: "region-not-covered".into() });
    }
    let shown = areas.iter().zip(inside).map(|(area, region)| area.shown(width, height, orientation).of(region));
    Ok(Some(Redacted { format, regions: shown.collect(), bytes, areas, pixels: Pixels::IdenticalOutsideRegions }))
}

/// Decodes the photo here, and draws it anew.
fn redact_decoded(shape: Shape, data: &[u8], regions: &[Region]) -> Result<Option<Redacted>> {
    let picture = raster::decode(shape.format, data)?;
    let (width, height) = picture.dimensions();
    redact_raster(shape, Raster { rgba: &picture, width, height, stride: width * 4 }, regions)
}

/// Draws a photo anew from its decoded pixels, with `regions` (pixels of the upright photo) covered.
///
/// `None` when no region has a pixel in the photo.
pub(super) fn redact_raster(shape: Shape, raster: Raster, regions: &[Region]) -> Result<Option<Redacted>> {
    let (inside, upright) = shape.inside(regions)?;
    if inside.is_empty() {
        return Ok(None);
    }
    let (width, height) = shape.upright();
    let scaled: Vec<Area> =
        upright.iter().map(|area| area.scaled((width, height), (raster.width, raster.height))).collect();
    let (bytes, areas) = raster::draw(raster, &scaled)?;
    let regions = areas.iter().zip(inside).map(|(area, region)| area.of(region)).collect();
    Ok(Some(Redacted { format: Format::Jpeg, bytes, areas, regions, pixels: Pixels::ReEncoded }))
}
