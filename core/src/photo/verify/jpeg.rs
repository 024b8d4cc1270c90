//! JPEG as the verifier reads it (T.81 annex B), byte after byte.

use super::turn::{is_only_turn, turn};
use super::{Digest, Essence, Fault, Mode};

/// The essence of a JPEG. In an output every byte must have a place.
pub(super) fn essence(data: &[u8], mode: Mode) -> Result<Essence, Fault> {
    if !data.starts_with(&[0xFF, 0xD8]) {
        return Err("no-start");
    }
    let mut reader = Reader {
        data,
        at: 2,
        mode,
        pixels: Digest::default(),
        tables: Digest::default(),
        turn: None,
        profile: vec![],
        scans: 0,
        frame: false,
    };
    while reader.step()? {}
    let colour = reader.colour()?;
    Ok(Essence { pixels: reader.pixels, colour, turn: reader.turn.unwrap_or(1), inflated: false })
}

struct Reader<'a> {
    data: &'a [u8],
    at: usize,
    mode: Mode,
    /// What scans have confirmed so far.
    pixels: Digest,
    /// The same and the tables since; a scan confirms them.
    tables: Digest,
    turn: Option<u8>,
    /// Pieces of the profile by number.
    profile: Vec<(u8, &'a [u8])>,
    scans: usize,
    frame: bool,
}

impl<'a> Reader<'a> {
    fn byte(&self, at: usize) -> Result<u8, Fault> {
        self.data.get(at).copied().ok_or("cut")
    }

    /// Reads one marker and what belongs to it; false at the end of the picture.
    fn step(&mut self) -> Result<bool, Fault> {
        if self.byte(self.at)? != 0xFF || matches!(self.byte(self.at + 1)?, 0xFF | 0 | 1 | 0xD0..=0xD7) {
            self.mode.forbid("stray-bytes")?;
            let lone = self.byte(self.at)? == 0xFF && self.byte(self.at + 1)? != 0xFF;
            self.at += if lone { 2 } else { 1 };
            // In an input filling may go on for megabytes.
            let rest = self.data.get(self.at..).unwrap_or_default();
            let ones = rest.iter().take_while(|&&byte| byte == 0xFF).count();
            self.at += ones.saturating_sub(1);
            return Ok(true);
        }
        let code = self.byte(self.at + 1)?;
        let second_picture = self.frame && (code == 0xD8 || starts_frame(code));
        if code == 0xD9 || second_picture {
            if self.scans == 0 {
                return Err("no-scan");
            }
            if second_picture || self.at + 2 != self.data.len() || self.tables != self.pixels {
                self.mode.forbid("trailing-bytes")?;
            }
            return Ok(false);
        }
        if code == 0xD8 {
            self.mode.forbid("stray-bytes")?;
            self.at += 2;
            return Ok(true);
        }
        let length = usize::from(self.byte(self.at + 2)?) << 8 | usize::from(self.byte(self.at + 3)?);
        let body = self.data.get(self.at + 4..self.at + 2 + length).filter(|_| length >= 2).ok_or("cut")?;
        self.at += 2 + length;
        self.segment(code, body)?;
        Ok(true)
    }

    fn segment(&mut self, code: u8, body: &'a [u8]) -> Result<(), Fault> {
        let content = match code {
            0xDB => Some(runs(body, |rest| Some(if rest.first()? >> 4 == 0 { 65 } else { 129 }))),
            0xC4 => Some(runs(body, |rest| Some(17 + rest.get(1..17)?.iter().map(|&n| usize::from(n)).sum::<usize>()))),
            0xCC => Some(body.len() & !1),
            0xDD => Some(2),
            0xDC if self.scans == 1 && self.tables == self.pixels => Some(2),
            0xDA => Some(4 + 2 * usize::from(*body.first().ok_or("cut")?)),
            code if starts_frame(code) => {
                self.frame = true;
                Some(6 + 3 * usize::from(*body.get(5).ok_or("cut")?))
            }
            _ => None,
        };
        let Some(content) = content else { return self.application(code, body) };
        if content != body.len() {
            self.mode.forbid("leftover-in-table")?;
        }
        self.tables.part(code.into(), body.get(..content).ok_or("cut")?);
        if !matches!(code, 0xC4 | 0xCC | 0xDB | 0xDD) {
            if code == 0xDA || self.scans > 0 {
                self.pixels = self.tables;
            }
            if code == 0xDA {
                self.scan()?;
            }
        }
        Ok(())
    }

    /// Entropy-coded data: up to a marker that is no restart.
    fn scan(&mut self) -> Result<(), Fault> {
        let start = self.at;
        loop {
            let rest = self.data.get(self.at..).ok_or("cut")?;
            let rest = rest.get(calm(rest)..).unwrap_or_default();
            self.at = self.data.len() - rest.len() + memchr::memchr(0xFF, rest).ok_or("cut")?;
            let first = self.at;
            while self.byte(self.at)? == 0xFF {
                self.at += 1;
            }
            if !matches!(self.byte(self.at)?, 0 | 0xD0..=0xD7) {
                self.at = first;
                break;
            }
        }
        self.pixels.part(0x100, self.data.get(start..self.at).ok_or("cut")?);
        self.tables = self.pixels;
        self.scans += 1;
        Ok(())
    }

