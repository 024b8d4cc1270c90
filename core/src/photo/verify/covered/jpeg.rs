//! Two JPEGs side by side, coefficient by coefficient.

use std::ops::Range;

use super::super::Fault;
use super::codes::{Codes, Tables, Twins};
use super::scans::{Frame, Scan, scans};
use super::stream::{Block, Span, Stream};
use super::{progressive, touches};
use crate::photo::redact::Area;

/// See [`super::covered`].
pub(super) fn covered(input: &[u8], output: &[u8], areas: &[Area]) -> Result<(), Fault> {
    let (frame, before) = scans(input)?;
    let (copied, after) = scans(output)?;
    if frame != copied || before.len() != after.len() {
        return Err("frame-differs");
    }
    let mut pairs = vec![];
    for (a, b) in before.iter().zip(&after) {
        if (&a.setup, a.restart) != (&b.setup, b.restart) {
            return Err("tables-differ");
        }
        pairs.push(Pair::new(&frame, a, b, areas)?);
    }
    if frame.progressive { progressive::covered(&frame, &pairs) } else { pairs.iter().try_for_each(Pair::compare) }
}

/// One scan in both files.
pub(super) struct Pair<'a> {
    pub(super) before: &'a Scan<'a>,
    pub(super) after: &'a Scan<'a>,
    pub(super) span: Span,
    /// Component, DC table and wave table of each block of a unit.
    pub(super) blocks: Vec<(usize, usize, usize)>,
    pub(super) grid: (u32, u32),
    /// Pixels that are covered or not as one, for each place of the grid, across and down.
    pixels: (u32, u32),
    /// Places of the grid in one such stretch of pixels.
    step: (u32, u32),
    areas: &'a [Area],
    same_tables: bool,
}

impl<'a> Pair<'a> {
    fn new(frame: &Frame, before: &'a Scan, after: &'a Scan, areas: &'a [Area]) -> Result<Self, Fault> {
        let (count, rest) = after.header.split_first().ok_or("scan-unread")?;
        let (pairs, rest) = rest.split_at_checked(2 * usize::from(*count)).ok_or("scan-unread")?;
        let &[first, last, bits] = rest.first_chunk().ok_or("scan-unread")?;
        let sequential = Span { progressive: false, first: 0, last: 63, refining: false };
        let span = if frame.progressive {
            Span { progressive: true, first: first.into(), last: last.into(), refining: bits >> 4 > 0 }
        } else {
            sequential
        };
        let alone = pairs.len() == 2;
        if span.last > 63 || (span.first > 0 && !alone) {
            return Err("scan-unread");
        }
        let (width, height) = frame.unit();
        let (mut blocks, mut step) = (vec![], (1, 1));
        let mut grid = (frame.width.div_ceil(width), frame.height.div_ceil(height));
        for pair in pairs.as_chunks::<2>().0 {
            let component = frame.components.iter().position(|c| c.id == pair[0]).ok_or("scan-unread")?;
            let of = frame.components.get(component).ok_or("scan-unread")?;
            let block = (component, usize::from(pair[1] >> 4) & 3, usize::from(pair[1]) & 3);
            let many = if alone { 1 } else { of.across * of.down };
            blocks.extend((0..many).map(|_| block));
            if alone {
                (grid, step) = (frame.blocks(of), (of.across, of.down));
            }
        }
        if blocks.is_empty() || blocks.len() > 10 {
            return Err("scan-unread");
        }
        let used = |&(_, dc, ac): &(usize, usize, usize)| [dc, 4 + ac];
        let same = |at: usize| before.tables.get(at) == after.tables.get(at);
        let same_tables = blocks.iter().flat_map(used).all(same) && !frame.progressive;
        Ok(Self { before, after, span, blocks, grid, pixels: (width, height), step, areas, same_tables })
    }

    pub(super) fn tables(&self, scan: &Scan) -> Result<Tables, Fault> {
        let mut all = [const { None }; 8];
        for &(_, dc, ac) in &self.blocks {
            for place in [dc, 4 + ac] {
                if let (Some(slot @ None), Some(Some(table))) = (all.get_mut(place), scan.tables.get(place)) {
                    *slot = Some(Codes::new(table)?);
                }
            }
        }
        Ok(all)
    }

    /// Whether a place of the grid is to be covered.
    pub(super) fn is_covered(&self, unit: u32) -> bool {
        let (x, y) = (unit % self.grid.0, unit / self.grid.0);
        let ((width, height), (across, down)) = (self.pixels, self.step);
        let (x0, y0) = (x / across * width, y / down * height);
        touches(self.areas, x0, y0, x0 + width, y0 + height)
    }

