//! What a JPEG hides: every segment that the writer drops or cuts, by its carrier.

use super::{Found, exif, iptc, jumbf, profile, size, text, trailer, xmp};
use crate::error::Result;
use crate::photo::bytes::{Order, part};
use crate::photo::jpeg::walk::{Part, Walk};
use crate::photo::jpeg::{self, EXIF, Survey};
use crate::span::MetadataKind::{Device, HiddenImage, Other, Software};

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const XMP_EXTENSION: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";

/// Notes everything hidden in the JPEG `data`.
pub(in crate::photo) fn read(data: &[u8], survey: &Survey) -> Result<Found> {
    let mut found = Found::default();
    let (mut stray, mut credentials) = (0, vec![]);
    for step in Walk::new(data) {
        match step? {
            Part::Segment { marker: 0xEB, body } if part(data, body.clone()).starts_with(b"JP") => {
                credentials.push(body);
            }
            Part::Segment { marker, body } => {
                let bytes = part(data, body.clone());
                match jpeg::kept_bytes(survey, marker, body.start, bytes)? {
                    Some(kept) => found.add_bytes(group(marker), extra(marker), kind(marker), bytes.len() - kept),
                    None => segment(marker, bytes, &mut found),
                }
            }
            Part::Stray(range) => stray += range.len(),
            Part::Scan(_) => {}
            Part::End { trailer: range } => trailer::read(part(data, range), &mut found),
        }
    }
    found.add_bytes("other", "StrayBytes", Other, stray);
    if let Some(first) = credentials.first() {
        // Eight bytes of numbering come before the box, whose header each segment repeats.
        let total: usize = credentials.iter().map(|body| body.len().saturating_sub(8)).sum();
        jumbf::read(part(data, first.start + 8..(first.start + 8 + total).min(first.end)), total, &mut found);
    }
    if let Some(bytes) = jpeg::profile(data)? {
        profile::read(&bytes, &mut found);
    }
    Ok(found.close())
}

fn group(marker: u8) -> &'static str {
    match marker {
        0xE0 => "jfif",
        0xEE => "adobe",
        _ => "other",
    }
}

fn extra(marker: u8) -> &'static str {
    if marker == 0xE0 { "ThumbnailImage" } else { "ExtraBytes" }
}

fn kind(marker: u8) -> crate::span::MetadataKind {
    if marker == 0xE0 { HiddenImage } else { Other }
}

/// Notes a segment that is dropped whole.
fn segment(marker: u8, body: &[u8], found: &mut Found) {
    let after = |start: &[u8]| body.get(start.len()..).unwrap_or_default();
    match marker {
        0xE1 if body.starts_with(EXIF) => exif::read(after(EXIF), found),
        0xE1 if body.starts_with(XMP) => xmp::read(after(XMP), found),
        0xE1 if body.starts_with(XMP_EXTENSION) => found.add_bytes("xmp", "ExtendedXMP", Other, body.len()),
        0xE0 if body.starts_with(b"JFXX\0") => found.add("jfif", "JFXXThumbnail", HiddenImage, &size(body.len())),
        0xE2 if body.starts_with(b"MPF\0") => pictures(after(b"MPF\0"), found),
        0xE2 if body.starts_with(b"urn:iso:std:iso:ts:21496:-1\0") => {
            found.add("mpf", "GainMap", HiddenImage, &size(body.len()));
        }
        0xEC if body.starts_with(b"Ducky") => found.add("other", "Ducky", Software, &size(body.len())),
        0xED => iptc::segment(body, found),
        0xFE => found.add("comment", "COM", Other, &text(body)),
        0xE0..=0xEF => unknown(marker, body, found),
        _ => found.add("other", &format!("Marker0x{marker:02x}"), Other, &size(body.len())),
    }
}

/// An application segment of a maker's own; phones and drones keep device data there.
fn unknown(marker: u8, body: &[u8], found: &mut Found) {
    let name = format!("APP{}", marker - 0xE0);
    let label: String = text(body).chars().take_while(char::is_ascii_graphic).take(24).collect();
    let value = if label.len() >= 3 { format!("{label}, {}", size(body.len())) } else { size(body.len()) };
    let kind = if (0xE3..=0xEA).contains(&marker) { Device } else { Other };
    found.add(&name.to_ascii_lowercase(), &name, kind, &value);
}

/// Multi-picture format (CIPA DC-007): how many pictures the index names.
fn pictures(tiff: &[u8], found: &mut Found) {
    let order = Order::of_tiff(tiff);
    let count = order.and_then(|order| {
        let ifd = order.u32(tiff, 4)? as usize;
        let entries = usize::from(order.u16(tiff, ifd)?).min(64);
        let entry = (0..entries).map(|i| ifd + 2 + 12 * i).find(|&at| order.u16(tiff, at) == Some(0xB001))?;
        order.u32(tiff, entry + 8)
    });
    let value = count.map_or_else(|| size(tiff.len()), |count| format!("{count} pictures"));
    found.add("mpf", "NumberOfImages", HiddenImage, &value);
}
