//! What lies behind the end of the picture: often a whole video or a second picture.

use memchr::memmem;

use super::{Found, size};
use crate::photo::limits::TRAILER_SEARCH;
use crate::span::MetadataKind::{HiddenImage, Other};

/// Notes the bytes behind the end of the picture by what they look like.
pub(in crate::photo) fn read(trailer: &[u8], found: &mut Found) {
    if trailer.is_empty() {
        return;
    }
    let head = trailer.get(..TRAILER_SEARCH).unwrap_or(trailer);
    let has = |needle: &[u8]| memmem::find(head, needle).is_some();
    let (tag, kind) = if trailer.iter().all(|&b| b == 0) {
        ("Padding", Other)
    } else if has(b"ftyp") && (has(b"moov") || has(b"mdat") || has(b"ftypmp4") || has(b"ftypisom") || has(b"ftypqt")) {
        ("Video", HiddenImage)
    } else if has(b"\xff\xd8\xff") {
        ("Picture", HiddenImage)
    } else if trailer.ends_with(b"SEFT") {
        ("SamsungTrailer", HiddenImage)
    } else if has(b"PK\x03\x04") {
        ("ZipArchive", Other)
    } else if has(b"\x89PNG\r\n") || has(b"GIF8") || has(b"WEBPVP8") {
        ("Picture", HiddenImage)
    } else {
        ("Trailer", Other)
    };
    found.add("trailer", tag, kind, &size(trailer.len()));
    if let Some(start) = memmem::find(head, b"ftyp").and_then(|at| at.checked_sub(4)) {
        super::movie::whole(trailer.get(start..).unwrap_or_default(), found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_follows() {
        let tag = |trailer: &[u8]| {
            let mut found = Found::default();
            read(trailer, &mut found);
            found.removed.first().map(|item| item.tag.clone()).unwrap_or_default()
        };
        assert_eq!(tag(b""), "");
        assert_eq!(tag(&[0; 9]), "Padding");
        assert_eq!(tag(b"\0\0\0\x10ftypisom\0\0\0\0\0\0\0\x08moov"), "Video");
        assert_eq!(tag(b"\xff\xd8\xff\xe0"), "Picture");
        assert_eq!(tag(b"xxSEFT"), "SamsungTrailer");
        assert_eq!(tag(b"PK\x03\x04.."), "ZipArchive");
        assert_eq!(tag(b"hello"), "Trailer");
    }
}