    /// Whether a row of the grid may hold a place that is to be covered.
    pub(super) fn is_crossed(&self, row: u32) -> bool {
        let y = row / self.step.1 * self.pixels.1;
        touches(self.areas, 0, y, u32::MAX, y + self.pixels.1)
    }

    /// Compares a sequential scan.
    fn compare(&self) -> Result<(), Fault> {
        let tables = (self.tables(self.before)?, self.tables(self.after)?);
        let (mut before, mut after) = (Stream::new(self.before.raw, &tables.0), Stream::new(self.after.raw, &tables.1));
        let twins: [Option<Twins>; 4] = std::array::from_fn(|place| {
            let [ours, theirs] = [&tables.0, &tables.1].map(|tables| tables.get(4 + place).and_then(Option::as_ref));
            Some(Twins::new(ours?, theirs?))
        });
        let (units, restart, mut flat, mut unit) = (self.grid.0 * self.grid.1, self.after.restart, [None; 4], 0);
        while unit < units {
            if restart > 0 && unit > 0 && unit % restart == 0 {
                after.restart(unit / restart - 1, true)?;
                before.restart(unit / restart - 1, false)?;
            }
            let covered = self.is_covered(unit);
            let stretch_end = unit.checked_div(restart).map_or(units, |nth| (nth + 1) * restart).min(units);
            let end = (unit + 1..stretch_end).find(|&next| self.is_covered(next) != covered).unwrap_or(stretch_end);
            if !covered && self.same_tables && before.averages == after.averages {
                if end == units && before.same_rest(&after) {
                    return Ok(());
                }
                if self.same_codes(&mut before, &mut after, unit..end, &twins)? {
                    unit = end;
                    continue;
                }
            }
            // One unit behind a covered run is read; from there on the averages agree again.
            let next = if covered || !self.same_tables { end } else { unit + 1 };
            for _ in unit..next {
                self.unit(&mut before, &mut after, covered, &twins, &mut flat)?;
            }
            unit = next;
        }
        after.finish(true)
    }

    /// Goes over units in the copy, and asks whether the original has the very same codes there. If not, stays.
    fn same_codes<'s>(
        &self,
        before: &mut Stream<'s>,
        after: &mut Stream<'s>,
        units: Range<u32>,
        twins: &[Option<Twins>; 4],
    ) -> Result<bool, Fault> {
        let (mut original, start) = (before.clone(), after.clone());
        for _ in units {
            for &block in &self.blocks {
                after.skip(block, twins.get(block.2).and_then(Option::as_ref).ok_or("no-table")?)?;
            }
        }
        let same = original.agrees(&mut start.clone(), after.consumed() - start.consumed());
        if same {
            original.averages = after.averages;
            *before = original;
        } else {
            *after = start;
        }
        Ok(same)
    }

    /// Reads one unit of both files.
    fn unit(
        &self,
        before: &mut Stream,
        after: &mut Stream,
        covered: bool,
        twins: &[Option<Twins>; 4],
        flat: &mut [Option<i32>; 4],
    ) -> Result<(), Fault> {
        for &block in &self.blocks {
            let twins = twins.get(block.2).and_then(Option::as_ref).ok_or("no-table")?;
            if !covered {
                if !before.same_block(after, block, twins)? {
                    return Err("pixels-differ");
                }
                continue;
            }
            let made = after.block(self.span, block, &mut 0)?;
            before.skip(block, twins)?;
            let shade = *flat.get_mut(block.0).ok_or("scan-unread")?.get_or_insert(made.average);
            if made != (Block { average: shade, waves: 0 }) {
                return Err("covered-not-flat");
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::redact_bytes;
    use crate::span::{Region, RegionKind, RegionSource};

    #[test]
    fn every_changed_bit_is_seen() {
        let region = Region {
            kind: RegionKind::Other,
            x: 20,
            y: 20,
            width: 16,
            height: 16,
            confidence: 1.0,
            source: RegionSource::User,
        };
        for photo in [&include_bytes!("samples/progressive.jpg")[..], include_bytes!("samples/fitted.jpg")] {
            let (copy, regions) = redact_bytes(photo, std::slice::from_ref(&region)).unwrap();
            let areas: Vec<Area> =
                regions.iter().map(|r| Area { x0: r.x, y0: r.y, x1: r.x + r.width, y1: r.y + r.height }).collect();
            assert_eq!(covered(photo, &copy, &areas), Ok(()));
            for scan in scans(&copy).unwrap().1 {
                let start = scan.raw.as_ptr() as usize - copy.as_ptr() as usize;
                // The last byte may be filled up with anything.
                for at in start..start + scan.raw.len() - 2 {
                    let mut changed = copy.clone();
                    changed[at] ^= 1 << (at * 5 % 8);
                    assert!(covered(photo, &changed, &areas).is_err(), "bit {} of byte {at}", at * 5 % 8);
                }
            }
        }
    }
}
