//! A walk over the parts of a JPEG file, through every scan to the true end of the picture.
//!
//! ITU-T T.81 annex B. Bytes that belong to no part are answered as `Stray`, never skipped silently.

use std::ops::Range;

use memchr::memchr;

use crate::error::{CheckError, Result};
use crate::photo::bytes::be16;

pub(crate) mod marker {
    pub(crate) const SOF0: u8 = 0xC0;
    pub(crate) const DHT: u8 = 0xC4;
    pub(crate) const JPG: u8 = 0xC8;
    pub(crate) const DAC: u8 = 0xCC;
    pub(crate) const RST0: u8 = 0xD0;
    pub(crate) const SOI: u8 = 0xD8;
    pub(crate) const EOI: u8 = 0xD9;
    pub(crate) const SOS: u8 = 0xDA;
    pub(crate) const DQT: u8 = 0xDB;
    pub(crate) const DNL: u8 = 0xDC;
    pub(crate) const DRI: u8 = 0xDD;
    pub(crate) const APP0: u8 = 0xE0;
}

/// One part of the file, as ranges of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// A marker with its length field; `body` comes after the length field.
    Segment { marker: u8, body: Range<usize> },
    /// Entropy-coded data after a start of scan, restart markers included.
    Scan(Range<usize>),
    /// Bytes that belong nowhere: filling, stray bytes, markers out of place.
    Stray(Range<usize>),
    /// The end of the first picture, and what lies behind it.
    End { trailer: Range<usize> },
}

/// The iterator. Ends after `Part::End` or after the first error.
pub(crate) struct Walk<'a> {
    data: &'a [u8],
    at: usize,
    state: State,
    frame: bool,
    scans: u32,
}

#[derive(PartialEq)]
enum State {
    Marker,
    Scan,
    Done,
}

impl<'a> Walk<'a> {
    /// Starts behind the start-of-image marker, which the caller has seen.
    pub(crate) fn new(data: &'a [u8]) -> Self {
        Self { data, at: 2, state: State::Marker, frame: false, scans: 0 }
    }

    fn step(&mut self) -> Result<Part> {
        if self.state == State::Scan {
            self.state = State::Marker;
            let start = self.at;
            self.at = scan_end(self.data, start)?;
            return Ok(Part::Scan(start..self.at));
        }
        let start = self.at;
        let (code, marker_at) = match self.marker_or_stray()? {
            Ok(found) => found,
            Err(stray) => return Ok(stray),
        };
        match code {
            marker::EOI => self.end(start, start + 2),
            marker::SOI if self.frame => self.end(start, start),
            0x00 | 0x01 | marker::RST0..=marker::SOI => {
                self.at = marker_at + 1;
                Ok(Part::Stray(start..self.at))
            }
            code if is_frame(code) && self.frame => self.end(start, start),
            code => self.segment(code, marker_at),
        }
    }

    /// The marker code at the cursor, or the bytes before it that belong nowhere.
    fn marker_or_stray(&mut self) -> Result<std::result::Result<(u8, usize), Part>> {
        let start = self.at;
        let no_end = || CheckError::malformed("end-of-image", self.data.len());
        let rest = self.data.get(start..).ok_or_else(no_end)?;
        let first = start + memchr(0xFF, rest).ok_or_else(no_end)?;
        let fill = filling(self.data.get(first..).unwrap_or_default());
        let code = *self.data.get(first + fill).ok_or_else(no_end)?;
        let marker_start = first + fill - 1;
        if marker_start > start {
            self.at = marker_start;
            return Ok(Err(Part::Stray(start..marker_start)));
        }
        Ok(Ok((code, first + fill)))
    }

    fn segment(&mut self, code: u8, marker_at: usize) -> Result<Part> {
        let cut = || CheckError::malformed("segment", marker_at);
        let length = usize::from(be16(self.data, marker_at + 1).ok_or_else(cut)?);
        let body = marker_at + 3..marker_at + 1 + length;
        if length < 2 || body.end > self.data.len() {
            return Err(cut());
        }
        self.at = body.end;
        if code == marker::SOS {
            if !self.frame {
                return Err(CheckError::malformed("frame", marker_at));
            }
            self.state = State::Scan;
            self.scans += 1;
        }
        self.frame |= is_frame(code);
        Ok(Part::Segment { marker: code, body })
    }

    fn end(&mut self, at: usize, trailer: usize) -> Result<Part> {
        self.state = State::Done;
        if self.scans == 0 {
            return Err(CheckError::malformed("scan", at));
        }
        Ok(Part::End { trailer: trailer..self.data.len() })
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<Part>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == State::Done {
            return None;
        }
        let part = self.step();
        if part.is_err() {
            self.state = State::Done;
        }
        Some(part)
    }
}

