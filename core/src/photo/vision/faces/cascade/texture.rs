//! Texture codes: how each place compares with the eight around it (locally assembled binary features).

use super::grey::Grey;
use super::model::SIDE;

/// Pixels between two windows, across and down.
pub(super) const STEP: usize = 4;

/// A window whose brightness varies less than this (standard deviation, grey levels) shows nothing.
const FLAT: i64 = 10;

/// The codes of one picture.
pub(super) struct Texture {
    pub width: usize,
    /// The code of the 9 × 9 pixels right of and below each pixel; the last eight of a row and column mean nothing.
    pub codes: Vec<u8>,
}

impl Texture {
    #[allow(clippy::cast_sign_loss)] // bits
    pub(super) fn of(grey: &Grey) -> Self {
        let width = grey.width as usize;
        let sums = sums(&grey.pixels, width);
        let row = |at: usize| sums.get(at * width..).unwrap_or_default();
        let mut codes = vec![0; grey.pixels.len()];
        let mut wide = vec![0; width];
        for (y, codes) in codes.chunks_exact_mut(width).enumerate() {
            code_row([row(y), row(y + 3), row(y + 6)], &mut wide);
            for (code, wide) in codes.iter_mut().zip(&wide) {
                *code = *wide as u8;
            }
        }
        Self { width, codes }
    }
}

/// Sums of the 3 × 3 pixels right of and below each pixel; those that would reach over an edge mean nothing.
fn sums(pixels: &[u8], width: usize) -> Vec<i16> {
    let (second, third) = (pixels.get(1..).unwrap_or_default(), pixels.get(2..).unwrap_or_default());
    let mut rows = vec![0; pixels.len()];
    for (((out, a), b), c) in rows.iter_mut().zip(pixels).zip(second).zip(third) {
        *out = i16::from(*a) + i16::from(*b) + i16::from(*c);
    }
    let (second, third) = (rows.get(width..).unwrap_or_default(), rows.get(2 * width..).unwrap_or_default());
    let mut sums = vec![0; pixels.len()];
    for (((sum, a), b), c) in sums.iter_mut().zip(&rows).zip(second).zip(third) {
        *sum = a + b + c;
    }
    sums
}

/// Codes of one row: a bit is set where the middle is at least as bright as that neighbour.
///
/// One neighbour after the other over the whole row, in numbers as wide as the sums: so a processor takes eight at a time.
fn code_row([top, middle, bottom]: [&[i16]; 3], codes: &mut [i16]) {
    codes.fill(0);
    let Some(length) = bottom.len().min(codes.len()).checked_sub(6) else { return };
    let part = |row, at| part(row, at, length);
    let centre = part(middle, 3);
    let around = [
        (part(top, 0), 0x80),
        (part(top, 3), 0x40),
        (part(top, 6), 0x20),
        (part(middle, 6), 0x08),
        (part(bottom, 6), 0x01),
        (part(bottom, 3), 0x02),
        (part(bottom, 0), 0x04),
        (part(middle, 0), 0x10),
    ];
    for (neighbour, bit) in around {
        for ((code, centre), neighbour) in codes.iter_mut().zip(centre).zip(neighbour) {
            *code |= if centre >= neighbour { bit } else { 0 };
        }
    }
}

fn part(row: &[i16], at: usize, length: usize) -> &[i16] {
    row.get(at..at + length).unwrap_or_default()
}

/// Which windows vary enough to be looked at.
pub(super) struct Contrast {
    across: usize,
    /// For each block of [`STEP`] pixels: sums of brightness and of its square above and left of it.
    sums: Vec<(i64, i64)>,
}

/// Pixels of a window.
const PIXELS: i64 = 40 * 40;

/// Blocks that a window is wide.
const BLOCKS: usize = SIDE / STEP;

impl Contrast {
    pub(super) fn of(grey: &Grey) -> Self {
        let (width, height) = (grey.width as usize, grey.height as usize);
        let (across, down) = (width / STEP + 1, height / STEP + 1);
        let mut sums = vec![(0, 0); across * down];
        for y in 1..down {
            let mut blocks = vec![(0u32, 0u32); across - 1];
            for row in grey.rows_from((y - 1) * STEP).chunks_exact(width).take(STEP) {
                for (block, pixels) in blocks.iter_mut().zip(row.chunks_exact(STEP)) {
                    for pixel in pixels {
                        block.0 += u32::from(*pixel);
                        block.1 += u32::from(*pixel).pow(2);
                    }
                }
            }
            let (above, here) = sums.split_at_mut(y * across);
            let above = above.get((y - 1) * across + 1..).unwrap_or_default();
            let mut row = (0, 0);
            for ((sum, above), block) in here.iter_mut().skip(1).zip(above).zip(blocks) {
                row = (row.0 + i64::from(block.0), row.1 + i64::from(block.1));
                *sum = (above.0 + row.0, above.1 + row.1);
            }
        }
        Self { across, sums }
    }

    /// Whether the window at this block varies enough.
    pub(super) fn enough(&self, x: usize, y: usize) -> bool {
        let at = |x: usize, y: usize| self.sums.get(y * self.across + x).copied().unwrap_or_default();
        let [upper, lower] = [y, y + BLOCKS].map(|y| [at(x, y), at(x + BLOCKS, y)]);
        let sum = lower[1].0 - lower[0].0 - upper[1].0 + upper[0].0;
        let squares = lower[1].1 - lower[0].1 - upper[1].1 + upper[0].1;
        squares * PIXELS - sum * sum > FLAT * FLAT * PIXELS * PIXELS
    }
}
