//! How a clean copy is made: stretches of the input in order, with a few bytes of our own between them.
//!
//! A plan holds ranges, not pixels, so that cleaning needs no second copy of the file in memory.

use std::cmp::Ordering;
use std::io::Write;
use std::ops::{Deref, Range};

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

    /// Puts what the piece stands for at `at` of `data`, which still holds it where it was.
    fn put(&self, data: &mut [u8], at: usize) {
        match self {
            Self::Copy(range) if range.start == at => {}
            Self::Copy(range) => data.copy_within(range.clone(), at),
            Self::Own(bytes) => data.get_mut(at..at + bytes.len()).unwrap_or_default().copy_from_slice(bytes),
            Self::Zeros(count) => data.get_mut(at..at + count).unwrap_or_default().fill(0),
        }
    }
}

/// A file in memory that may have free bytes before it: so the memory of a larger one is used without moving it down.
#[derive(Debug)]
pub struct Buffer {
    data: Vec<u8>,
    start: usize,
}

impl Buffer {
    /// The file alone, moved to the beginning of its memory.
    #[must_use]
    pub fn into_vec(mut self) -> Vec<u8> {
        self.data.drain(..self.start);
        self.data
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        part(&self.data, self.start..self.data.len())
    }
}

impl From<Vec<u8>> for Buffer {
    fn from(data: Vec<u8>) -> Self {
        Self { data, start: 0 }
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
    /// allows it, else in new memory. The largest piece, the pixels as a rule, stays where it is if there is room before
    /// it, and the others move up or down to it.
    pub(crate) fn apply(&self, mut data: Vec<u8>) -> Buffer {
        let Some(start) = self.start(data.len()) else {
            let mut out = Vec::with_capacity(self.len());
            // Writing into memory does not fail.
            return if self.write(&data, &mut out).is_ok() { out.into() } else { vec![].into() };
        };
        let end = start + self.len();
        data.resize(data.len().max(end), 0);
        let mut at = start;
        let placed: Vec<(usize, &Piece)> = self
            .pieces
            .iter()
            .map(|piece| {
                at += piece.len();
                (at - piece.len(), piece)
            })
            .collect();
        // What moves up is put down from the last to the first, then what moves down from the first to the last: so none
        // is written over one that has not moved, for all are in order. Bytes of our own come once all have moved.
        let moves = |(to, piece): &(usize, &Piece)| match piece {
            Piece::Copy(range) => to.cmp(&range.start),
            _ => Ordering::Equal,
        };
        let up = placed.iter().rev().filter(|place| moves(place).is_gt());
        let down = placed.iter().filter(|place| moves(place).is_lt());
        let own = placed.iter().filter(|place| moves(place).is_eq());
        for (to, piece) in up.chain(down).chain(own) {
            piece.put(&mut data, *to);
        }
        data.truncate(end);
        Buffer { data, start }
    }

    /// Where the cleaned file begins in the memory of an input of `length` bytes; `None` when its pieces are not in the
    /// input's order, or not all there.
    fn start(&self, length: usize) -> Option<usize> {
        let (mut before, mut copied, mut largest, mut start) = (0, 0, 0, 0);
        for piece in &self.pieces {
            if let Piece::Copy(range) = piece {
                if range.start < copied || range.end > length {
                    return None;
                }
                copied = range.end;
                if range.len() > largest {
                    (largest, start) = (range.len(), range.start.saturating_sub(before));
                }
            }
            before += piece.len();
        }
        Some(start)
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
    use proptest::prelude::*;

    use super::*;

    fn plan(pieces: Vec<Piece>) -> Plan {
        Plan { pieces }
    }

    #[test]
    fn in_its_own_memory_or_in_new_the_same_file_comes_out() {
        let data: Vec<u8> = (0..100).collect();
        let own = |byte, count| Piece::Own(vec![byte; count]);
        let cases = [
            // The largest stays, with what was before it right before it.
            (Some(30), vec![Piece::Copy(0..10), Piece::Copy(40..100)]),
            (Some(18), vec![own(5, 4), Piece::Copy(3..9), own(6, 2), Piece::Copy(30..80), Piece::Copy(90..95)]),
            (Some(30), vec![Piece::Copy(30..100), own(9, 60)]),
            (Some(10), vec![Piece::Copy(0..2), own(7, 8), Piece::Copy(20..30), Piece::Zeros(5), Piece::Copy(60..61)]),
            // What is put in is longer than what was there: pieces move down, or all move up.
            (Some(11), vec![Piece::Copy(10..19), own(7, 20), Piece::Copy(40..90)]),
            (
                Some(0),
                vec![Piece::Copy(0..2), Piece::Copy(2..20), own(7, 9), Piece::Copy(20..90), Piece::Copy(91..100)],
            ),
            (Some(0), vec![own(7, 8), Piece::Copy(4..90)]),
            (Some(0), vec![Piece::Zeros(20), Piece::Copy(20..100)]),
            (Some(20), vec![Piece::Copy(20..90), own(7, 2), Piece::Copy(91..100)]),
            (Some(0), vec![]),
            (Some(0), vec![own(7, 8)]),
            // The order is turned; a piece comes twice; a piece is not there.
            (None, vec![Piece::Copy(50..60), Piece::Copy(0..10)]),
            (None, vec![Piece::Copy(0..60), Piece::Copy(20..40)]),
            (None, vec![Piece::Copy(0..60), Piece::Copy(90..101)]),
        ];
        for (start, pieces) in cases {
            let plan = plan(pieces);
            let mut written = vec![];
            plan.write(&data, &mut written).unwrap();
            assert_eq!(plan.start(data.len()), start, "{written:?}");
            let made = plan.apply(data.clone());
            assert_eq!(*made, written);
            assert_eq!(made.into_vec(), written);
        }
    }

    proptest! {
        /// Any pieces in any order: the same file both ways.
        #[test]
        fn never_writes_over_what_it_still_needs(drawn in prop::collection::vec((0..3, 0usize..100, 0usize..60), 0..7)) {
            let data: Vec<u8> = (0..100).collect();
            let piece = |&(kind, start, length): &(i32, usize, usize)| match kind {
                0 => Piece::Own(vec![200; length / 8]),
                1 => Piece::Zeros(length / 8),
                _ => Piece::Copy(start..(start + length).min(100)),
            };
            let plan = plan(drawn.iter().map(piece).collect());
            let mut written = vec![];
            plan.write(&data, &mut written).unwrap();
            prop_assert_eq!(&*plan.apply(data), &written[..]);
        }

        /// The same for pieces in order, as cleaning makes them: most fit.
        #[test]
        fn pieces_in_order_come_out_right(drawn in prop::collection::vec((0..4, 0usize..9, 1usize..30), 0..9)) {
            let data: Vec<u8> = (0..=255).collect();
            let (mut pieces, mut at) = (vec![], 0);
            for (kind, gap, length) in drawn {
                at += gap;
                match kind {
                    0 => pieces.push(Piece::Own(vec![200; gap])),
                    1 => pieces.push(Piece::Zeros(gap / 2)),
                    _ => pieces.push(Piece::Copy(at..(at + length).min(255))),
                }
                at = (at + length).min(255);
            }
            let plan = plan(pieces);
            let mut written = vec![];
            plan.write(&data, &mut written).unwrap();
            prop_assert_eq!(&*plan.apply(data), &written[..]);
        }
    }
}
