//! What a JPEG hides: every segment that the writer drops or cuts, by its carrier.

use super::{Found, exif, iptc, jumbf, profile, size, text, trailer, xmp};
use crate::error::Result;
use crate::photo::bytes::{Order, part};
use crate::photo::jpeg::walk::Part;
use crate::photo::jpeg::{self, EXIF, Survey};
use crate::span::MetadataKind::{Device, HiddenImage, Other, Software};

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const XMP_EXTENSION: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";

/// Notes what a JPEG hides, part after part.
pub(in crate::photo) struct Jpeg<'a> {
    data: &'a [u8],
    survey: Survey,
    found: Found,
    /// Bytes that belong nowhere.
    stray: usize,
    /// The first bytes of content credentials, and how many there are in all.
    credentials: Option<&'a [u8]>,
    credential_bytes: usize,
}

impl<'a> Jpeg<'a> {
    pub(in crate::photo) fn new(data: &'a [u8], survey: Survey) -> Self {
        Self { data, survey, found: Found::default(), stray: 0, credentials: None, credential_bytes: 0 }
    }

    /// Takes the next part of the file.
    pub(in crate::photo) fn part(&mut self, next: &Part) -> Result<()> {
        match next.clone() {
            Part::Segment { marker, body } => {
                let bytes = part(self.data, body.clone());
                match jpeg::kept_bytes(&self.survey, marker, body.start, bytes)? {
                    Some(kept) => self.found.add_bytes(group(marker), extra(marker), kind(marker), bytes.len() - kept),
                    None if marker == 0xEB && bytes.starts_with(b"JP") => {
                        // Eight bytes of numbering come before the boxes.
                        let boxes = bytes.get(8..).unwrap_or_default();
                        self.credentials.get_or_insert(boxes);
                        self.credential_bytes += boxes.len();
                    }
                    None if self.found.is_full() => self.found.add("", "", Other, ""),
                    None => segment(marker, bytes, &mut self.found),
                }
            }
            Part::Stray(range) => self.stray += range.len(),
            Part::Scan(_) => {}
            Part::End { trailer: range } => trailer::read(part(self.data, range), &mut self.found),
        }
        Ok(())
    }

    /// Everything that was found, once the walk has come to the end.
    pub(in crate::photo) fn finish(mut self) -> Result<Found> {
        self.found.add_bytes("other", "StrayBytes", Other, self.stray);
        if let Some(first) = self.credentials {
            jumbf::read(first, self.credential_bytes, &mut self.found);
        }
        if let Some(bytes) = if self.survey.icc { jpeg::profile(self.data)? } else { None } {
            profile::read(&bytes, &mut self.found);
        }
        Ok(self.found.close())
    }
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
