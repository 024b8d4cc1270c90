//! WebP as the verifier reads it (RFC 9649 section 2).

use super::turn::{is_only_turn, turn};
use super::{Digest, Essence, Fault, Mode};

/// The essence of a WebP. In an output every byte must have a place.
pub(super) fn essence(data: &[u8], mode: Mode) -> Result<Essence, Fault> {
    let (head, rest) = data.split_at_checked(12).ok_or("cut")?;
    let stated = length(head, 4).ok_or("cut")?;
    if !head.starts_with(b"RIFF") || !head.ends_with(b"WEBP") {
        return Err("no-start");
    }
    if stated + 8 != data.len() {
        mode.forbid("trailing-bytes")?;
    }
    let rest = rest.get(..stated.saturating_sub(4)).unwrap_or(rest);
    let mut reader = Reader {
        mode,
        flags: 0,
        extended: false,
        alpha: None,
        picture: false,
        essence: Essence { turn: 1, ..Essence::default() },
        seen: vec![],
    };
    each(rest, mode, |kind, body| reader.chunk(kind, body))?;
    reader.finish()
}

fn length(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?) as usize)
}

/// Calls `take` for each chunk of `rest`.
fn each(mut rest: &[u8], mode: Mode, mut take: impl FnMut([u8; 4], &[u8]) -> Result<(), Fault>) -> Result<(), Fault> {
    while rest.len() >= 8 {
        let (Some(kind), Some(size)) = (rest.first_chunk(), length(rest, 4)) else { return Err("cut") };
        let body = rest.get(8..).and_then(|rest| rest.get(..size)).ok_or("cut")?;
        take(*kind, body)?;
        let pad = rest.get(8 + size..).and_then(<[u8]>::first);
        if size % 2 == 1 && pad != Some(&0) {
            mode.forbid("padding")?;
        }
        rest = rest.get(8 + size + size % 2..).unwrap_or_default();
    }
    if rest.is_empty() { Ok(()) } else { mode.forbid("stray-bytes") }
}

struct Reader {
    mode: Mode,
    flags: u8,
    extended: bool,
    alpha: Option<Digest>,
    picture: bool,
    essence: Essence,
    seen: Vec<[u8; 4]>,
}

impl Reader {
    fn chunk(&mut self, kind: [u8; 4], body: &[u8]) -> Result<(), Fault> {
        let (animated, first) = (self.flags & 2 != 0, !self.seen.contains(&kind));
        let named = u32::from_be_bytes(kind);
        match &kind {
            b"VP8X" if self.seen.is_empty() && body.len() >= 10 => {
                self.flags = body.first().copied().unwrap_or(0);
                self.extended = true;
                if body.len() > 10 || self.flags & 0xC1 != 0 || body.get(1..4) != Some(&[0; 3]) {
                    self.mode.forbid("leftover-flags")?;
                }
                self.essence.pixels.part(named, &[&[self.flags & 0x12], body.get(4..10).unwrap_or_default()].concat());
            }
            b"ICCP" if self.flags & 0x20 != 0 && first && !self.picture && whole(body) => {
                self.essence.colour.part(1, body);
            }
            b"ANIM" if animated && first && body.len() == 6 => self.essence.pixels.part(named, body),
            b"ANMF" if animated && body.len() >= 16 => self.frame(body)?,
            b"ALPH" if self.extended && !animated && !self.picture && self.alpha.is_none() => {
                let mut alpha = Digest::default();
                alpha.part(named, body);
                self.alpha = Some(alpha);
            }
            b"VP8 " | b"VP8L" if !animated && !self.picture => {
                self.picture = true;
                match self.alpha {
                    Some(alpha) if &kind == b"VP8 " => self.essence.pixels.part(2, &alpha.bytes()),
                    Some(_) => self.mode.forbid("leftover-alpha")?,
                    None => {}
                }
                self.essence.pixels.part(named, body);
            }
            b"EXIF" if self.flags & 8 != 0 && first => {
                if !is_only_turn(body) {
                    self.mode.forbid("leftover-exif")?;
                }
                self.essence.turn = turn(body.strip_prefix(b"Exif\0\0").unwrap_or(body));
            }
            _ => return self.mode.forbid("leftover-chunk"),
        }
        self.seen.push(kind);
        Ok(())
    }

    fn frame(&mut self, body: &[u8]) -> Result<(), Fault> {
        let mut frame = Digest::default();
        frame.part(0, body.get(..16).unwrap_or_default());
        let (mut alpha, mut picture) = (None, false);
        each(body.get(16..).unwrap_or_default(), self.mode, |kind, body| {
            match &kind {
                b"ALPH" if alpha.is_none() && !picture => alpha = Some(body.to_vec()),
                b"VP8 " | b"VP8L" if !picture => {
                    picture = true;
                    match &alpha {
                        Some(alpha) if &kind == b"VP8 " => frame.part(1, alpha),
                        Some(_) => self.mode.forbid("leftover-alpha")?,
                        None => {}
                    }
                    frame.part(u32::from_be_bytes(kind), body);
                }
                _ => return self.mode.forbid("leftover-in-frame"),
            }
            Ok(())
        })?;
        self.picture = true;
        self.essence.pixels.part(1, &frame.bytes());
        if picture { Ok(()) } else { Err("empty-frame") }
    }

    fn finish(self) -> Result<Essence, Fault> {
        let told = |flag: u8, kind: &[u8; 4]| (self.flags & flag != 0) == self.seen.contains(kind);
        if self.flags & 4 != 0 || !told(0x20, b"ICCP") || !told(8, b"EXIF") {
            self.mode.forbid("flags")?;
        }
        if self.picture { Ok(self.essence) } else { Err("no-pixels") }
    }
}

/// Whether a profile is one.
fn whole(profile: &[u8]) -> bool {
    (128..=16 << 20).contains(&profile.len()) && profile.get(36..40) == Some(b"acsp")
}
