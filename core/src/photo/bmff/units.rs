//! Inside the coded picture: units that carry messages instead of pixels (ITU-T H.265 section 7.4.2.2 and annex D; AV1
//! specification sections 5.3 and 5.8).
//!
//! Encoders sign their pictures there, and anything can be put there; no still needs them.

use std::ops::Range;

use super::items::{Item, Lists};
use crate::photo::bytes::part;

/// The pieces of an item that show something. For HEVC and AV1, units of messages and filling are left out.
pub(super) fn shown(data: &[u8], lists: &Lists, id: u32, item: &Item) -> Option<Vec<Range<usize>>> {
    let places = lists.places(data, item)?;
    let [whole] = places.as_slice() else { return Some(places) };
    // Layers are told by their lengths, which would not fit any more; in a sequence there is no room for more pieces.
    if &item.kind == b"av01" && !lists.sequence && lists.property_of(id, *b"a1lx").is_none() {
        return Some(obus(data, whole).filter(|kept| !kept.is_empty()).unwrap_or(places));
    }
    let settings = lists.property_of(id, *b"hvcC").filter(|_| &item.kind == b"hvc1");
    let width = settings.and_then(|b| part(data, b.body.clone()).get(21)).map(|b| usize::from(b & 3) + 1);
    Some(width.and_then(|width| pictures(data, whole, width)).filter(|kept| !kept.is_empty()).unwrap_or(places))
}

/// The units of `whole` that hold pixels or their settings, each behind a length of `width` bytes. `None` when the
/// lengths do not fit, for then nothing is known.
fn pictures(data: &[u8], whole: &Range<usize>, width: usize) -> Option<Vec<Range<usize>>> {
    let mut kept: Vec<Range<usize>> = vec![];
    let mut at = whole.start;
    while at + width < whole.end {
        let length = data.get(at..at + width)?.iter().fold(0, |sum, &b| sum << 8 | usize::from(b));
        let end = (at + width).checked_add(length).filter(|&end| length > 1 && end <= whole.end)?;
        let messages = matches!(data.get(at + width)? >> 1 & 63, 38..=63);
        match kept.last_mut() {
            _ if messages => {}
            Some(last) if last.end == at => last.end = end,
            _ => kept.push(at..end),
        }
        at = end;
    }
    Some(kept)
}

/// The units of `whole` that hold pixels, their settings, or how bright they are. `None` when the lengths do not fit.
fn obus(data: &[u8], whole: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let mut kept: Vec<Range<usize>> = vec![];
    let mut at = whole.start;
    while at < whole.end {
        let head = *data.get(at)?;
        let (kind, extended, sized) = (head >> 3 & 15, head & 4 != 0, head & 2 != 0);
        let mut body = at + 1 + usize::from(extended);
        let mut length = whole.end.checked_sub(body)?;
        if sized {
            length = 0;
            for shift in (0..56).step_by(7) {
                let digit = *data.get(body)?;
                body += 1;
                length |= usize::from(digit & 0x7F) << shift;
                if digit & 0x80 == 0 {
                    break;
                }
                if shift == 49 {
                    return None;
                }
            }
        }
        let end = body.checked_add(length).filter(|&end| head & 0x80 == 0 && end <= whole.end)?;
        // Sequence header, delimiter, frames and tiles; of the messages those about brightness and layers.
        let shows = matches!(kind, 1..=4 | 6 | 7) || kind == 5 && length > 0 && matches!(data.get(body), Some(1..=3));
        match kept.last_mut() {
            _ if !shows => {}
            Some(last) if last.end == at => last.end = end,
            _ => kept.push(at..end),
        }
        at = end;
    }
    Some(kept)
}

/// How long the body of a property is by its own rules; `None` when these leave the length open.
pub(super) fn property_length(kind: [u8; 4], body: &[u8]) -> Option<usize> {
    match &kind {
        b"irot" | b"imir" | b"a1op" => Some(1),
        b"lsel" => Some(2),
        b"clli" => Some(4),
        b"pasp" => Some(8),
        b"ispe" | b"iscl" => Some(12),
        b"mdcv" => Some(24),
        b"clap" => Some(32),
        b"colr" if body.starts_with(b"nclx") => Some(11),
        b"pixi" if body.starts_with(&[0; 4]) => Some(5 + usize::from(*body.get(4)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_messages_out() {
        let data = b"\0\x03\x26\x01p\0\x04\x4e\x01hi\0\x02\x28\x01xxx";
        assert_eq!(pictures(data, &(0..15), 2), Some(vec![0..5, 11..15]));
        assert_eq!(pictures(data, &(0..18), 2), None, "lengths that do not fit");
    }

    #[test]
    fn leaves_filling_out() {
        // Sequence header, filling, brightness, a note of the user's, a frame without a length.
        let data = b"\x0a\x02ab\x7a\x03xyz\x2a\x05\x01cdef\x2a\x03\x04no\x30frame";
        assert_eq!(obus(data, &(0..data.len())), Some(vec![0..4, 9..16, 21..27]));
        assert_eq!(obus(data, &(0..8)), None, "lengths that do not fit");
    }
}
