//! Regions of a lossless still WebP: the picture is decoded, filled and encoded without loss; other chunks stay.
//!
//! RFC 9649. Lossy pictures and animations cannot be changed in part here.

use std::io::Cursor;

use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::{ExtendedColorType, ImageDecoder};

use super::region::{Area, stretches};
use crate::error::{CheckError, Result};
use crate::photo::bytes::{le32, part};
use crate::photo::limits::DECODED_BYTES;

/// Covers `areas`. Everything else in the file stays.
pub(super) fn cover(data: &[u8], areas: &[Area]) -> Result<Vec<u8>> {
    let chunk = lossless(data)?;
    let broken = |_| CheckError::malformed("image-data", chunk.start);
    let decoder = WebPDecoder::new(Cursor::new(data)).map_err(broken)?;
    let (width, height) = decoder.dimensions();
    let size = decoder.total_bytes();
    if size > DECODED_BYTES {
        return Err(CheckError::LimitExceeded { limit: "decoded-bytes".into(), max: DECODED_BYTES });
    }
    let colour = ExtendedColorType::from(decoder.color_type());
    let ink: &[u8] = if colour == ExtendedColorType::Rgba8 { &[0, 0, 0, 255] } else { &[0, 0, 0] };
    let mut pixels = vec![0; size as usize];
    decoder.read_image(&mut pixels).map_err(broken)?;
    for (row, y) in pixels.chunks_exact_mut(width as usize * ink.len()).zip(0..) {
        for (start, end) in stretches(areas, y) {
            let covered = row.get_mut(start as usize * ink.len()..end as usize * ink.len()).unwrap_or_default();
            covered.chunks_exact_mut(ink.len()).for_each(|pixel| pixel.copy_from_slice(ink));
        }
    }
    let mut coded = vec![];
    let failed = |_| CheckError::Internal { code: "encoding".into() };
    WebPEncoder::new_lossless(&mut coded).encode(&pixels, width, height, colour).map_err(failed)?;
    drop(pixels);
    let made = part(&coded, lossless(&coded)?);
    // The file again, with the picture's chunk exchanged and the size at its start put right.
    let padding: &[u8] = if made.len().is_multiple_of(2) { &[] } else { &[0] };
    let after = (chunk.end + chunk.len() % 2).min(data.len());
    let stated = (le32(data, 4).unwrap_or(0) as usize + 8).min(data.len());
    let riff = (chunk.start - 8 + 8 + made.len() + padding.len() + stated.saturating_sub(after)).saturating_sub(8);
    Ok([
        b"RIFF",
        &(riff as u32).to_le_bytes()[..],
        part(data, 8..chunk.start - 4),
        &(made.len() as u32).to_le_bytes(),
        made,
        padding,
        part(data, after..data.len()),
    ]
    .concat())
}

/// Where the body of the lossless picture's chunk lies.
fn lossless(data: &[u8]) -> Result<std::ops::Range<usize>> {
    let mut at = 12;
    while let Some(kind) = data.get(at..at + 4) {
        let length = le32(data, at + 4).ok_or_else(|| CheckError::malformed("chunk", at))? as usize;
        let body = at + 8..(at + 8).saturating_add(length);
        match kind {
            b"VP8L" if body.end <= data.len() => return Ok(body),
            b"VP8 " => return Err(CheckError::needs_pixels("lossy-webp")),
            b"ANIM" | b"ANMF" => return Err(CheckError::needs_pixels("animated-webp")),
            _ => at = body.end.saturating_add(length % 2),
        }
    }
    Err(CheckError::malformed("image-data", 12))
}
