//! What the chunks of a WebP hide.

use super::{Found, exif, jumbf, size, xmp};
use crate::span::MetadataKind::{HiddenImage, Other};

/// Notes a chunk that is dropped.
pub(in crate::photo) fn chunk(kind: [u8; 4], body: &[u8], found: &mut Found) {
    if found.is_full() {
        found.add("", "", Other, "");
        return;
    }
    match &kind {
        b"EXIF" => exif::read(body.strip_prefix(b"Exif\0\0").unwrap_or(body), found),
        b"XMP " => xmp::read(body, found),
        b"C2PA" => jumbf::read(body, body.len(), found),
        b"VP8 " | b"VP8L" | b"ALPH" | b"ANMF" => found.add("webp", "HiddenPicture", HiddenImage, &size(body.len())),
        b"ICCP" => found.add("icc", "BrokenProfile", Other, &size(body.len())),
        kind => found.add("webp", &String::from_utf8_lossy(kind), Other, &size(body.len())),
    }
}
