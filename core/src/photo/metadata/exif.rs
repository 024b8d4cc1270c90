//! Exif: the tags of a TIFF block, with the ones that give a person away told apart (Exif 2.32).

use exif::{Context, Tag};

use super::tiff::{Directory, Entry, Tiff};
use super::{Found, makernote, size, text};
use crate::photo::bytes::Order;
use crate::span::MetadataKind::{self, Device, HiddenImage, Location, Other, Person, Software, Time};

/// Notes every tag of the TIFF block `data`, except the orientation, which stays.
pub(in crate::photo) fn read(data: &[u8], found: &mut Found) {
    let Some(tiff) = Tiff::open(data) else {
        found.add_bytes("exif", "Exif", Other, data.len());
        return;
    };
    let entries = tiff.entries();
    let before = found.count();
    position(&entries, found);
    for entry in &entries {
        note(&tiff, entry, found);
    }
    thumbnail(&entries, found);
    // A block with nothing to name in it can still be full of bytes that nothing points to.
    let minimal = matches!(entries.as_slice(), [] | [Entry { tag: 0x0112, .. }]) && data.len() <= 28;
    if found.count() == before && !minimal {
        found.add_bytes("exif", "Exif", Other, data.len());
    }
}

fn note(tiff: &Tiff, entry: &Entry, found: &mut Found) {
    let (group, context) = match entry.directory {
        Directory::Main | Directory::Thumbnail => ("exif", Context::Tiff),
        Directory::Exif => ("exif", Context::Exif),
        Directory::Interop => ("exif", Context::Interop),
        Directory::Gps => ("gps", Context::Gps),
    };
    match (entry.directory, entry.tag) {
        (Directory::Main | Directory::Thumbnail, 0x0112 | 0x8769 | 0x8825 | 0x0201 | 0x0202)
        | (Directory::Exif, 0xA005)
        | (Directory::Gps, 1..=4) => {}
        (Directory::Main, 0x83BB) => super::iptc::records(entry.bytes, found),
        (Directory::Main, 0x02BC) => super::xmp::read(entry.bytes, found),
        (Directory::Main, 0x8649) => super::iptc::resources(entry.bytes, found),
        (Directory::Exif, 0x927C) => makernote::read(tiff, entry.bytes, found),
        (directory, number) => {
            found.add(group, &name(context, number), kind(directory, number), &value(entry));
        }
    }
}

/// The tag's name in its standard, or its number.
fn name(context: Context, number: u16) -> String {
    let named = Tag(context, number);
    if named.description().is_some() { named.to_string() } else { format!("0x{number:04x}") }
}

fn kind(directory: Directory, tag: u16) -> MetadataKind {
    match (directory, tag) {
        (Directory::Gps, 0x05 | 0x06 | 0x0C..=0x1C | 0x1F) => Location,
        (Directory::Gps, 0x07 | 0x1D)
        | (Directory::Main | Directory::Thumbnail, 0x0132)
        | (Directory::Exif, 0x9003 | 0x9004 | 0x9010..=0x9012 | 0x9290..=0x9292) => Time,
        (Directory::Main | Directory::Thumbnail, 0x010F | 0x0110 | 0xC614 | 0xC62F)
        | (Directory::Exif, 0xA431..=0xA435 | 0xA420) => Device,
        (Directory::Main, 0x013B | 0x8298 | 0x9C9D) | (Directory::Exif, 0xA430 | 0xA436..=0xA439) => Person,
        (Directory::Main | Directory::Thumbnail, 0x0131 | 0x013C | 0x000B) => Software,
        _ => Other,
    }
}

/// The value for the screen.
fn value(entry: &Entry) -> String {
    match (entry.directory, entry.tag, entry.kind) {
        (_, _, 2) => text(entry.bytes),
        // Text with its encoding named in the first eight bytes.
        (Directory::Exif, 0x9286, _) | (Directory::Gps, 0x1B | 0x1C, _) => comment(entry),
        // Windows writes its own tags as UTF-16, low byte first.
        (Directory::Main, 0x9C9B..=0x9C9F, _) => utf16(entry.bytes, Order::Little),
        // Versions and the like are text without a terminator.
        (_, _, 7) if entry.bytes.len() >= 2 && entry.bytes.iter().all(u8::is_ascii_graphic) => text(entry.bytes),
        (_, _, 1 | 6 | 7) if entry.bytes.len() > 8 => size(entry.bytes.len()),
        (_, _, 5 | 10) => list((0..4).map_while(|i| entry.fraction(i)).map(decimal)),
        (_, _, 1 | 3 | 4 | 6 | 7 | 8 | 9 | 13) => list((0..8).map_while(|i| entry.number(i)).map(|n| n.to_string())),
        _ => size(entry.bytes.len()),
    }
}

fn comment(entry: &Entry) -> String {
    let body = entry.bytes.get(8..).unwrap_or_default();
    match entry.bytes.get(..8) {
        Some(b"UNICODE\0") => utf16(body, entry.order),
        Some(_) => text(body),
        None => size(entry.bytes.len()),
    }
}

