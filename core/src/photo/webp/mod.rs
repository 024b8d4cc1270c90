//! WebP, still and animated: a RIFF file of chunks (RFC 9649 section 2).

mod chunk;

use std::ops::Range;

use super::bytes::{le24, le32, part};
use super::metadata::{self, Found};
use super::orientation::{minimal_tiff, read};
use super::plan::Plan;
use super::{Opened, jpeg, limits};
use crate::error::{CheckError, Result};
use crate::span::MetadataKind::Other;
use chunk::{Chunk, Chunks};

/// Feature flags of an extended file.
const ICC: u8 = 0x20;
const ALPHA: u8 = 0x10;
const EXIF: u8 = 0x08;
const ANIMATION: u8 = 0x02;

/// Reads a WebP: its picture, what is hidden, and the plan of a clean copy.
pub(super) fn open(data: &[u8]) -> Result<Opened> {
    let stated = le32(data, 4).unwrap_or(0) as usize + 8;
    let end = stated.min(data.len());
    let mut reader = Reader {
        data,
        found: Found::default(),
        body: Plan::default(),
        flags: None,
        size: None,
        turn: 1,
        seen: vec![],
        frames: 0,
        alpha: None,
    };
    for step in Chunks::new(data, 12..end) {
        reader.chunk(&step?)?;
    }
    metadata::trailer(part(data, end..data.len()), &mut reader.found);
    reader.finish()
}

struct Reader<'a> {
    data: &'a [u8],
    found: Found,
    /// Everything behind the extended header.
    body: Plan,
    /// The extended header's body, when there is one.
    flags: Option<Range<usize>>,
    /// Pixels of the picture.
    size: Option<(u32, u32)>,
    turn: u8,
    /// Chunks that count once and were met.
    seen: Vec<[u8; 4]>,
    frames: usize,
    /// Transparency that waits for its picture.
    alpha: Option<Chunk>,
}

