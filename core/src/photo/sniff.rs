//! What a file is, by its first bytes. The name is never looked at.

use super::bytes::be32;
use super::report::Format;

/// The format that `head`, the first bytes of a file, announces.
pub(crate) fn sniff(head: &[u8]) -> Format {
    match head {
        [0xFF, 0xD8, ..] => Format::Jpeg,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Format::Png,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Format::Webp,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Format::Gif,
        [b'I', b'I', 0x2A, 0, ..] | [b'M', b'M', 0, 0x2A, ..] => tiff_kind(head),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => brand_kind(head),
        // QuickTime files from before `ftyp` start with one of these boxes.
        [_, _, _, _, kind @ ..] if [b"moov", b"wide", b"mdat", b"pnot"].iter().any(|k| kind.starts_with(*k)) => {
            Format::Mov
        }
        _ => Format::Unknown,
    }
}

/// A DNG says so in a tag, which writers put into the first directory; raw cameras put `DNGVersion` early.
fn tiff_kind(head: &[u8]) -> Format {
    let dng = head.get(..64).unwrap_or(head).windows(4).any(|w| matches!(w, [0x12, 0xC6, 1, 0] | [0xC6, 0x12, 0, 1]));
    if dng { Format::Dng } else { Format::Tiff }
}

/// ISO base media: the major brand decides, then the compatible brands in their order; brands that only say "HEIF" last.
fn brand_kind(head: &[u8]) -> Format {
    let size = be32(head, 0).unwrap_or(0) as usize;
    let end = size.min(head.len());
    let major = head.get(8..12).into_iter();
    let compatible = head.get(16..end).unwrap_or_default().chunks_exact(4);
    let brands = || major.clone().chain(compatible.clone());
    let general =
        brands().any(|brand| matches!(brand, b"mif1" | b"msf1" | b"mif2" | b"miaf" | b"heif" | b"unif" | b"1pic"));
    let special = brands().find_map(brand).filter(|found| !general || matches!(found, Format::Avif | Format::Heic));
    special.unwrap_or(if general { Format::Heic } else { Format::Unknown })
}

fn brand(brand: &[u8]) -> Option<Format> {
    Some(match brand {
        b"avif" | b"avis" => Format::Avif,
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" | b"avci" | b"avcs" | b"vvic" => {
            Format::Heic
        }
        b"qt  " => Format::Mov,
        [b'i', b's', b'o', _] | [b'3', b'g', ..] | [b'm', b'p', b'4', _] => Format::Mp4,
        b"avc1" | b"M4V " | b"M4VP" | b"M4VH" | b"MSNV" | b"dash" | b"XAVC" | b"mmp4" | b"hvc1" | b"f4v " | b"cmfc" => {
            Format::Mp4
        }
        _ => return None,
    })
}

impl Format {
    /// The name used in JSON and in errors.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::Tiff => "tiff",
            Self::Dng => "dng",
            Self::Mp4 => "mp4",
            Self::Mov => "mov",
            Self::Unknown => "unknown",
        }
    }

    /// The file name extension that these bytes call for.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Unknown => "bin",
            other => other.name(),
        }
    }

    /// Whether a file name with this extension can hold these bytes.
    pub fn has_extension(self, extension: &str) -> bool {
        let known: &[&str] = match self {
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif", "mpo"],
            Self::Png => &["png", "apng"],
            Self::Heic => &["heic", "heif", "hif", "heics", "heifs"],
            Self::Avif => &["avif", "avifs"],
            Self::Mp4 => &["mp4", "m4v", "3gp", "3g2"],
            Self::Mov => &["mov", "qt"],
            other => &[other.name()],
        };
        known.iter().any(|known| extension.eq_ignore_ascii_case(known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_by_bytes() {
        let cases: [(&[u8], Format); 9] = [
            (b"\xff\xd8\xff\xe0", Format::Jpeg),
            (b"\x89PNG\r\n\x1a\n", Format::Png),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Format::Webp),
            (b"GIF89a", Format::Gif),
            (b"II*\0\x08\0\0\0", Format::Tiff),
            (b"\0\0\0\x18ftypmif1\0\0\0\0avifmif1", Format::Avif),
            (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Format::Mov),
            (b"not a photo", Format::Unknown),
            (b"", Format::Unknown),
        ];
        for (head, format) in cases {
            assert_eq!(sniff(head), format, "{head:?}");
        }
    }
}
