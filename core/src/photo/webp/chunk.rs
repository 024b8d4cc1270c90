//! A walk over RIFF chunks: a name, a length, a body, and a byte of padding behind odd bodies.

use std::ops::Range;

use crate::error::{CheckError, Result};
use crate::photo::bytes::le32;

/// One chunk, as a range of the file.
#[derive(Clone)]
pub(super) struct Chunk {
    pub(super) kind: [u8; 4],
    pub(super) body: Range<usize>,
}

/// Every chunk of a stretch of the file. Fewer than eight bytes at its end are no chunk and are left out.
pub(super) struct Chunks<'a> {
    data: &'a [u8],
    rest: Range<usize>,
}

impl<'a> Chunks<'a> {
    pub(super) fn new(data: &'a [u8], rest: Range<usize>) -> Self {
        Self { data, rest }
    }
}

impl Iterator for Chunks<'_> {
    type Item = Result<Chunk>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.end < self.rest.start + 8 {
            return None;
        }
        let at = self.rest.start;
        let kind = *self.data.get(at..)?.first_chunk()?;
        let length = le32(self.data, at + 4)? as usize;
        let body = at + 8..(at + 8).saturating_add(length);
        if body.end > self.rest.end {
            self.rest.start = self.rest.end;
            return Some(Err(CheckError::malformed("chunk", at)));
        }
        self.rest.start = body.end + length % 2;
        Some(Ok(Chunk { kind, body }))
    }
}
