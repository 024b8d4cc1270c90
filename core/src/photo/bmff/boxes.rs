//! A walk over the boxes of an ISO base media file (ISO/IEC 14496-12 section 4.2).

use std::ops::Range;

use crate::photo::bytes::be32;

/// One box, as ranges of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Box {
    pub(crate) kind: [u8; 4],
    /// Header and body.
    pub(crate) whole: Range<usize>,
    pub(crate) body: Range<usize>,
    /// Whether the stated size goes beyond what is there.
    pub(crate) cut: bool,
}

/// The boxes of a stretch of the file. `rest` is what no box header stands for, once the walk is over.
pub(crate) struct Boxes<'a> {
    data: &'a [u8],
    pub(crate) rest: Range<usize>,
}

impl<'a> Boxes<'a> {
    pub(crate) fn new(data: &'a [u8], rest: Range<usize>) -> Self {
        Self { data, rest }
    }
}

impl Iterator for Boxes<'_> {
    type Item = Box;

    fn next(&mut self) -> Option<Box> {
        let Range { start, end } = self.rest;
        if end < start.saturating_add(8) {
            return None;
        }
        let stated = be32(self.data, start)? as usize;
        let kind = *self.data.get(start + 4..)?.first_chunk()?;
        let (header, size) = match stated {
            0 => (8, end - start),
            1 => {
                let high = be32(self.data, start + 8)?;
                let low = be32(self.data, start + 12)? as usize;
                (16, if high == 0 { low } else { usize::MAX })
            }
            size => (8, size),
        };
        if size < header || start + header > end || !kind.iter().all(|b| matches!(b, b' '..=b'~' | 0xA9)) {
            return None;
        }
        let stop = start.saturating_add(size).min(end);
        let cut = start.saturating_add(size) > end;
        self.rest = stop..end;
        Some(Box { kind, whole: start..stop, body: start + header..stop, cut })
    }
}

/// A box of `body`.
pub(crate) fn write(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32 + 8).to_be_bytes()[..], &kind, body].concat()
}