/// UTF-16 text up to the first zero.
fn utf16(bytes: &[u8], order: Order) -> String {
    let units = (0..512).map_while(|i| order.u16(bytes, 2 * i));
    char::decode_utf16(units.take_while(|&unit| unit != 0)).map(|c| c.unwrap_or('\u{FFFD}')).collect()
}

fn list(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(" ")
}

fn decimal(value: f64) -> String {
    let fixed = format!("{value:.6}");
    if fixed.contains('.') { fixed.trim_end_matches('0').trim_end_matches('.').to_owned() } else { fixed }
}

/// Latitude and longitude as signed decimal degrees, and how exactly they tell the place.
fn position(entries: &[Entry], found: &mut Found) {
    let entry = |number| entries.iter().find(|e| e.directory == Directory::Gps && e.tag == number);
    for (reference, tag, name, negative) in [(1, 2, "GPSLatitude", b'S'), (3, 4, "GPSLongitude", b'W')] {
        let Some(angle) = entry(tag) else { continue };
        let part = |i| angle.fraction(i).unwrap_or(0.0);
        let degrees = part(0) + part(1) / 60.0 + part(2) / 3600.0;
        let sign = if entry(reference).is_some_and(|e| e.bytes.first() == Some(&negative)) { -1.0 } else { 1.0 };
        let shown = if angle.fraction(0).is_some() {
            // The receiver's own estimate of its error, when it gave one.
            let error = entry(0x1F).and_then(|e| e.fraction(0)).unwrap_or(0.0);
            format!("{:.6}° (within about {})", sign * degrees, distance(error.max(step(angle))))
        } else {
            size(angle.bytes.len())
        };
        found.add("gps", name, Location, &shown);
    }
}

/// How far apart two neighbours of an angle are on the ground, in metres: the finest of its degrees, minutes and seconds
/// that is more than a zero. A degree of latitude is 111 km.
fn step(angle: &Entry) -> f64 {
    let unit = |(i, part): (usize, f64)| {
        let (above, below) = angle.ratio(i)?;
        (i == 0 || above > 0).then(|| 111_000.0 / part / f64::from(below.max(1)))
    };
    [1.0, 60.0, 3600.0].into_iter().enumerate().filter_map(unit).fold(111_000.0, f64::min)
}

/// Metres in a round number, up. No phone knows where it is better than to some ten metres, whatever it writes down.
fn distance(metres: f64) -> String {
    let steps = [10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4];
    match steps.into_iter().find(|&step| metres <= step * 1.2).unwrap_or(1e5) {
        metres if metres < 1e3 => format!("{metres} m"),
        metres => format!("{} km", metres / 1e3),
    }
}

/// The small picture of the second directory: often of what was there before cropping.
fn thumbnail(entries: &[Entry], found: &mut Found) {
    let second = |tag| entries.iter().find(|e| e.directory == Directory::Thumbnail && e.tag == tag);
    if let Some(length) = second(0x0202).or_else(|| second(0x0117)).and_then(|e| e.number(0)) {
        found.add("thumbnail", "ThumbnailImage", HiddenImage, &size(length as usize));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(data: &[u8]) -> Vec<(String, String, MetadataKind, String)> {
        let mut found = Found::default();
        read(data, &mut found);
        found.removed.into_iter().map(|i| (i.group, i.tag, i.kind, i.value)).collect()
    }

    #[test]
    fn says_where() {
        let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0".to_vec();
        tiff.extend(b"\0\x04\0\x01\0\x02\0\0\0\x02S\0\0\0\0\x02\0\x05\0\0\0\x03\0\0\0\x50");
        tiff.extend(b"\0\x03\0\x02\0\0\0\x02E\0\0\0\0\x04\0\x05\0\0\0\x03\0\0\0\x50\0\0\0\0");
        for number in [33u32, 1, 30, 1, 3600, 100] {
            tiff.extend(number.to_be_bytes());
        }
        let expected = |tag: &str, value: &str| ("gps".into(), tag.into(), Location, value.into());
        let near = [
            expected("GPSLatitude", "-33.510000° (within about 10 m)"),
            expected("GPSLongitude", "33.510000° (within about 10 m)"),
        ];
        assert_eq!(found(&tiff), near);
        // Whole seconds, then no seconds.
        let last = tiff.len() - 8;
        tiff.splice(last.., [0, 0, 0, 36, 0, 0, 0, 1]);
        assert_eq!(found(&tiff)[0].3, "-33.510000° (within about 50 m)");
        tiff.splice(last.., [0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(found(&tiff)[0].3, "-33.500000° (within about 2 km)");
    }

    #[test]
    fn survives_loops_and_lies() {
        let looped = b"MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\x08";
        assert_eq!(found(looped)[0].1, "Exif");
        let lying = b"MM\0*\0\0\0\x08\0\x01\x01\x3b\0\x02\xff\xff\xff\xff\0\0\0\x08\0\0\0\0";
        assert_eq!(found(lying)[0].1, "Artist");
        assert_eq!(found(b"garbage")[0].3, "7 bytes");
        assert_eq!(found(&crate::photo::orientation::minimal_tiff(6)), []);
    }
}