/// How many bytes at the start are 0xFF: filling before a marker may be as long as the file.
fn filling(bytes: &[u8]) -> usize {
    let blocks = bytes.as_chunks::<64>().0.iter().take_while(|block| **block == [0xFF; 64]).count();
    let rest = bytes.get(64 * blocks..).unwrap_or_default();
    64 * blocks + rest.iter().take_while(|&&byte| byte == 0xFF).count()
}

/// Start of frame, any coding process.
pub(crate) fn is_frame(code: u8) -> bool {
    matches!(code, marker::SOF0..=0xCF) && !matches!(code, marker::DHT | marker::JPG | marker::DAC)
}

/// Bytes that are looked at together.
const BLOCK: usize = 1024;

/// Where the entropy-coded data that starts at `start` ends: at the first marker that is not a restart.
fn scan_end(data: &[u8], start: usize) -> Result<usize> {
    let mut at = start;
    loop {
        while no_marker(data, at) {
            at += BLOCK;
        }
        let stop = at + BLOCK;
        while at < stop {
            let end = || CheckError::malformed("scan", data.len());
            let found = data.get(at..).and_then(|rest| memchr(0xFF, rest)).ok_or_else(end)?;
            let first = at + found;
            let fill = data.get(first..).unwrap_or_default().iter().take_while(|&&b| b == 0xFF).count();
            match data.get(first + fill) {
                Some(0x00 | 0xD0..=0xD7) => at = first + fill + 1,
                Some(_) => return Ok(first),
                None => return Err(end()),
            }
        }
    }
}

/// Whether none of the bytes of a whole block at `at` starts a marker that is not a restart. Without branches, so that
/// the compiler looks at many bytes at once: coded data is full of 0xFF, and stopping at each is what takes time.
fn no_marker(data: &[u8], at: usize) -> bool {
    let block = |at: usize| data.get(at..).and_then(|rest| rest.first_chunk::<BLOCK>());
    let Some((bytes, next)) = block(at).zip(block(at + 1)) else { return false };
    let any = |test: fn(u8, u8) -> u8| bytes.iter().zip(next).fold(0, |all, (&a, &b)| all | test(a, b)) != 0;
    // Two operations a byte: not zero where 0xFF is followed by anything but zero. Restarts are few, and looked at again.
    let marker_or_restart = |a: u8, b: u8| a.saturating_sub(0xFE).min(b);
    let marker = |a: u8, b: u8| u8::from(a == 0xFF) & u8::from(b != 0) & u8::from(b & 0xF8 != 0xD0);
    !any(marker_or_restart) || !any(marker)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"\xff\xd8\xff\xc0\0\x02";
    const SCAN: &[u8] = b"\xff\xda\0\x02ab\xff\0c\xff\xd0d";

    fn parts(tail: &[u8]) -> Vec<Part> {
        Walk::new(&[HEAD, SCAN, tail].concat()).map(|part| part.unwrap()).collect()
    }

    #[test]
    fn names_every_byte() {
        let found = parts(b"\xff\xff\xfe\0\x03x??\xff\xd9tail");
        assert_eq!(
            found,
            [
                Part::Segment { marker: 0xC0, body: 6..6 },
                Part::Segment { marker: 0xDA, body: 10..10 },
                Part::Scan(10..18),
                Part::Stray(18..19),
                Part::Segment { marker: 0xFE, body: 23..24 },
                Part::Stray(24..26),
                Part::End { trailer: 28..32 },
            ]
        );
    }

    #[test]
    fn a_second_frame_ends_the_picture() {
        assert_eq!(parts(b"\xff\xc0\0\x02\xff\xd9").last(), Some(&Part::End { trailer: 18..24 }));
        assert_eq!(parts(b"\xff\xd8\xff\xd9").last(), Some(&Part::End { trailer: 18..22 }));
    }

    #[test]
    fn says_where_it_breaks() {
        let last = |bytes: &[u8]| Walk::new(bytes).last();
        let malformed = |part: &str, offset| Some(Err(CheckError::malformed(part, offset)));
        assert_eq!(last(b"\xff\xd8"), malformed("end-of-image", 2));
        assert_eq!(last(b"\xff\xd8\xff\xe1\0\x01"), malformed("segment", 3));
        assert_eq!(last(b"\xff\xd8\xff\xe1\0\x09ab"), malformed("segment", 3));
        assert_eq!(last(b"\xff\xd8\xff\xd9"), malformed("scan", 2));
        assert_eq!(last(b"\xff\xd8\xff\xda\0\x02\xff\xd9"), malformed("frame", 3));
        assert_eq!(last(&[HEAD, SCAN].concat()), malformed("scan", 18));
    }
}
