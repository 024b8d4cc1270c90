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

    /// Makes the cleaned file of `data`, the input the plan was made for, in its own memory where the pieces' order
    /// allows it (each stands at or behind the place it goes to, as when things are only left out), else in new memory.
    pub(crate) fn apply(&self, mut data: Vec<u8>) -> Vec<u8> {
        if !self.moves_forward(data.len()) {
            let mut out = Vec::with_capacity(self.len());
            // Writing into memory does not fail.
            return if self.write(&data, &mut out).is_ok() { out } else { vec![] };
        }
        let length = self.len();
        data.resize(data.len().max(length), 0);
        let mut at = 0;
        for piece in &self.pieces {
            let to = at..at + piece.len();
            match piece {
                Piece::Copy(range) if range.start == at => {}
                Piece::Copy(range) => data.copy_within(range.clone(), at),
                Piece::Own(bytes) => data.get_mut(to.clone()).unwrap_or_default().copy_from_slice(bytes),
                Piece::Zeros(_) => data.get_mut(to.clone()).unwrap_or_default().fill(0),
            }
            at = to.end;
        }
        data.truncate(length);
        data
    }

    /// Whether no piece is written over what a later one still copies of an input of `length` bytes.
    fn moves_forward(&self, length: usize) -> bool {
        let (mut end, mut later) = (self.len(), usize::MAX);
        self.pieces.iter().rev().all(|piece| {
            let free = end <= later;
            end -= piece.len();
            let Piece::Copy(range) = piece else { return free };
            later = later.min(range.start);
            free && end <= range.start && range.end <= length
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(pieces: Vec<Piece>) -> Plan {
        Plan { pieces }
    }

    #[test]
    fn in_its_own_memory_or_in_new_the_same_file_comes_out() {
        let data: Vec<u8> = (0..100).collect();
        let cases = [
            (true, vec![Piece::Copy(0..10), Piece::Copy(40..100)]),
            (
                true,
                vec![
                    Piece::Copy(0..2),
                    Piece::Own(vec![7; 8]),
                    Piece::Copy(20..30),
                    Piece::Zeros(5),
                    Piece::Copy(60..61),
                ],
            ),
            (true, vec![Piece::Copy(30..100), Piece::Own(vec![9; 60])]),
            (true, vec![Piece::Zeros(20), Piece::Copy(20..100)]),
            (true, vec![]),
            // Our own bytes would stand where the next piece still is; the order is turned; a piece comes twice.
            (false, vec![Piece::Own(vec![7; 8]), Piece::Copy(4..90)]),
            (false, vec![Piece::Copy(50..60), Piece::Copy(0..10)]),
            (false, vec![Piece::Copy(0..60), Piece::Copy(20..40)]),
        ];
        for (own, pieces) in cases {
            let plan = plan(pieces);
            let mut written = vec![];
            plan.write(&data, &mut written).unwrap();
            assert_eq!(plan.moves_forward(data.len()), own);
            assert_eq!(plan.apply(data.clone()), written);
        }
    }
}
