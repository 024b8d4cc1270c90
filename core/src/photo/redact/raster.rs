//! Formats that cannot be changed in part are drawn anew: decoded pixels, covered, as a JPEG without metadata.
//!
//! The shell's own decoder makes the pixels of HEIC and AVIF; GIF and lossy WebP stills are decoded here.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{AnimationDecoder, DynamicImage, GenericImageView, ImageDecoder, Rgb};

use super::region::Area;
use crate::error::{CheckError, Result};
use crate::photo::limits::DECODED_BYTES;
use crate::photo::report::Format;

/// Quality of the JPEG: little is lost on top of what the format lost before.
const QUALITY: u8 = 92;
/// Side of the squares that JPEG codes as one. Areas are grown to whole ones, so that nothing of what is around them
/// shows inside.
const BLOCK: u32 = 8;

/// Decoded pixels of the upright photo: red, green, blue and opacity, a byte each, in sRGB. Rows are `stride` bytes apart.
///
/// May be smaller than the photo: regions are scaled.
#[derive(Debug, Clone, Copy)]
pub struct Raster<'a> {
    pub rgba: &'a [u8],
    pub width: u32,
    pub height: u32,
    pub stride: u32,
}

impl Raster<'_> {
    /// Refuses a buffer that is shorter than its size says.
    pub(super) fn check(&self) -> Result<()> {
        let row = u64::from(self.width) * 4;
        let rows = u64::from(self.height.saturating_sub(1)) * u64::from(self.stride);
        let fits = u64::from(self.stride) >= row && self.rgba.len() as u64 >= rows + row;
        if self.width == 0 || self.height == 0 || self.width > 0xFFFF || self.height > 0xFFFF || !fits {
            return Err(CheckError::malformed("pixels", self.rgba.len()));
        }
        Ok(())
    }
}

/// A raster as the encoder reads it: covered, on white where it is transparent.
struct Covered<'a>(Raster<'a>, &'a [Area]);

impl GenericImageView for Covered<'_> {
    type Pixel = Rgb<u8>;

    fn dimensions(&self) -> (u32, u32) {
        (self.0.width, self.0.height)
    }

    fn get_pixel(&self, x: u32, y: u32) -> Rgb<u8> {
        if self.1.iter().any(|area| (area.x0..area.x1).contains(&x) && (area.y0..area.y1).contains(&y)) {
            return Rgb([0; 3]);
        }
        let at = y as usize * self.0.stride as usize + x as usize * 4;
        let &[red, green, blue, alpha] = self.0.rgba.get(at..).and_then(|rest| rest.first_chunk()).unwrap_or(&[0; 4]);
        let alpha = u32::from(alpha);
        Rgb([red, green, blue].map(|value| ((u32::from(value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8))
    }
}

/// Draws the raster as a JPEG, with `areas` (pixels of the raster) covered. Answers the areas as covered.
pub(super) fn draw(raster: Raster, areas: &[Area]) -> Result<(Vec<u8>, Vec<Area>)> {
    raster.check()?;
    let grown = |area: &Area| Area {
        x0: area.x0 / BLOCK * BLOCK,
        y0: area.y0 / BLOCK * BLOCK,
        x1: area.x1.next_multiple_of(BLOCK).min(raster.width),
        y1: area.y1.next_multiple_of(BLOCK).min(raster.height),
    };
    let areas: Vec<Area> = areas.iter().map(grown).collect();
    let mut out = vec![];
    let failed = |_| CheckError::Internal { code: "encoding".into() };
    JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&Covered(raster, &areas)).map_err(failed)?;
    Ok((out, areas))
}

/// Decodes a still GIF or WebP to upright pixels.
pub(super) fn decode(format: Format, data: &[u8]) -> Result<image::RgbaImage> {
    let broken = |_| CheckError::malformed("image-data", 0);
    match format {
        Format::Gif => {
            let frames = GifDecoder::new(Cursor::new(data)).map_err(broken)?.into_frames().take(2);
            if frames.flatten().count() > 1 {
                return Err(CheckError::needs_pixels("animated-gif"));
            }
            picture(GifDecoder::new(Cursor::new(data)).map_err(broken)?)
        }
        Format::Webp => {
            let decoder = WebPDecoder::new(Cursor::new(data)).map_err(broken)?;
            if decoder.has_animation() {
                return Err(CheckError::needs_pixels("animated-webp"));
            }
            picture(decoder)
        }
        other => Err(CheckError::needs_pixels(other.name())),
    }
}

fn picture(mut decoder: impl ImageDecoder) -> Result<image::RgbaImage> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) * 4 > DECODED_BYTES {
        return Err(CheckError::LimitExceeded { limit: "decoded-bytes".into(), max: DECODED_BYTES });
    }
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let broken = |_| CheckError::malformed("image-data", 0);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(turn);
    Ok(picture.into_rgba8())
}
