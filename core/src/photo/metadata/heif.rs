//! What the items and boxes of a HEIF file hide beside the shown picture.

use super::{Found, exif, jumbf, profile, size, text, xmp};
use crate::photo::bmff::Heif;
use crate::photo::bmff::items::Item;
use crate::photo::bytes::{be32, part};
use crate::photo::limits::TEXT_BYTES;
use crate::span::MetadataKind::{HiddenImage, Other};

/// What a C2PA box starts with: a UUID that stands for "JUMBF follows" (C2PA specification, embedding in BMFF).
const C2PA: &[u8] = b"\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81";

/// Notes what lies beside the shown picture: items, boxes, bytes behind the last box.
pub(in crate::photo) fn read(heif: &Heif, found: &mut Found) {
    items(heif, found);
    boxes(heif, found);
}

/// Notes every item that is not shown, and the profile that stays.
pub(in crate::photo) fn items(heif: &Heif, found: &mut Found) {
    for (&id, item) in heif.items.items.iter().filter(|(id, _)| !heif.shown.contains(id)) {
        hidden(heif, id, item, found);
    }
    let colour = heif.items.property_of(heif.items.primary, *b"colr").map(|b| part(heif.data, b.body.clone()));
    if let Some(bytes) = colour.and_then(|c| c.strip_prefix(b"prof").or(c.strip_prefix(b"rICC"))) {
        profile::read(bytes, found);
    }
}

fn boxes(heif: &Heif, found: &mut Found) {
    let mut lists = 0;
    for (at, top) in heif.top.iter().enumerate() {
        let body = part(heif.data, top.body.clone());
        match &top.kind {
            b"ftyp" if at == 0 => {}
            b"mdat" => {}
            b"meta" if lists == 0 => lists += 1,
            b"mpvd" => {
                found.add("trailer", "Video", HiddenImage, &size(body.len()));
                super::movie::whole(body, found);
            }
            b"moov" => found.add("trailer", "Video", HiddenImage, &size(body.len())),
            b"uuid" if body.starts_with(C2PA) => {
                jumbf::read(body.get(16 + 4 + 9 + 8..).unwrap_or(body), body.len(), found);
            }
            b"free" | b"skip" if body.iter().all(|&b| b == 0) => {}
            kind => found.add_bytes("other", &format!("Box-{}", String::from_utf8_lossy(kind)), Other, body.len()),
        }
    }
    super::trailer::read(part(heif.data, heif.trailer.clone()), found);
}

fn hidden(heif: &Heif, id: u32, item: &Item, found: &mut Found) {
    let places = heif.items.places(heif.data, item).unwrap_or_default();
    let pieces: Vec<&[u8]> = places.iter().map(|place| part(heif.data, place.clone())).collect();
    let length = pieces.iter().map(|piece| piece.len()).sum();
    // Joined only where it is read, and no more than a reader takes.
    let mut joined = vec![];
    let bytes = match pieces.as_slice() {
        [whole] => whole,
        pieces => {
            for piece in pieces {
                joined.extend(piece.iter().take(TEXT_BYTES.saturating_sub(joined.len())));
            }
            joined.as_slice()
        }
    };
    let thumbnail = heif.items.references.iter().any(|r| &r.kind == b"thmb" && r.from == id);
    match &item.kind {
        // A length comes first, of what stands before the block.
        b"Exif" => {
            let start = be32(bytes, 0).map_or(4, |skip| (skip as usize).saturating_add(4));
            exif::read(bytes.get(start..).or(bytes.get(4..)).unwrap_or(bytes), found);
        }
        b"mime" if item.content.contains("rdf+xml") => xmp::read(bytes, found),
        b"mime" | b"uri " => found.add("other", &item.content, Other, &size(length)),
        b"tmap" => found.add("mpf", "ToneMap", HiddenImage, &size(length)),
        [0, 0, 0, 0] => {}
        _ if thumbnail => found.add("thumbnail", "ThumbnailImage", HiddenImage, &size(length)),
        kind => match heif.items.auxiliary(heif.data, id) {
            Some(name) => found.add("mpf", auxiliary(&name), HiddenImage, &size(length)),
            None => found.add("mpf", "HiddenPicture", HiddenImage, &format!("{}, {}", text(kind), size(length))),
        },
    }
}

fn auxiliary(name: &str) -> &'static str {
    let has = |word: &str| name.to_ascii_lowercase().contains(word);
    match () {
        () if has("gainmap") => "GainMap",
        () if has("depth") || name.ends_with("auxid:2") => "DepthMap",
        () if has("matte") => "Matte",
        () if has("alpha") || name.ends_with("auxid:1") => "Alpha",
        () => "AuxiliaryImage",
    }
}
