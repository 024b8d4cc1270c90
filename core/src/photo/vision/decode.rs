//! From a file's bytes to the upright [`Picture`], by decoders in pure Rust, under limits.
//!
//! JPEG is decoded at an eighth, a quarter or half of its size where that is enough, so that 48 megapixels need about
//! 14 MB. What would need more is left to the shell, which can pass a preview.

use std::io::Cursor;

use image::{AnimationDecoder, DynamicImage, ImageDecoder, Limits};
use jpeg_decoder::PixelFormat;

use super::contained::contained;
use super::picture::{FINE, Picture, Raster, shrink};
use crate::photo::Format;
use crate::photo::limits::{COEFFICIENT_BYTES, PREVIEW_SIDE, SCANS, VISION_BYTES};
use crate::photo::orientation::upright;

/// Why nothing was looked at; the code that is told with every kind that was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    /// The shell's decoder can show it: a format we cannot decode, or a photo over our limits.
    NeedsPreview,
    /// Frames that follow each other; only a still can be looked at.
    Moving,
    /// The pixels cannot be decoded.
    Undecodable,
}

impl Unseen {
    pub fn code(self) -> &'static str {
        match self {
            Self::NeedsPreview => "needs-preview",
            Self::Moving => "moving-picture",
            Self::Undecodable => "undecodable",
        }
    }
}

/// Decodes `data`, whose stored size and orientation are known, and turns it upright.
pub fn decode(format: Format, data: &[u8], orientation: u8, stored: (u32, u32)) -> Result<Picture, Unseen> {
    let fine = contained(|| match format {
        Format::Jpeg => jpeg(data),
        Format::Png => png(data),
        Format::Webp => webp(data),
        Format::Gif => gif(data),
        Format::Mp4 | Format::Mov => Err(Unseen::Moving),
        _ => Err(Unseen::NeedsPreview),
    });
    let fine = turned(&fine.unwrap_or(Err(Unseen::Undecodable))?, orientation);
    let (width, height) = upright(stored.0, stored.1, orientation);
    Ok(Picture::from_raster(&fine, width, height))
}

/// A picture from a preview that the shell decoded and turned upright: four bytes (red, green, blue, alpha) a pixel, long
/// side at most 2048 pixels. `None` when the bytes do not fit the size or the size is over the limit.
pub fn preview(rgba: &[u8], width: u32, height: u32, full: (u32, u32)) -> Option<Picture> {
    let fits = width.max(height) <= PREVIEW_SIDE && rgba.len() as u64 == u64::from(width) * u64::from(height) * 4;
    let pixels = fits.then(|| rgba.as_chunks().0.iter().flat_map(|pixel| on_white(*pixel)).collect())?;
    Some(Picture::from_raster(&Raster::new(width, height, pixels)?, full.0, full.1))
}

fn jpeg(data: &[u8]) -> Result<Raster, Unseen> {
    let undecodable = |_| Unseen::Undecodable;
    let mut decoder = jpeg_decoder::Decoder::new(Cursor::new(data));
    decoder.read_info().map_err(undecodable)?;
    let info = decoder.info().ok_or(Unseen::Undecodable)?;
    let colours = info.pixel_format.pixel_bytes() as u64;
    // A progressive file keeps every coefficient, two bytes each, until its last scan.
    let coefficients = u64::from(info.width) * u64::from(info.height) * colours * 2;
    // Every scan may walk all of them again: an image with thousands of scans would take hours.
    let scans = || memchr::memmem::find_iter(data, &[0xFF, 0xDA]).take(SCANS as usize + 1).count();
    let progressive = info.coding_process == jpeg_decoder::CodingProcess::DctProgressive;
    if progressive && (coefficients > COEFFICIENT_BYTES || scans() > SCANS as usize) {
        return Err(Unseen::NeedsPreview);
    }
    let (width, height) = decoder.scale(FINE as u16, FINE as u16).map_err(undecodable)?;
    if u64::from(width) * u64::from(height) * colours > VISION_BYTES {
        return Err(Unseen::NeedsPreview);
    }
    let bytes = decoder.decode().map_err(undecodable)?;
    let pixels = match info.pixel_format {
        PixelFormat::RGB24 => bytes,
        PixelFormat::L8 => bytes.iter().flat_map(|v| [*v; 3]).collect(),
        PixelFormat::L16 => {
            bytes.as_chunks::<2>().0.iter().flat_map(|v| [u16::from_ne_bytes(*v).to_be_bytes()[0]; 3]).collect()
        }
        PixelFormat::CMYK32 => bytes.as_chunks::<4>().0.iter().flat_map(|v| from_inks(*v)).collect(),
    };
    Ok(shrink(&Raster::new(width.into(), height.into(), pixels).ok_or(Unseen::Undecodable)?, FINE))
}

fn png(data: &[u8]) -> Result<Raster, Unseen> {
    let decoder = image::codecs::png::PngDecoder::with_limits(Cursor::new(data), limits()).map_err(refused)?;
    still(decoder)
}

fn webp(data: &[u8]) -> Result<Raster, Unseen> {
    let decoder = image::codecs::webp::WebPDecoder::new(Cursor::new(data)).map_err(refused)?;
    if decoder.has_animation() { Err(Unseen::Moving) } else { still(decoder) }
}

