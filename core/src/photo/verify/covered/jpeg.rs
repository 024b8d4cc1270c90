//! Two JPEGs side by side, coefficient by coefficient.

use std::ops::Range;
use std::rc::Rc;

use super::super::Fault;
use super::scans::{Frame, Scan, scans};
use super::stream::{Block, Codes, Span, Stream, Tables};
use super::touches;
use crate::photo::redact::Area;

/// See [`super::covered`].
pub(super) fn covered(input: &[u8], output: &[u8], areas: &[Area]) -> Result<(), Fault> {
    let (frame, before) = scans(input)?;
    let (copied, after) = scans(output)?;
    if frame != copied || before.len() != after.len() {
        return Err("frame-differs");
    }
    let mut known = Known::new(&frame);
    for (a, b) in before.iter().zip(&after) {
        if (&a.setup, a.restart) != (&b.setup, b.restart) {
            return Err("tables-differ");
        }
        Pair::new(&frame, a, b, areas)?.compare(&mut known)?;
    }
    Ok(())
}

/// Which waves of each block of each component are known, in the original and in the copy.
struct Known(Vec<Vec<[u64; 2]>>);

impl Known {
    fn new(frame: &Frame) -> Self {
        let blocks = |component| {
            let (across, down) = frame.blocks(component);
            if frame.progressive { vec![[0; 2]; (across * down) as usize] } else { vec![] }
        };
        Self(frame.components.iter().map(blocks).collect())
    }
}

/// One scan in both files.
struct Pair<'a> {
    before: &'a Scan<'a>,
    after: &'a Scan<'a>,
    span: Span,
    /// Component, DC table and wave table of each block of a unit.
    blocks: Vec<(usize, usize, usize)>,
    grid: (u32, u32),
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

    fn tables(&self, scan: &Scan) -> Result<Tables, Fault> {
        let mut all = [const { None }; 8];
        for &(_, dc, ac) in &self.blocks {
            for place in [dc, 4 + ac] {
                if let (Some(slot @ None), Some(Some(table))) = (all.get_mut(place), scan.tables.get(place)) {
                    *slot = Some(Codes::new(table)?);
                }
            }
        }
        Ok(Rc::new(all))
    }

    /// Whether a place of the grid is to be covered.
    fn is_covered(&self, unit: u32) -> bool {
        let (x, y) = (unit % self.grid.0, unit / self.grid.0);
        let ((width, height), (across, down)) = (self.pixels, self.step);
        let (x0, y0) = (x / across * width, y / down * height);
        touches(self.areas, x0, y0, x0 + width, y0 + height)
    }

    fn compare(&self, known: &mut Known) -> Result<(), Fault> {
        let mut before = Stream::new(self.before.raw, self.tables(self.before)?);
        let mut after = Stream::new(self.after.raw, self.tables(self.after)?);
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
                if self.same_codes(&mut before, &mut after, unit..end)? {
                    unit = end;
                    continue;
                }
            }
            // One unit behind a covered run is read; from there on the averages agree again.
            let next = if covered || !self.same_tables { end } else { unit + 1 };
            for unit in unit..next {
                self.unit(&mut before, &mut after, unit, covered, known, &mut flat)?;
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
    ) -> Result<bool, Fault> {
        let (mut original, start) = (before.clone(), after.clone());
        for _ in units {
            self.blocks.iter().try_for_each(|&block| after.skip(block))?;
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
        unit: u32,
        covered: bool,
        known: &mut Known,
        flat: &mut [Option<i32>; 4],
    ) -> Result<(), Fault> {
        for &block in &self.blocks {
            if !covered && !self.span.progressive {
                if !before.same_block(after, block)? {
                    return Err("pixels-differ");
                }
                continue;
            }
            let mut none = [0; 2];
            let place = known.0.get_mut(block.0).and_then(|of| of.get_mut(unit as usize));
            let [known_before, known_after] = place.unwrap_or(&mut none);
            let made = after.block(self.span, block, known_after)?;
            let given = before.block(self.span, block, known_before)?;
            if covered {
                let shade = *flat.get_mut(block.0).ok_or("scan-unread")?.get_or_insert(made.average);
                if made != (Block { average: shade, waves: 0 }) {
                    return Err("covered-not-flat");
                }
            } else if given != made {
                return Err("pixels-differ");
            }
        }
        Ok(())
    }
}
