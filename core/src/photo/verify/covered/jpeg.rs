//! Two JPEGs side by side, coefficient by coefficient.

use std::rc::Rc;

use super::super::Fault;
use super::scans::{Frame, Scan, scans};
use super::stream::{Block, Codes, Span, Stream, Tables};
use super::touches;
use crate::photo::redact::Area;

/// Bytes that two streams must have in common for one unit to be read of only one of them.
const AHEAD: usize = 4 << 10;

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
    fn is_covered(&self, x: u32, y: u32) -> bool {
        let ((width, height), (across, down)) = (self.pixels, self.step);
        let (x0, y0) = (x / across * width, y / down * height);
        touches(self.areas, x0, y0, x0 + width, y0 + height)
    }

    fn compare(&self, known: &mut Known) -> Result<(), Fault> {
        let mut after = Stream::new(self.after.raw, self.tables(self.after)?);
        let mut before = None;
        let same = self.before.raw.iter().zip(self.after.raw).take_while(|(a, b)| a == b).count();
        let common = if self.same_tables { same } else { 0 };
        if common == 0 {
            before = Some(Stream::new(self.before.raw, self.tables(self.before)?));
        }
        let units = self.grid.0 * self.grid.1;
        let covered_rows = (0..self.grid.1).rev().find(|&y| (0..self.grid.0).any(|x| self.is_covered(x, y)));
        let last_covered = covered_rows.map_or(0, |y| (y + 1) * self.grid.0);
        let mut flat = [None; 4];
        for unit in 0..units {
            if self.after.restart > 0 && unit > 0 && unit % self.after.restart == 0 {
                let nth = unit / self.after.restart - 1;
                after.restart(nth, true)?;
                before.as_mut().map_or(Ok(()), |before| before.restart(nth, false))?;
            }
            if before.is_none() && after.at + AHEAD > common && common < self.after.raw.len().max(self.before.raw.len()) {
                before = Some(after.on(self.before.raw));
            }
            let covered = self.is_covered(unit % self.grid.0, unit / self.grid.0);
            match &mut before {
                None if !covered => self.blocks.iter().try_for_each(|&block| after.skip(block))?,
                None => self.unit(None, &mut after, unit, covered, known, &mut flat)?,
                Some(before) => {
                    let tail = self.same_tables && unit > last_covered && unit % 64 == 0;
                    if tail && before.averages == after.averages && before.same_rest(&after) {
                        return Ok(());
                    }
                    self.unit(Some(before), &mut after, unit, covered, known, &mut flat)?;
                }
            }
        }
        after.finish(true)
    }

    /// Reads one unit of both files, or of the copy alone where both have the same bytes.
    fn unit(
        &self,
        mut before: Option<&mut Stream>,
        after: &mut Stream,
        unit: u32,
        covered: bool,
        known: &mut Known,
        flat: &mut [Option<i32>; 4],
    ) -> Result<(), Fault> {
        for &block in &self.blocks {
            let mut none = [0; 2];
            let place = known.0.get_mut(block.0).and_then(|of| of.get_mut(unit as usize));
            let [known_before, known_after] = place.unwrap_or(&mut none);
            let made = after.block(self.span, block, known_after)?;
            let given = before.as_mut().map(|before| before.block(self.span, block, known_before)).transpose()?;
            if covered {
                let shade = *flat.get_mut(block.0).ok_or("scan-unread")?.get_or_insert(made.average);
                if made != (Block { average: shade, waves: 0 }) {
                    return Err("covered-not-flat");
                }
            } else if given.is_some_and(|given| given != made) {
                return Err("pixels-differ");
            }
        }
        Ok(())
    }
}
