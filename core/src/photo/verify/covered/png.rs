//! Two PNGs side by side, row by row, with a decoder that the writer does not use.

use std::io::Cursor;

use png::{Decoder, Limits, Transformations};

use super::super::Fault;
use crate::photo::redact::Area;

/// Most memory of one decoder, in bytes: a few rows.
const BYTES: usize = 128 << 20;

/// See [`super::covered`].
pub(super) fn covered(input: &[u8], output: &[u8], areas: &[Area]) -> Result<(), Fault> {
    let (mut before, mut after) = (open(input)?, open(output)?);
    let same =
        |of: fn(&png::Info) -> (u32, u32, png::ColorType, png::BitDepth, bool)| of(before.info()) == of(after.info());
    if !same(|info| (info.width, info.height, info.color_type, info.bit_depth, info.interlaced)) {
        return Err("header-differs");
    }
    // Beside true colour a palette is a suggestion, and cleaning drops it.
    let indexed = after.info().color_type == png::ColorType::Indexed;
    if (indexed && before.info().palette != after.info().palette) || before.info().trns != after.info().trns {
        return Err("palette-differs");
    }
    let frames = after.info().animation_control.map_or(1, |control| control.num_frames);
    // The first picture may stand outside the animation.
    let more = u32::from(after.info().animation_control.is_some() && after.info().frame_control.is_none());
    for frame in 0..frames.saturating_add(more) {
        if frame > 0 {
            let place = before.next_frame_info().map(copy).map_err(|_| "original-unread")?;
            if after.next_frame_info().map(copy).ok() != Some(place) {
                return Err("frame-differs");
            }
        }
        rows(&mut before, &mut after, areas)?;
    }
    Ok(())
}

type Reader<'a> = png::Reader<Cursor<&'a [u8]>>;

fn open(data: &[u8]) -> Result<Reader<'_>, Fault> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(data), Limits { bytes: BYTES });
    decoder.set_transformations(Transformations::IDENTITY);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.read_info().map_err(|_| "png-unread")
}

/// Place and size, and how the frame is shown.
fn copy(control: &png::FrameControl) -> [u32; 4] {
    [control.x_offset, control.y_offset, control.width, control.height]
}

/// The rows of one frame. Those of an interlaced one come in seven passes (W3C PNG 8.1).
fn rows(before: &mut Reader, after: &mut Reader, areas: &[Area]) -> Result<(), Fault> {
    let info = after.info();
    let [left, top, width, height] = info.frame_control.as_ref().map_or([0, 0, info.width, info.height], copy);
    let bits = info.bits_per_pixel();
    let passes: &[(u32, u32, u32, u32)] = if info.interlaced {
        &[(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    } else {
        &[(0, 0, 1, 1)]
    };
    let mut solid = None;
    for &(column, row, across, down) in passes.iter().filter(|pass| pass.0 < width && pass.1 < height) {
        for y in (row..height).step_by(down as usize) {
            let old = before.next_row().map_err(|_| "original-unread")?.ok_or("rows-differ")?;
            let new = after.next_row().map_err(|_| "png-unread")?.ok_or("rows-differ")?;
            let crossing: Vec<&Area> = areas.iter().filter(|area| area.y0 <= top + y && top + y < area.y1).collect();
            if crossing.is_empty() && old.data() == new.data() {
                continue;
            }
            for (at, x) in (column..width).step_by(across as usize).enumerate() {
                let (was, is) = (pixel(old.data(), at, bits), pixel(new.data(), at, bits));
                if !crossing.iter().any(|area| area.x0 <= left + x && left + x < area.x1) {
                    if was != is {
                        return Err("pixels-differ");
                    }
                } else if *solid.get_or_insert(is) != is {
                    return Err("covered-not-flat");
                }
            }
        }
    }
    Ok(())
}

/// The samples of a pixel as one number.
fn pixel(row: &[u8], at: usize, bits: usize) -> Option<u64> {
    if bits < 8 {
        let byte = row.get(at * bits / 8)?;
        return Some(u64::from(byte >> (8 - bits - at * bits % 8)) & ((1 << bits) - 1));
    }
    let bytes = row.get(at * bits / 8..(at + 1) * bits / 8)?;
    Some(bytes.iter().fold(0, |all, &byte| all << 8 | u64::from(byte)))
}