impl Reader<'_> {
    /// Whether the extended header announces `flag`. Decoders skip what is not announced.
    fn announces(&self, flag: u8) -> bool {
        self.flags.as_ref().and_then(|flags| self.data.get(flags.start)).is_some_and(|flags| flags & flag != 0)
    }

    fn once(&mut self, kind: [u8; 4]) -> bool {
        let first = !self.seen.contains(&kind);
        self.seen.push(kind);
        first
    }

    fn chunk(&mut self, chunk: &Chunk) -> Result<()> {
        let body = part(self.data, chunk.body.clone());
        let (picture, moving) = (self.seen.contains(b"IMG "), self.announces(ANIMATION));
        match &chunk.kind {
            b"VP8X" if self.seen.is_empty() && body.len() >= 10 => {
                self.seen.push(chunk.kind);
                self.flags = Some(chunk.body.clone());
                self.size = le24(body, 4).zip(le24(body, 7)).map(|(width, height)| (width + 1, height + 1));
                self.found.add_bytes("other", "ExtraBytes", Other, body.len() - 10);
            }
            b"ICCP" if !picture && self.announces(ICC) && self.profile(body) && self.once(chunk.kind) => {
                self.keep(chunk);
            }
            b"ANIM" if moving && body.len() == 6 && self.once(chunk.kind) => self.keep(chunk),
            b"ANMF" if moving && body.len() >= 16 => self.frame(chunk)?,
            // Transparency belongs to a lossy picture; beside a lossless one it is never shown.
            b"ALPH" if !moving && !picture && self.flags.is_some() && self.alpha.is_none() => {
                self.alpha = Some(chunk.clone());
            }
            b"VP8 " | b"VP8L" if !moving && !picture => {
                self.seen.push(*b"IMG ");
                match self.alpha.take() {
                    Some(alpha) if &chunk.kind == b"VP8 " => self.keep(&alpha),
                    Some(alpha) => metadata::webp(alpha.kind, part(self.data, alpha.body), &mut self.found),
                    None => {}
                }
                self.size = self.size.or_else(|| size(chunk.kind, body));
                self.keep(chunk);
            }
            b"EXIF" if self.announces(EXIF) && self.once(chunk.kind) => {
                let tiff = body.strip_prefix(b"Exif\0\0").unwrap_or(body);
                self.turn = read(tiff);
                metadata::exif(tiff, &mut self.found);
            }
            _ => metadata::webp(chunk.kind, body, &mut self.found),
        }
        Ok(())
    }

    /// Whether a colour profile is whole; it is listed either way.
    fn profile(&mut self, body: &[u8]) -> bool {
        let whole = jpeg::is_profile(body) && body.len() <= limits::ICC_BYTES && !self.seen.contains(b"ICCP");
        if whole {
            metadata::profile(body, &mut self.found);
        }
        whole
    }

    /// Copies a chunk; its padding byte is always zero.
    fn keep(&mut self, chunk: &Chunk) {
        self.body.copy(chunk.body.start - 8..chunk.body.end);
        self.pad(chunk.body.len(), part(self.data, chunk.body.end..chunk.body.end + 1) == [0], chunk.body.end);
    }

    fn pad(&mut self, length: usize, zero: bool, at: usize) {
        match (length.is_multiple_of(2), zero) {
            (true, _) => {}
            (false, true) => self.body.copy(at..at + 1),
            (false, false) => self.body.own([0]),
        }
    }

    /// One frame of an animation: its place and duration, then the chunks of its picture.
    fn frame(&mut self, chunk: &Chunk) -> Result<()> {
        self.frames += 1;
        if self.frames > limits::FRAMES {
            return Err(CheckError::LimitExceeded { limit: "frames".into(), max: limits::FRAMES as u64 });
        }
        let start = chunk.body.start + 16;
        let (mut kept, mut alpha, mut picture) = (vec![], false, false);
        for step in Chunks::new(self.data, start..chunk.body.end) {
            let sub = step?;
            match &sub.kind {
                b"ALPH" if !alpha && !picture => alpha = true,
                b"VP8 " | b"VP8L" if !picture => picture = true,
                _ => {
                    metadata::webp(sub.kind, part(self.data, sub.body), &mut self.found);
                    continue;
                }
            }
            kept.push(sub);
        }
        if kept.iter().any(|sub| &sub.kind == b"VP8L") {
            let lost = kept.extract_if(.., |sub| &sub.kind == b"ALPH");
            lost.for_each(|sub| metadata::webp(sub.kind, part(self.data, sub.body), &mut self.found));
        }
        if !picture {
            return Err(CheckError::malformed("frame", start));
        }
        let length: usize = 16 + kept.iter().map(|sub| 8 + sub.body.len().next_multiple_of(2)).sum::<usize>();
        if length == chunk.body.len() {
            self.body.copy(chunk.body.start - 8..start);
        } else {
            self.found.add_bytes("webp", "ExtraBytes", Other, chunk.body.len().saturating_sub(length));
            self.body.own([&b"ANMF"[..], &(length as u32).to_le_bytes()].concat());
            self.body.copy(chunk.body.start..start);
        }
        for sub in &kept {
            self.keep(sub);
        }
        self.seen.push(*b"IMG ");
        Ok(())
    }

    /// Puts the parts together: sizes, the extended header with its flags put right, the rest, the turn.
    fn finish(mut self) -> Result<Opened> {
        let Some((width, height)) = self.size.filter(|_| self.seen.contains(b"IMG ")) else {
            return Err(CheckError::malformed("image-data", 12));
        };
        if self.turn > 1 {
            let tiff = minimal_tiff(self.turn);
            self.body.own([&b"EXIF"[..], &(tiff.len() as u32).to_le_bytes(), &tiff].concat());
        }
        let extended = self.flags.clone().map(|flags| self.extended(&flags));
        let length = 4 + extended.as_ref().map_or(0, Vec::len) + self.body.len();
        let head = [&b"RIFF"[..], &(length as u32).to_le_bytes(), b"WEBP", &extended.unwrap_or_default()].concat();
        let mut plan = Plan::default();
        plan.own(head);
        plan.append(self.body);
        Ok(Opened { width, height, orientation: self.turn, found: self.found.close(), plan })
    }

    /// The extended header with only the features that are left.
    fn extended(&self, flags: &Range<usize>) -> Vec<u8> {
        let old = part(self.data, flags.clone());
        let kept = old.first().copied().unwrap_or(0) & (ALPHA | ANIMATION);
        let profile = if self.seen.contains(b"ICCP") { ICC } else { 0 };
        let turn = if self.turn > 1 { EXIF } else { 0 };
        [b"VP8X\x0a\0\0\0", &[kept | profile | turn, 0, 0, 0][..], old.get(4..10).unwrap_or_default()].concat()
    }
}