fn gif(data: &[u8]) -> Result<Raster, Unseen> {
    let open = || image::codecs::gif::GifDecoder::new(Cursor::new(data)).map_err(refused);
    let decoder = open()?;
    if decoder.total_bytes() > VISION_BYTES {
        return Err(Unseen::NeedsPreview);
    }
    if decoder.into_frames().nth(1).is_some() {
        return Err(Unseen::Moving);
    }
    still(open()?)
}

/// The only picture of a file.
fn still(mut decoder: impl ImageDecoder) -> Result<Raster, Unseen> {
    if decoder.total_bytes() > VISION_BYTES {
        return Err(Unseen::NeedsPreview);
    }
    decoder.set_limits(limits()).map_err(refused)?;
    let image = DynamicImage::from_decoder(decoder).map_err(refused)?;
    let (width, height) = (image.width(), image.height());
    let pixels = match image {
        DynamicImage::ImageRgb8(rgb) => rgb.into_raw(),
        other => other.into_rgba8().as_raw().as_chunks().0.iter().flat_map(|pixel| on_white(*pixel)).collect(),
    };
    Ok(shrink(&Raster::new(width, height, pixels).ok_or(Unseen::Undecodable)?, FINE))
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(VISION_BYTES * 2);
    limits
}

#[allow(clippy::needless_pass_by_value)] // it is what `map_err` passes
fn refused(error: image::ImageError) -> Unseen {
    match error {
        image::ImageError::Limits(_) => Unseen::NeedsPreview,
        _ => Unseen::Undecodable,
    }
}

/// What a viewer shows on a white ground.
fn on_white([r, g, b, alpha]: [u8; 4]) -> [u8; 3] {
    let alpha = u32::from(alpha);
    [r, g, b].map(|colour| ((u32::from(colour) * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
}

/// Four inks, 255 for full, as light.
fn from_inks([c, m, y, k]: [u8; 4]) -> [u8; 3] {
    [c, m, y].map(|ink| (u32::from(255 - ink) * u32::from(255 - k) / 255) as u8)
}

/// Turned upright by an EXIF orientation (Exif 2.32 section 4.6.4), 1 to 8.
#[allow(clippy::cast_possible_wrap)] // sides are at most 2048 pixels
fn turned(stored: &Raster, orientation: u8) -> Raster {
    let (w, h) = (stored.width() as i32, stored.height() as i32);
    let from = |x: i32, y: i32| match orientation {
        2 => (w - 1 - x, y),
        3 => (w - 1 - x, h - 1 - y),
        4 => (x, h - 1 - y),
        5 => (y, x),
        6 => (y, h - 1 - x),
        7 => (w - 1 - y, h - 1 - x),
        8 => (w - 1 - y, x),
        _ => (x, y),
    };
    if !(2..=8).contains(&orientation) {
        return stored.clone();
    }
    let (width, height) = upright(stored.width(), stored.height(), orientation);
    let places = (0..height as i32).flat_map(|y| (0..width as i32).map(move |x| (x, y)));
    let pixels = places
        .flat_map(|(x, y)| {
            let (x, y) = from(x, y);
            stored.at(x, y)
        })
        .collect();
    Raster::new(width, height, pixels).unwrap_or_else(|| stored.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_orientation_turns_the_corner_to_its_place() {
        // Red, green over blue, white; where red comes to stand (Exif 2.32, table 4).
        let stored = Raster::new(2, 2, vec![255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]).expect("four pixels");
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0), (1, 0), (1, 1), (0, 1)];
        for (orientation, (x, y)) in (1..=8).zip(corners) {
            assert_eq!(turned(&stored, orientation).at(x, y), [255, 0, 0], "orientation {orientation}");
        }
        let wide = Raster::new(3, 1, vec![9; 9]).expect("three pixels");
        assert_eq!((turned(&wide, 6).width(), turned(&wide, 6).height()), (1, 3));
    }

    #[test]
    fn what_is_clear_is_seen_on_white() {
        assert_eq!(on_white([10, 20, 30, 0]), [255; 3]);
        assert_eq!(on_white([10, 20, 30, 255]), [10, 20, 30]);
        assert_eq!(from_inks([255, 0, 0, 0]), [0, 255, 255]);
    }

    #[test]
    fn a_preview_must_fit_its_size() {
        assert!(preview(&[0; 16], 2, 2, (4, 4)).is_some());
        assert!(preview(&[0; 15], 2, 2, (4, 4)).is_none());
        assert!(preview(&[], 0, 0, (4, 4)).is_none());
        assert!(preview(&vec![0; 3000 * 4], 3000, 1, (4, 4)).is_none(), "over the limit");
    }

    #[test]
    fn films_and_foreign_formats_say_why_they_are_not_seen() {
        let why = |format| decode(format, b"", 1, (1, 1)).map_err(Unseen::code).err();
        assert_eq!(why(Format::Mp4), Some("moving-picture"));
        assert_eq!(why(Format::Heic), Some("needs-preview"));
        assert_eq!(why(Format::Jpeg), Some("undecodable"));
    }
}
