//! A walk over the chunks of a PNG (W3C PNG, third edition, section 5).

use std::ops::Range;

use crate::error::{CheckError, Result};
use crate::photo::bytes::{be32, part};

pub(crate) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// One chunk, as ranges of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub(crate) kind: [u8; 4],
    pub(crate) body: Range<usize>,
}

impl Chunk {
    /// The whole chunk: length, name, body, checksum.
    pub(crate) fn whole(&self) -> Range<usize> {
        self.body.start - 8..self.body.end + 4
    }

    /// Whether the checksum fits the name and the body.
    pub(crate) fn checks(&self, data: &[u8]) -> bool {
        be32(data, self.body.end) == Some(checksum(&[part(data, self.body.start - 4..self.body.end)]))
    }
}

/// The checksum of a chunk's name and body.
pub(crate) fn checksum(parts: &[&[u8]]) -> u32 {
    let mut crc = flate2::Crc::new();
    for part in parts {
        crc.update(part);
    }
    crc.sum()
}

/// Every chunk up to the end chunk, with the byte after it in `end`.
pub(crate) struct Chunks<'a> {
    data: &'a [u8],
    at: usize,
    done: bool,
}

impl<'a> Chunks<'a> {
    pub(crate) fn new(data: &'a [u8]) -> Self {
        Self { data, at: SIGNATURE.len(), done: false }
    }

    fn step(&mut self) -> Result<Chunk> {
        let cut = || CheckError::malformed("chunk", self.at);
        let length = be32(self.data, self.at).ok_or_else(cut)? as usize;
        let kind = *self.data.get(self.at + 4..).and_then(|rest| rest.first_chunk()).ok_or_else(cut)?;
        let body = self.at + 8..(self.at + 8).checked_add(length).ok_or_else(cut)?;
        let end = body.end.checked_add(4).filter(|&end| end <= self.data.len()).ok_or_else(cut)?;
        self.at = end;
        self.done = &kind == b"IEND";
        Ok(Chunk { kind, body })
    }
}

impl Iterator for Chunks<'_> {
    type Item = Result<Chunk>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let chunk = self.step();
        self.done |= chunk.is_err();
        Some(chunk)
    }
}