/// Pixels of a still that has no extended header (RFC 6386 section 9.1; RFC 9649 section 3.4).
fn size(kind: [u8; 4], body: &[u8]) -> Option<(u32, u32)> {
    if &kind == b"VP8L" {
        let bits = le32(body, 1).filter(|_| body.first() == Some(&0x2F))?;
        return Some(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1));
    }
    let sides = le32(body, 6).filter(|_| body.get(3..6) == Some(&[0x9D, 0x01, 0x2A]))?;
    Some((sides & 0x3FFF, sides >> 16 & 0x3FFF))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOSSLESS: &[u8] = &[0x2F, 1, 0x40, 0, 0, 9];

    fn c(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
        let pad = if body.len() % 2 == 1 { &[0][..] } else { &[] };
        [&kind[..], &(body.len() as u32).to_le_bytes(), body, pad].concat()
    }

    fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
        let body = chunks.concat();
        [b"RIFF", &(body.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &body].concat()
    }

    fn extended(flags: u8) -> Vec<u8> {
        c(*b"VP8X", &[flags, 0, 0, 0, 1, 0, 0, 1, 0, 0])
    }

    fn frame(chunks: &[Vec<u8>]) -> Vec<u8> {
        c(*b"ANMF", &[&[0; 16], &chunks.concat()[..]].concat())
    }

    fn cleaned(data: &[u8]) -> Result<Vec<u8>> {
        let mut out = vec![];
        open(data)?.plan.write(data, &mut out).unwrap();
        Ok(out)
    }

    #[test]
    fn keeps_clean_files() {
        for clean in [
            file(&[c(*b"VP8L", LOSSLESS)]),
            file(&[extended(0), c(*b"VP8L", &[LOSSLESS, b"x"].concat())]),
            file(&[extended(EXIF), c(*b"VP8L", LOSSLESS), c(*b"EXIF", &minimal_tiff(6))]),
            file(&[extended(ANIMATION), c(*b"ANIM", &[0; 6]), frame(&[c(*b"ALPH", b"a"), c(*b"VP8 ", b"b")])]),
        ] {
            assert_eq!(cleaned(&clean), Ok(clean));
        }
        assert_eq!(open(&file(&[c(*b"VP8L", LOSSLESS)])).map(|o| (o.width, o.height)), Ok((2, 2)));
    }

    #[test]
    fn drops_the_rest_and_puts_flags_and_sizes_right() {
        let dirty = file(&[
            extended(0x3E),
            c(*b"ICCP", b"x"),
            c(*b"ANIM", &[0; 6]),
            c(*b"VP8L", LOSSLESS),
            frame(&[c(*b"abcd", b"x"), c(*b"VP8L", LOSSLESS)]),
            c(*b"EXIF", b"MM"),
            c(*b"XMP ", b"x"),
            c(*b"C2PA", b"x"),
            c(*b"abcd", b"x"),
        ]);
        let clean = file(&[extended(0x12), c(*b"ANIM", &[0; 6]), frame(&[c(*b"VP8L", LOSSLESS)])]);
        assert_eq!(cleaned(&[&dirty[..], b"behind"].concat()), Ok(clean));
        let still = file(&[c(*b"VP8L", LOSSLESS), c(*b"VP8L", b"hidden"), frame(&[c(*b"VP8L", LOSSLESS)])]);
        assert_eq!(cleaned(&still), Ok(file(&[c(*b"VP8L", LOSSLESS)])));
    }

    #[test]
    fn refuses_damage() {
        assert!(cleaned(&file(&[extended(0)])).is_err(), "no picture");
        assert!(cleaned(&file(&[c(*b"VP8L", LOSSLESS)])[..20]).is_err(), "cut");
        assert!(cleaned(&file(&[extended(ANIMATION), frame(&[])])).is_err(), "empty frame");
    }
}
