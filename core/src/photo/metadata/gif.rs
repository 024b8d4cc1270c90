//! What the extension blocks of a GIF hide.

use super::{Found, jumbf, size, text, xmp};
use crate::span::MetadataKind::{HiddenImage, Other};

/// Notes an extension that is dropped: its label, its raw bytes, and what its blocks hold.
pub(in crate::photo) fn extension(label: u8, raw: &[u8], held: &[u8], found: &mut Found) {
    match label {
        0xFE => found.add("comment", "Comment", Other, &text(held)),
        0x01 => found.add("gif", "PlainText", HiddenImage, &text(held.get(12..).unwrap_or_default())),
        // XMP stands as it is, not in blocks.
        0xFF if held.starts_with(b"XMP DataXMP") => {
            let packet = raw.get(12..).unwrap_or_default();
            xmp::read(packet.get(..packet.len().saturating_sub(258)).unwrap_or(packet), found);
        }
        0xFF if held.starts_with(b"C2PA_GIF") => {
            let boxes = held.get(11..).unwrap_or_default();
            jumbf::read(boxes, boxes.len(), found);
        }
        0xFF => {
            let name: String = text(held).chars().take(11).collect();
            found.add("gif", "Application", Other, &format!("{name}, {}", size(held.len())));
        }
        label => found.add("gif", &format!("Extension0x{label:02x}"), Other, &size(held.len())),
    }
}
