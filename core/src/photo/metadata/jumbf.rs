//! JUMBF boxes, which carry C2PA content credentials: the label of the outermost box (ISO 19566-5).

use super::{Found, size};
use crate::photo::bytes::{be32, part};
use crate::span::MetadataKind::Software;

/// Notes `total` bytes of JUMBF that start with `data`, by label and size. Never looks inside.
pub(super) fn read(data: &[u8], total: usize, found: &mut Found) {
    let label = label(data).unwrap_or_else(|| "unlabelled".into());
    let group = if label.contains("c2pa") || label == "unlabelled" { "c2pa" } else { "jumbf" };
    found.add(group, "JUMBF", Software, &format!("{label}, {}", size(total)));
}

/// The label of the description box that a superbox starts with: header, 16 bytes of type, flags, text.
fn label(data: &[u8]) -> Option<String> {
    if data.get(4..8)? != b"jumb" || data.get(12..16)? != b"jumd" {
        return None;
    }
    let end = (8 + be32(data, 8)? as usize).min(data.len());
    Some(super::text(part(data, 33..end)))
}