    /// The application segments that may stay: JFIF without a thumbnail, the turn, the profile, Adobe's transform.
    fn application(&mut self, code: u8, body: &'a [u8]) -> Result<(), Fault> {
        let early = self.scans == 0;
        match code {
            0xE0 if early && body.len() == 14 && body.starts_with(b"JFIF\0") && body.ends_with(&[0, 0]) => Ok(()),
            0xE1 if early && body.starts_with(b"Exif\0\0") => {
                let tiff = body.get(6..).unwrap_or_default();
                if !is_only_turn(tiff) || self.turn.is_some() {
                    self.mode.forbid("leftover-exif")?;
                }
                self.turn.get_or_insert(turn(tiff));
                Ok(())
            }
            0xE2 if early && body.starts_with(b"ICC_PROFILE\0") && body.len() >= 14 => {
                self.profile.push((body.get(12).copied().unwrap_or(0), body.get(13..).unwrap_or_default()));
                Ok(())
            }
            0xEE if early && body.starts_with(b"Adobe") && body.len() >= 12 => {
                if body.len() > 12 {
                    self.mode.forbid("leftover-adobe")?;
                }
                Ok(())
            }
            _ => self.mode.forbid("leftover-segment"),
        }
    }

    /// The digest of the whole profile; of nothing when its pieces do not make one up.
    fn colour(&mut self) -> Result<Digest, Fault> {
        let mut colour = Digest::default();
        self.profile.sort_by_key(|piece| piece.0);
        let pieces = self.profile.len();
        let whole = self.profile.iter().all(|piece| piece.1.first().map(|&n| usize::from(n)) == Some(pieces));
        let joined = self.profile.iter().filter_map(|piece| piece.1.get(1..)).collect::<Vec<_>>().concat();
        if whole && joined.len() >= 128 && joined.get(36..40) == Some(b"acsp") {
            colour.part(1, &joined);
        } else if pieces > 0 {
            self.mode.forbid("leftover-profile")?;
        }
        Ok(colour)
    }
}

/// How many bytes at the start hold no marker but restarts, by pieces of `PIECE` bytes.
fn calm(coded: &[u8]) -> usize {
    const PIECE: usize = 512;
    let pieces = coded.as_chunks::<PIECE>().0.iter().zip(coded.get(1..).unwrap_or_default().as_chunks::<PIECE>().0);
    // No branch inside, so that many bytes are compared at once. What follows a 0xFF, else 0.
    let followers = |(piece, behind): &(&[u8; PIECE], &[u8; PIECE])| {
        piece.iter().zip(behind.iter()).fold(0u8, |seen, (&a, &b)| seen | if a == 255 { b } else { 0 })
    };
    let restarts_only = |(piece, behind): &(&[u8; PIECE], &[u8; PIECE])| {
        piece.iter().zip(behind.iter()).all(|(&a, &b)| a != 255 || matches!(b, 0 | 0xD0..=0xD7))
    };
    PIECE * pieces.take_while(|pair| followers(pair) == 0 || restarts_only(pair)).count()
}

/// The length of the whole runs that `body` starts with; `length` tells the length of the one at its start.
fn runs(body: &[u8], length: impl Fn(&[u8]) -> Option<usize>) -> usize {
    let known = |rest: &[u8]| matches!(rest.first(), Some(0x00..=0x03 | 0x10..=0x13));
    let mut at = 0;
    while let Some(run) =
        body.get(at..).filter(|rest| known(rest)).and_then(&length).filter(|&run| at + run <= body.len())
    {
        at += run;
    }
    at
}

fn starts_frame(code: u8) -> bool {
    (0xC0..=0xCF).contains(&code) && code != 0xC4 && code != 0xC8 && code != 0xCC
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: &[&[u8]] = &[
        b"\xff\xd8",
        b"\xff\xc0\0\x0b\x08\0\x08\0\x08\x01\x01\x11\0",
        b"\xff\xda\0\x08\x01\x01\0\0\x3f\0",
        b"da\xff\0ta",
        b"\xff\xd9",
    ];

    /// The picture with `extra` put before the part numbered `at`.
    fn with(at: usize, extra: &[u8]) -> Vec<u8> {
        let mut parts = PICTURE.to_vec();
        parts.insert(at, extra);
        parts.concat()
    }

    #[test]
    fn finds_what_a_writer_could_leave() {
        let cases: [(usize, &[u8], Fault); 11] = [
            (1, b"\xff\xfe\0\x04hi", "leftover-segment"),
            (1, b"\xff\xe1\0\x0aExif\0\0ab", "leftover-exif"),
            (1, b"\xff\xe0\0\x11JFIF\0\x01\x01\0\0\x01\0\x01\0\0x", "leftover-segment"),
            (1, b"\xff\xe2\0\x12ICC_PROFILE\0\x01\x01hi", "leftover-profile"),
            (1, b"\xff\xee\0\x10Adobe\0\x64\0\0\0\0\x01hi", "leftover-adobe"),
            (1, b"\xff\xdd\0\x06\0\x01hi", "leftover-in-table"),
            (1, b"hi", "stray-bytes"),
            (1, b"\xff", "stray-bytes"),
            (4, b"\xff\xfe\0\x04hi", "leftover-segment"),
            (4, b"\xff\xdd\0\x04hi", "trailing-bytes"),
            (5, b"hi", "trailing-bytes"),
        ];
        for (at, extra, fault) in cases {
            let dirty = with(at, extra);
            assert_eq!(essence(&dirty, Mode::Output), Err(fault), "{extra:02x?}");
            if fault != "leftover-in-table" {
                assert_eq!(essence(&dirty, Mode::Input), essence(&PICTURE.concat(), Mode::Output), "{extra:02x?}");
            }
        }
    }

    #[test]
    fn sees_a_changed_picture() {
        let mut other = PICTURE.concat();
        let at = other.len() - 4;
        other[at] ^= 1;
        let pixels = |data: &[u8]| essence(data, Mode::Output).unwrap().pixels;
        assert_ne!(pixels(&other), pixels(&PICTURE.concat()));
        assert_ne!(pixels(&with(2, b"\xff\xdd\0\x04\0\x01")), pixels(&PICTURE.concat()));
    }
}
