//! What the chunks of a PNG hide: texts, XMP, Exif, the time of the last change, credentials, makers' own chunks.

use super::{Found, exif, iptc, jumbf, kind_of, size, text, xmp};
use crate::photo::bytes::be16;
use crate::photo::limits::TEXT_BYTES;
use crate::photo::png::pixels::inflate;
use crate::span::MetadataKind::{HiddenImage, Other, Time};

/// Notes a chunk that is dropped.
pub(in crate::photo) fn chunk(kind: [u8; 4], body: &[u8], found: &mut Found) {
    if found.is_full() {
        found.add("", "", Other, "");
        return;
    }
    match &kind {
        b"eXIf" | b"zxIf" => exif::read(body.strip_prefix(b"Exif\0\0").unwrap_or(body), found),
        b"tEXt" | b"zTXt" | b"iTXt" => written(kind, body, found),
        b"tIME" => found.add("png", "tIME", Time, &moment(body).unwrap_or_else(|| size(body.len()))),
        b"caBX" => jumbf::read(body, body.len(), found),
        b"fcTL" | b"fdAT" => found.add("png", "HiddenFrame", HiddenImage, &size(body.len())),
        kind => found.add("png", &String::from_utf8_lossy(kind), Other, &size(body.len())),
    }
}

/// A text chunk: its key, then what it says.
fn written(kind: [u8; 4], body: &[u8], found: &mut Found) {
    let end = body.iter().position(|&b| b == 0).unwrap_or(body.len());
    let (key, rest) = (text(body), body.get(end + 1..).unwrap_or_default());
    let said = match &kind {
        b"zTXt" => inflate(rest.get(1..).unwrap_or_default(), TEXT_BYTES).map(|found| found.bytes),
        b"iTXt" => international(rest),
        _ => Some(rest.to_vec()),
    };
    let Some(said) = said else {
        found.add("png", &key, kind_of(&key), &size(body.len()));
        return;
    };
    match key.as_str() {
        "XML:com.adobe.xmp" => xmp::read(&said, found),
        _ => match raw_profile(&key, &said) {
            Some(("exif" | "APP1", bytes))
                if bytes.starts_with(b"Exif\0\0") || bytes.starts_with(b"II") || bytes.starts_with(b"MM") =>
            {
                exif::read(bytes.strip_prefix(b"Exif\0\0").unwrap_or(&bytes), found);
            }
            Some(("xmp", bytes)) => xmp::read(&bytes, found),
            Some(("iptc" | "8bim", bytes)) => iptc::segment(&[b"Photoshop 3.0\0", &bytes[..]].concat(), found),
            _ => found.add("png", &key, kind_of(&key), &text(&said)),
        },
    }
}

/// The text of an international text chunk, behind its flags, language and translated key.
fn international(rest: &[u8]) -> Option<Vec<u8>> {
    let (flags, rest) = rest.split_at_checked(2)?;
    let said = rest.splitn(3, |&b| b == 0).nth(2)?;
    if flags.first() == Some(&1) { inflate(said, TEXT_BYTES).map(|found| found.bytes) } else { Some(said.to_vec()) }
}

/// What `ImageMagick` writes: a block of another kind as hexadecimal text, behind its name and its length.
fn raw_profile<'k>(key: &'k str, said: &[u8]) -> Option<(&'k str, Vec<u8>)> {
    let name = key.strip_prefix("Raw profile type ")?;
    let digits = said.splitn(4, |&b| b == b'\n').nth(3)?;
    let mut nibbles = digits.iter().filter_map(|&b| char::from(b).to_digit(16)).map(|digit| digit as u8);
    let bytes = std::iter::from_fn(|| Some(nibbles.next()? << 4 | nibbles.next()?)).collect();
    Some((name, bytes))
}

fn moment(body: &[u8]) -> Option<String> {
    let &[month, day, hour, minute, second] = body.get(2..7)? else { return None };
    Some(format!("{}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}", be16(body, 0)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(kind: [u8; 4], body: &[u8]) -> Vec<(String, String)> {
        let mut found = Found::default();
        chunk(kind, body, &mut found);
        found.removed.into_iter().map(|i| (i.tag, i.value)).collect()
    }

    #[test]
    fn reads_texts() {
        let pair = |a: &str, b: &str| vec![(a.to_owned(), b.to_owned())];
        assert_eq!(found(*b"tEXt", b"Author\0Jo"), pair("Author", "Jo"));
        assert_eq!(found(*b"iTXt", b"Title\0\0\0en\0Titel\0Ward"), pair("Title", "Ward"));
        assert_eq!(found(*b"tIME", &[7, 0xEA, 3, 14, 9, 26, 53]), pair("tIME", "2026-03-14 09:26:53"));
        assert_eq!(found(*b"zTXt", b"Key\0\0broken"), pair("Key", "11 bytes"));
        assert_eq!(found(*b"prVt", b"abc"), pair("prVt", "3 bytes"));
        let hex = b"Raw profile type exif\0\nexif\n      26\n4d4d002a000000080001013b0002000000034a6f0000000000 00";
        assert_eq!(found(*b"tEXt", hex), pair("Artist", "Jo"));
    }
}
