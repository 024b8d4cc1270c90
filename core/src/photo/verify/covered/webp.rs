//! Two lossless `WebP`s side by side, decoded whole.

use std::io::Cursor;

use image::ImageDecoder;
use image::codecs::webp::WebPDecoder;

use super::super::Fault;
use crate::photo::limits::DECODED_BYTES;
use crate::photo::redact::Area;

/// See [`super::covered`].
pub(super) fn covered(input: &[u8], output: &[u8], areas: &[Area]) -> Result<(), Fault> {
    let (width, channels, before) = decoded(input)?;
    let (width_after, channels_after, after) = decoded(output)?;
    if (width, channels, before.len()) != (width_after, channels_after, after.len()) {
        return Err("header-differs");
    }
    let mut solid = None;
    for (at, (was, is)) in before.chunks_exact(channels).zip(after.chunks_exact(channels)).enumerate() {
        let (x, y) = ((at % width) as u32, (at / width) as u32);
        if !areas.iter().any(|area| (area.x0..area.x1).contains(&x) && (area.y0..area.y1).contains(&y)) {
            if was != is {
                return Err("pixels-differ");
            }
        } else if *solid.get_or_insert(is) != is {
            return Err("covered-not-flat");
        }
    }
    Ok(())
}

/// Width, channels and samples.
fn decoded(data: &[u8]) -> Result<(usize, usize, Vec<u8>), Fault> {
    let decoder = WebPDecoder::new(Cursor::new(data)).map_err(|_| "webp-unread")?;
    let (width, channels) = (decoder.dimensions().0 as usize, usize::from(decoder.color_type().bytes_per_pixel()));
    if decoder.total_bytes() > DECODED_BYTES {
        return Err("webp-unread");
    }
    let mut samples = vec![0; decoder.total_bytes() as usize];
    decoder.read_image(&mut samples).map_err(|_| "webp-unread")?;
    Ok((width, channels, samples))
}
