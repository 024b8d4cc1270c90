//! What coding a scan needs to know: the grid it goes over, its covered places, its stretches between restarts.

use std::ops::Range;

use memchr::memchr;

use super::frame::{Frame, Scan};
use crate::error::{CheckError, Result};
use crate::photo::redact::region::{Area, stretches};

/// One scan to be coded anew.
pub(super) struct Job<'a> {
    pub(super) frame: &'a Frame,
    pub(super) scan: &'a Scan,
    /// The entropy-coded bytes.
    pub(super) raw: &'a [u8],
    /// Where they start in the file, for errors.
    pub(super) at: usize,
    /// The DC coefficient of covered blocks, by component.
    pub(super) fill: [i32; 4],
    /// Units between restart markers; 0 for none.
    pub(super) restart: u32,
    cover: Vec<Area>,
    across: u32,
    pub(super) units: u32,
}

impl<'a> Job<'a> {
    pub(super) fn new(frame: &'a Frame, scan: &'a Scan, units: &[Area], raw: &'a [u8], at: usize) -> Self {
        let (across, down) = scan.grid(frame);
        let cover = scan.cover(frame, units);
        Self { frame, scan, raw, at, fill: [0; 4], restart: 0, cover, across, units: across * down }
    }

    pub(super) fn broken(&self) -> CheckError {
        CheckError::malformed("scan", self.at)
    }

    /// The stretches of the scan: their bytes, their units, and the restart marker behind them.
    pub(super) fn stretches(&self) -> Result<Vec<Stretch>> {
        let (mut all, mut start, mut at, mut unit) = (vec![], 0, 0, 0);
        let most = if self.restart == 0 { self.units } else { self.restart };
        while let Some(found) = memchr(0xFF, self.raw.get(at..).unwrap_or_default()) {
            let first = at + found;
            let fill = self.raw.get(first..).unwrap_or_default().iter().take_while(|&&byte| byte == 0xFF).count();
            match self.raw.get(first + fill) {
                Some(0) if fill == 1 => {}
                Some(&marker @ 0xD0..=0xD7) => {
                    let units = unit..(unit + most).min(self.units);
                    let expected = 0xD0 + all.len() as u8 % 8;
                    if self.restart == 0 || units.is_empty() || marker != expected {
                        return Err(self.broken());
                    }
                    unit = units.end;
                    all.push(Stretch { bytes: start..first, units, marker: Some(marker) });
                    start = first + fill + 1;
                }
                _ => return Err(self.broken()),
            }
            at = first + fill + 1;
        }
        let units = unit..(unit + most).min(self.units);
        let whole = units.end == self.units;
        // A marker behind the last unit is of no use, and dropped.
        match all.last_mut() {
            Some(last) if units.is_empty() => last.marker = None,
            _ => all.push(Stretch { bytes: start..self.raw.len(), units, marker: None }),
        }
        if whole { Ok(all) } else { Err(self.broken()) }
    }

    /// The covered units among `units`, as ranges in order.
    pub(super) fn covered(&self, units: &Range<u32>) -> Vec<Range<u32>> {
        let lines = units.start / self.across..units.end.div_ceil(self.across);
        let ranges = lines.flat_map(|y| {
            let start = y * self.across;
            stretches(&self.cover, y).into_iter().map(move |(from, to)| start + from..start + to)
        });
        let cut = |range: Range<u32>| range.start.max(units.start)..range.end.min(units.end);
        ranges.map(cut).filter(|range| !range.is_empty()).collect()
    }

    /// The components of the blocks of one unit, in order.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let alone = self.scan.alone(self.frame).is_some();
        let of = |part: &super::frame::Part| {
            let count = self.frame.components.get(part.component).map_or(1, |c| if alone { 1 } else { c.h * c.v });
            let block = |nth| Block { component: part.component, dc: part.dc, ac: part.ac, first: nth == 0 };
            (0..count).map(block).collect::<Vec<_>>()
        };
        self.scan.parts.iter().flat_map(of).collect()
    }
}

/// A stretch of a scan that is coded without looking back.
pub(super) struct Stretch {
    pub(super) bytes: Range<usize>,
    pub(super) units: Range<u32>,
    pub(super) marker: Option<u8>,
}

/// One block of a unit: its component, the places of its tables, and whether it is the component's first in the unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub(super) component: usize,
    pub(super) dc: usize,
    pub(super) ac: usize,
    pub(super) first: bool,
}

/// A value as its size and its low bits (T.81 F.1.2.1): the size in bits, then the value, less one when it is negative.
pub(super) fn sized(value: i32) -> (u32, u64) {
    let size = 32 - value.unsigned_abs().leading_zeros();
    let bits = if value < 0 { value.wrapping_sub(1) } else { value };
    (size, u64::from(bits.cast_unsigned()) & ((1 << size) - 1))
}

/// The value that `size` bits stand for.
#[inline]
pub(super) fn extend(bits: u32, size: u32) -> i32 {
    if size == 0 {
        return 0;
    }
    let value = bits.cast_signed();
    if bits >> (size - 1) == 0 { value - (1 << size) + 1 } else { value }
}

/// The largest size of a difference of DC coefficients of eight-bit samples.
pub(super) const DC_SIZE: u32 = 11;
