//! How a clean copy is made: stretches of the input in order, with a few bytes of our own between them.
//!
//! A plan holds ranges, not pixels, so that cleaning needs no second copy of the file in memory.

use std::io::Write;
use std::ops::Range;

use super::bytes::part;

enum Piece {
    Copy(Range<usize>),
    Own(Vec<u8>),
    Zeros(usize),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Self::Copy(range) => range.len(),
            Self::Own(bytes) => bytes.len(),
            Self::Zeros(count) => *count,
        }
    }
}

/// The cleaned file, as pieces.
#[derive(Default)]
pub(crate) struct Plan {
    pieces: Vec<Piece>,
}

impl Plan {
    /// Copies `range` of the input next; joins it with the piece before when the two touch.
    pub(crate) fn copy(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        match self.pieces.last_mut() {
            Some(Piece::Copy(last)) if last.end == range.start => last.end = range.end,
            _ => self.pieces.push(Piece::Copy(range)),
        }
    }

    /// Writes `bytes` next.
    pub(crate) fn own(&mut self, bytes: impl Into<Vec<u8>>) {
        self.pieces.push(Piece::Own(bytes.into()));
    }

    /// Writes `count` zeros next.
    pub(crate) fn zeros(&mut self, count: usize) {
        self.pieces.push(Piece::Zeros(count));
    }

    /// Puts everything `other` holds next.
    pub(crate) fn append(&mut self, other: Self) {
        for piece in other.pieces {
            match piece {
                Piece::Copy(range) => self.copy(range),
                own => self.pieces.push(own),
            }
        }
    }

    /// How long the cleaned file is, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.pieces.iter().map(Piece::len).sum()
    }

    /// The stretches of an input of `length` bytes that are not copied, in order.
    pub(crate) fn dropped(&self, length: usize) -> Vec<Range<usize>> {
        let copied = |piece: &Piece| if let Piece::Copy(range) = piece { Some(range.clone()) } else { None };
        let mut kept: Vec<Range<usize>> = self.pieces.iter().filter_map(copied).collect();
        kept.sort_by_key(|range| range.start);
        let (mut dropped, mut at) = (vec![], 0);
        for range in kept.into_iter().chain(std::iter::once(length..length)) {
            if range.start > at {
                dropped.push(at..range.start);
            }
            at = at.max(range.end);
        }
        dropped
    }

    /// Whether the cleaned file differs from `data`, the input the plan was made for.
    pub(crate) fn changes(&self, data: &[u8]) -> bool {
        let mut at = 0;
        for piece in &self.pieces {
            let same = match piece {
                Piece::Copy(range) => {
                    range.start == at || part(data, at..at + range.len()) == part(data, range.clone())
                }
                Piece::Own(bytes) => part(data, at..at + bytes.len()) == bytes,
                Piece::Zeros(count) => part(data, at..at + count).iter().all(|&b| b == 0),
            };
            if !same {
                return true;
            }
            at += piece.len();
        }
        at != data.len()
    }

    /// Writes the cleaned file made from `data`, the input the plan was made for.
    pub(crate) fn write(&self, data: &[u8], out: &mut impl Write) -> std::io::Result<()> {
        self.pieces.iter().try_for_each(|piece| match piece {
            Piece::Copy(range) => out.write_all(part(data, range.clone())),
            Piece::Own(bytes) => out.write_all(bytes),
            Piece::Zeros(count) => zeros(*count, out),
        })
    }
}

fn zeros(count: usize, out: &mut impl Write) -> std::io::Result<()> {
    let block = [0; 4096];
    (0..count.div_ceil(block.len()))
        .try_for_each(|at| out.write_all(part(&block, 0..block.len().min(count - at * block.len()))))
}
