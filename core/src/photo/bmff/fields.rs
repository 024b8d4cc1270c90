//! Numbers one after the other, of widths that the file itself states.

use crate::error::{CheckError, Result};

/// A cursor over the body of a box.
pub(super) struct Fields<'a> {
    data: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Fields<'a> {
    /// Starts at the body of a box, `range` of the file.
    pub(super) fn new(data: &'a [u8], range: &std::ops::Range<usize>) -> Self {
        Self { data, at: range.start, end: range.end.min(data.len()) }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn end(&self) -> usize {
        self.end
    }

    pub(super) fn bytes(&mut self, count: usize) -> Result<&'a [u8]> {
        let stop = self.at.checked_add(count).filter(|&stop| stop <= self.end);
        let taken = stop.and_then(|stop| self.data.get(self.at..stop));
        let taken = taken.ok_or_else(|| CheckError::malformed("box", self.at))?;
        self.at += count;
        Ok(taken)
    }

    /// A number of `count` bytes, 0 to 8, high byte first.
    pub(super) fn number(&mut self, count: usize) -> Result<u64> {
        Ok(self.bytes(count)?.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte)))
    }

    /// The version of a full box, and its flags.
    pub(super) fn version(&mut self) -> Result<(u8, u32)> {
        let head = self.number(4)? as u32;
        Ok(((head >> 24) as u8, head & 0x00FF_FFFF))
    }

    /// A name: 16 bits, or 32 in later versions.
    pub(super) fn id(&mut self, wide: bool) -> Result<u32> {
        Ok(self.number(if wide { 4 } else { 2 })? as u32)
    }
}
