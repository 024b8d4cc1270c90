//! What the boxes of a video hide: user data, places, makers, times (the `QuickTime` file format; ISO/IEC 14496-12; 3GPP TS
//! 26.244 for `loci`).

use super::{Found, kind_of, size, text, xmp};
use crate::photo::bmff::boxes::{Box, Boxes};
use crate::photo::bytes::{be16, be32, part};
use crate::span::MetadataKind::{HiddenImage, Location, Other};

/// Adobe's UUID for an XMP packet.
const XMP: &[u8] = b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac";
/// How deep user data is followed.
const DEPTH: usize = 6;

/// Notes what a box that is dropped tells.
pub(in crate::photo) fn dropped(data: &[u8], found_box: &Box, found: &mut Found) {
    let before = found.count();
    walk(data, found_box, DEPTH, &mut vec![], found);
    let body = part(data, found_box.body.clone());
    if found.count() == before && body.iter().any(|&b| b != 0) {
        found.add("other", &name(found_box.kind), Other, &size(body.len()));
    }
}

/// Notes what a whole video tells, for one that stands inside or behind a photo.
pub(super) fn whole(video: &[u8], found: &mut Found) {
    for top in Boxes::new(video, 0..video.len()).filter(|b| &b.kind == b"moov") {
        for child in Boxes::new(video, top.body.clone()).filter(|b| matches!(&b.kind, b"udta" | b"meta")) {
            walk(video, &child, DEPTH, &mut vec![], found);
        }
    }
}

/// A moment counted in seconds from the start of 1904, of two that follow each other; `None` when it is not told.
pub(in crate::photo) fn moment(times: &[u8], wide: bool) -> Option<String> {
    let seconds =
        if wide { u64::from(be32(times, 0)?) << 32 | u64::from(be32(times, 4)?) } else { be32(times, 0)?.into() };
    let days = i64::try_from(seconds / 86_400).ok().filter(|_| seconds > 0)? - 24_107;
    // Civil date from days since 1970 (Hinnant's algorithm).
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let time = seconds % 86_400;
    Some(format!("{year}-{month:02}-{day:02} {:02}:{:02}:{:02}", time / 3600, time / 60 % 60, time % 60))
}

fn walk(data: &[u8], node: &Box, depth: usize, keys: &mut Vec<String>, found: &mut Found) {
    let body = part(data, node.body.clone());
    let inside = |skip: usize| Boxes::new(data, (node.body.start + skip).min(node.body.end)..node.body.end);
    match &node.kind {
        _ if depth == 0 => {}
        b"udta" | b"tref" => inside(0).for_each(|child| walk(data, &child, depth - 1, keys, found)),
        // The ISO form has a version in front, QuickTime's has not.
        b"meta" => inside(if be32(body, 4) == Some(u32::from_be_bytes(*b"hdlr")) { 0 } else { 4 })
            .for_each(|child| walk(data, &child, depth - 1, keys, found)),
        b"keys" => {
            *keys = inside(8).map(|key| text(part(data, key.body)).replace("com.apple.quicktime.", "")).collect();
        }
        b"ilst" => inside(0).for_each(|entry| listed(data, &entry, keys, found)),
        b"hdlr" | b"free" | b"skip" | b"cdsc" | b"cdep" | b"chap" | b"tmcd" => {}
        b"loci" => found.add("gps", "LocationInformation", Location, &size(body.len())),
        [0xA9, b'x', b'y', b'z'] => {
            found.add("gps", "GPSCoordinates", Location, &text(body.get(4..).unwrap_or_default()));
        }
        // Length and language, then the text.
        [0xA9, ..] => {
            let length = usize::from(be16(body, 0).unwrap_or(0));
            note(found, &name(node.kind), &text(part(body, 4..(4 + length).min(body.len()))));
        }
        b"uuid" if body.starts_with(XMP) => xmp::read(body.get(16..).unwrap_or_default(), found),
        b"XMP_" => xmp::read(body, found),
        b"mpvd" => found.add("trailer", "Video", HiddenImage, &size(body.len())),
        kind => {
            found.add_bytes("other", &name(*kind), Other, if body.iter().any(|&b| b != 0) { body.len() } else { 0 });
        }
    }
}

/// An entry of an item list: named by a number into the keys, or by itself; its value stands in a `data` box.
fn listed(data: &[u8], entry: &Box, keys: &[String], found: &mut Found) {
    let number = u32::from_be_bytes(entry.kind) as usize;
    let key = number.checked_sub(1).and_then(|at| keys.get(at)).cloned().unwrap_or_else(|| name(entry.kind));
    for value in Boxes::new(data, entry.body.clone()).filter(|b| &b.kind == b"data") {
        note(found, &key, &text(part(data, value.body).get(8..).unwrap_or_default()));
    }
}

fn note(found: &mut Found, name: &str, value: &str) {
    let kind = match name {
        "©xyz" => Location,
        "©mak" | "©mod" => crate::span::MetadataKind::Device,
        "©day" => crate::span::MetadataKind::Time,
        "©swr" | "©too" | "©enc" => crate::span::MetadataKind::Software,
        "©ART" | "©aut" => crate::span::MetadataKind::Person,
        other => kind_of(other),
    };
    let group = if kind == Location { "gps" } else { "quicktime" };
    found.add(group, name, kind, value);
}

fn name(kind: [u8; 4]) -> String {
    kind.iter().map(|&b| if b == 0xA9 { '©' } else { char::from(b) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::bmff::boxes::write;

    #[test]
    fn tells_moments() {
        assert_eq!(moment(&3_856_498_013u32.to_be_bytes(), false).as_deref(), Some("2026-03-16 09:26:53"));
        assert_eq!(moment(&[0; 8], false), None);
    }

    #[test]
    fn tells_places() {
        let place = write(*b"\xa9xyz", b"\0\x12\x15\xc7+51.5007-000.1246/");
        let udta = write(*b"udta", &place);
        let mut found = Found::default();
        let node = Boxes::new(&udta, 0..udta.len()).next().unwrap();
        dropped(&udta, &node, &mut found);
        assert_eq!((found.removed[0].kind, found.removed[0].value.as_str()), (Location, "+51.5007-000.1246/"));
    }
}
