//! `MakerNote`: the maker's own block. Who it names is read where the layout is public; the rest is its size.

use super::tiff::{Directory, Tiff};
use super::{Found, size, text};
use crate::photo::bytes::{Order, le32};
use crate::span::MetadataKind::{Device, Other, Person};

/// A layout: how the block starts, where its directory is, whether offsets count from the block, its telling tags.
struct Layout {
    name: &'static str,
    start: &'static [u8],
    directory: usize,
    own_offsets: bool,
    /// Tag, name, whether it names a person.
    tags: &'static [(u16, &'static str, bool)],
}

const LAYOUTS: &[Layout] = &[
    Layout {
        name: "Apple",
        start: b"Apple iOS\0",
        directory: 14,
        own_offsets: true,
        tags: &[
            (0x0011, "ContentIdentifier", false),
            (0x0015, "ImageUniqueID", false),
            (0x002B, "PhotoIdentifier", false),
        ],
    },
    Layout {
        name: "Fujifilm",
        start: b"FUJIFILM",
        directory: 12,
        own_offsets: true,
        tags: &[(0x0010, "InternalSerialNumber", false)],
    },
    Layout {
        name: "Panasonic",
        start: b"Panasonic\0\0\0",
        directory: 12,
        own_offsets: false,
        tags: &[(0x0025, "InternalSerialNumber", false), (0x0069, "BabyName", true), (0x006B, "Location", true)],
    },
    Layout {
        name: "Olympus",
        start: b"OLYMPUS\0II",
        directory: 12,
        own_offsets: true,
        tags: &[(0x0404, "SerialNumber", false)],
    },
    Layout { name: "Sony", start: b"SONY DSC \0\0\0", directory: 12, own_offsets: false, tags: &[] },
    Layout {
        name: "Canon",
        start: b"",
        directory: 0,
        own_offsets: false,
        tags: &[(0x0009, "OwnerName", true), (0x000C, "SerialNumber", false), (0x0096, "InternalSerialNumber", false)],
    },
];

/// Notes the maker's block `body`, which stands inside `tiff`.
pub(super) fn read(tiff: &Tiff, body: &[u8], found: &mut Found) {
    let tags = nikon(body).or_else(|| known(tiff, body)).unwrap_or_default();
    for (name, person, value) in tags {
        found.add("makernote", name, if person { Person } else { Device }, &value);
    }
    let maker: String = text(body).chars().take_while(char::is_ascii_alphanumeric).take(12).collect();
    let what = if maker.len() >= 4 { format!("{maker}, {}", size(body.len())) } else { size(body.len()) };
    found.add("makernote", "MakerNote", Other, &what);
}

type Named = Vec<(&'static str, bool, String)>;

fn known(tiff: &Tiff, body: &[u8]) -> Option<Named> {
    let layout = LAYOUTS.iter().find(|layout| body.starts_with(layout.start))?;
    // Canon's block has no header; only Canon's own pictures are read that way.
    if layout.start.is_empty()
        && !tiff.entries().iter().any(|e| e.tag == 0x010F && text(e.bytes).starts_with(layout.name))
    {
        return None;
    }
    let start = body.as_ptr().addr().checked_sub(tiff.data.as_ptr().addr())?;
    let order = match layout.name {
        "Fujifilm" => Order::Little,
        "Apple" if body.get(12..14) == Some(b"II") => Order::Little,
        _ => tiff.order,
    };
    let view = Tiff { data: if layout.own_offsets { body } else { tiff.data }, order };
    let offset = if layout.name == "Fujifilm" { le32(body, 8)? as usize } else { layout.directory };
    Some(named(&view, if layout.own_offsets { offset } else { start + offset }, layout.tags))
}

/// Nikon's later blocks hold a whole TIFF block behind ten bytes.
fn nikon(body: &[u8]) -> Option<Named> {
    let tiff = Tiff::open(body.strip_prefix(b"Nikon\0\x02")?.get(3..)?)?;
    Some(named(&tiff, tiff.u32(4)? as usize, &[(0x001D, "SerialNumber", false)]))
}

fn named(tiff: &Tiff, directory: usize, tags: &[(u16, &'static str, bool)]) -> Named {
    let entries = tiff.directory(directory, Directory::Interop, 0);
    let tell = |&(number, name, person): &(u16, &'static str, bool)| {
        let entry = entries.iter().find(|e| e.tag == number)?;
        let value = if entry.is_text() || entry.kind == 7 { text(entry.bytes) } else { entry.number(0)?.to_string() };
        (!value.is_empty()).then_some((name, person, value))
    };
    tags.iter().filter_map(tell).collect()
}
