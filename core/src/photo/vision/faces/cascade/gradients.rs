//! Gradient features of one window: in each cell of a patch, how bright changes run (as in SURF).

use super::grey::Crop;
use super::model::SIDE;

/// Numbers that are summed in each cell: both gradients and their sizes, apart by the sign of the other gradient.
const CHANNELS: usize = 8;
/// Cells of a patch, across and down.
const CELLS: usize = 2;
/// Numbers of one patch.
pub(super) const NUMBERS: usize = CELLS * CELLS * CHANNELS;
/// Points of the sums, across and down.
const POINTS: usize = SIDE + 1;

/// A part of the window that a feature is taken of, pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
}

/// Where the edges of a patch's cells are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patch {
    /// Points, from the left.
    columns: [usize; CELLS + 1],
    /// Numbers of rows, in the order in which [`Gradients::take`] was asked for them.
    rows: [usize; CELLS + 1],
}

/// The patches of one reader, and the rows in which they need sums.
pub(super) fn laid_out(areas: &[Area]) -> (Vec<Patch>, Vec<usize>) {
    let cells = |start: usize, size: usize| [start, start + size / CELLS, start + size];
    let mut edges: Vec<usize> = areas.iter().flat_map(|area| cells(area.y, area.height)).collect();
    edges.sort_unstable();
    edges.dedup();
    let number = |row: usize| edges.partition_point(|edge| *edge < row);
    let patch =
        |area: &Area| Patch { columns: cells(area.x, area.width), rows: cells(area.y, area.height).map(number) };
    (areas.iter().map(patch).collect(), edges)
}

/// Every patch in the order in which the model numbers them: five formats, all sizes, all places 16 pixels apart.
pub(super) fn areas() -> Vec<Area> {
    const LEAST: usize = 16;
    let mut patches = vec![];
    for (across, down) in [(1, 1), (1, 2), (2, 1), (2, 3), (3, 2)] {
        for height in (LEAST..=SIDE).filter(|height| height % CELLS == 0 && height % down == 0) {
            let width = height / down * across;
            if width % CELLS != 0 || !(LEAST..=SIDE).contains(&width) {
                continue;
            }
            let places = (0..=SIDE - height).step_by(LEAST);
            let places = places.flat_map(|y| (0..=SIDE - width).step_by(LEAST).map(move |x| (x, y)));
            patches.extend(places.map(|(x, y)| Area { x, y, width, height }));
        }
    }
    patches
}

/// Sums of the channels above and left of the points of a window, in the rows that its reader asks for.
pub(super) struct Gradients {
    /// For each row that is asked for, and each channel.
    rows: Vec<[[i32; POINTS]; CHANNELS]>,
}

/// One row of one number for each pixel.
type Row = [i16; SIDE];

impl Gradients {
    pub(super) fn new() -> Self {
        Self { rows: vec![] }
    }

    /// Takes another window, with sums in the rows `edges`, which ascend.
    ///
    /// A gradient is at most 510, so the sums of 40 of them fit 16 bits, of which a processor takes eight at a time.
    pub(super) fn take(&mut self, window: &Crop, edges: &[usize]) {
        self.rows.clear();
        let mut columns = [[0; SIDE]; CHANNELS];
        let mut sums = [[0; POINTS]; CHANNELS];
        let mut edges = edges.iter().peekable();
        for y in 0..=SIDE {
            if edges.next_if_eq(&&y).is_some() {
                for (sums, columns) in sums.iter_mut().zip(&mut columns) {
                    add_columns(sums, columns);
                }
                self.rows.push(sums);
            }
            let Some(row) = window.get(y) else { break };
            // At the edges the step is one pixel, not two.
            let upper = window.get(y.wrapping_sub(1)).unwrap_or(row);
            let lower = window.get(y + 1).unwrap_or(row);
            let down = down(upper, lower, y == 0 || y == SIDE - 1);
            add_channels(&mut columns, &across(row), &down);
        }
    }

    /// The numbers of one patch, brought to length 1; all 0 where nothing changes.
    pub(super) fn feature(&self, patch: &Patch) -> [f32; NUMBERS] {
        let mut numbers = [0; NUMBERS];
        let nothing = [[0; POINTS]; CHANNELS];
        let [upper, middle, lower] = patch.rows.map(|row| self.rows.get(row).unwrap_or(&nothing));
        for (channel, ((upper, middle), lower)) in upper.iter().zip(middle).zip(lower).enumerate() {
            let points = |row: &[i32; POINTS]| patch.columns.map(|x| row.get(x).copied().unwrap_or_default());
            let [a, b, c] = [points(upper), points(middle), points(lower)];
            for (cell, (above, below)) in [(a, b), (b, c)].into_iter().enumerate() {
                for side in 0..CELLS {
                    let sum = below[side + 1] - below[side] - above[side + 1] + above[side];
                    numbers[(cell * CELLS + side) * CHANNELS + channel] = sum;
                }
            }
        }
        let squares: i64 = numbers.iter().map(|number| i64::from(*number).pow(2)).sum();
        let length = (squares as f64).sqrt() as f32;
        numbers.map(|number| if squares == 0 { 0.0 } else { number as f32 / length })
    }
}

fn across(row: &[u8; SIDE]) -> Row {
    let mut wide = [0; SIDE + 2];
    for (wide, pixel) in wide.iter_mut().skip(1).zip(row) {
        *wide = i16::from(*pixel);
    }
    // A step of one at the edges counts double: as if the picture went on at the same slope.
    wide[0] = 2 * wide[1] - wide[2];
    wide[SIDE + 1] = 2 * wide[SIDE] - wide[SIDE - 1];
    std::array::from_fn(|x| wide[x + 2] - wide[x])
}

fn down(upper: &[u8; SIDE], lower: &[u8; SIDE], double: bool) -> Row {
    let shift = u32::from(double);
    std::array::from_fn(|x| (i16::from(lower[x]) - i16::from(upper[x])) << shift)
}

fn add_channels(columns: &mut [Row; CHANNELS], across: &Row, down: &Row) {
    let [right_down, size_down, right_up, size_up, down_right, depth_right, down_left, depth_left] = columns;
    for x in 0..SIDE {
        let (dx, dy) = (across[x], down[x]);
        let (up, left) = (if dy < 0 { -1i16 } else { 0 }, if dx < 0 { -1i16 } else { 0 });
        right_down[x] += dx & !up;
        size_down[x] += dx.abs() & !up;
        right_up[x] += dx & up;
        size_up[x] += dx.abs() & up;
        down_right[x] += dy & !left;
        depth_right[x] += dy.abs() & !left;
        down_left[x] += dy & left;
        depth_left[x] += dy.abs() & left;
    }
}

/// Adds what lies in the columns left of each point, and empties them.
fn add_columns(sums: &mut [i32; POINTS], columns: &mut Row) {
    let mut left = 0;
    for (sum, column) in sums.iter_mut().skip(1).zip(columns) {
        left += i32::from(std::mem::take(column));
        *sum += left;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patches_are_those_that_the_model_numbers() {
        let areas = areas();
        assert_eq!(areas[0], Area { x: 0, y: 0, width: 16, height: 16 });
        assert!(areas.len() >= 54 && areas.iter().all(|p| p.x + p.width <= SIDE && p.y + p.height <= SIDE));
    }
}
