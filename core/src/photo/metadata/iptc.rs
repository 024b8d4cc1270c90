//! Photoshop image resources, and the IPTC records inside them (Photoshop File Formats; IPTC IIM 4.2).

use super::{Found, exif, kind_of, text, xmp};
use crate::photo::bytes::{be16, be32, part};
use crate::photo::limits::RECORDS;
use crate::span::MetadataKind::{self, HiddenImage, Other};

/// What an APP13 segment with resources starts with.
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";

/// Notes the body of an APP13 segment.
pub(super) fn segment(body: &[u8], found: &mut Found) {
    let before = found.count();
    resources(body.strip_prefix(PHOTOSHOP).unwrap_or_default(), found);
    if found.count() == before {
        found.add_bytes("iptc", "APP13", Other, body.len());
    }
}

/// Notes a run of `8BIM` resources: a number, a padded name, a padded body each.
pub(super) fn resources(mut rest: &[u8], found: &mut Found) {
    for _ in 0..RECORDS {
        let Some((number, body, next)) = resource(rest) else { return };
        match number {
            0x0404 => records(body, found),
            0x0409 | 0x040C => found.add("thumbnail", "PhotoshopThumbnail", HiddenImage, &super::size(body.len())),
            0x0422 | 0x0423 => exif::read(body, found),
            0x0424 => xmp::read(body, found),
            number => found.add("iptc", &format!("PhotoshopResource0x{number:04x}"), Other, &super::size(body.len())),
        }
        rest = next;
    }
}

fn resource(rest: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    if !matches!(rest.get(..4)?, b"8BIM" | b"MeSa" | b"PHUT" | b"AgHg" | b"DCSR") {
        return None;
    }
    let number = be16(rest, 4)?;
    let name = 1 + usize::from(*rest.get(6)?);
    let at = 6 + name + name % 2;
    let length = be32(rest, at)? as usize;
    let start = at + 4;
    let end = start.saturating_add(length).min(rest.len());
    Some((number, part(rest, start..end), rest.get(end + length % 2..).unwrap_or_default()))
}

/// Notes IPTC records: a marker, a record number, a data set number, a length, the text.
pub(super) fn records(mut rest: &[u8], found: &mut Found) {
    for _ in 0..RECORDS {
        let (Some(&[0x1C, record, set]), Some(length)) = (rest.first_chunk(), be16(rest, 3)) else { return };
        // Lengths beyond 32767 have a form of their own that no camera writes.
        let end = 5 + usize::from(length & 0x7FFF);
        let value = part(rest, 5..end.min(rest.len()));
        if record == 2 && set != 0 {
            let name = name(set);
            found.add("iptc", &name, kind(set, &name), &text(value));
        }
        rest = rest.get(end..).unwrap_or_default();
    }
}

fn name(set: u8) -> String {
    let known = match set {
        5 => "ObjectName",
        25 => "Keywords",
        26 => "ContentLocationCode",
        27 => "ContentLocationName",
        40 => "SpecialInstructions",
        55 => "DateCreated",
        60 => "TimeCreated",
        62 => "DigitalCreationDate",
        63 => "DigitalCreationTime",
        65 => "OriginatingProgram",
        80 => "By-line",
        85 => "By-lineTitle",
        90 => "City",
        92 => "Sub-location",
        95 => "Province-State",
        100 => "Country-PrimaryLocationCode",
        101 => "Country-PrimaryLocationName",
        105 => "Headline",
        110 => "Credit",
        115 => "Source",
        116 => "CopyrightNotice",
        118 => "Contact",
        120 => "Caption-Abstract",
        122 => "Writer-Editor",
        _ => return format!("2:{set:02}"),
    };
    known.into()
}

fn kind(set: u8, name: &str) -> MetadataKind {
    match set {
        122 => MetadataKind::Person,
        65 => MetadataKind::Software,
        _ => kind_of(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_byline() {
        let records = b"\x1c\x02\x50\0\x0aJo Example\x1c\x02\x78\0\x04ward";
        let block = [PHOTOSHOP, b"8BIM\x04\x04\0\0\0\0\0\x18", records, b"8BIM\x04\x0c\0\0\0\0\0\x02ab"].concat();
        let mut found = Found::default();
        segment(&block, &mut found);
        let tags: Vec<_> = found.removed.iter().map(|i| (i.tag.as_str(), i.value.as_str())).collect();
        assert_eq!(tags, [("By-line", "Jo Example"), ("Caption-Abstract", "ward"), ("PhotoshopThumbnail", "2 bytes")]);
    }

    #[test]
    fn mentions_what_it_cannot_read() {
        let mut found = Found::default();
        segment(b"Photoshop 3.0\x008BIM\xff", &mut found);
        assert_eq!(found.removed[0].tag, "APP13");
    }
}
