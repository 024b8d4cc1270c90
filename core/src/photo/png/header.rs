//! The header of a PNG: its size, and how many bytes its pixels take before compression (section 7 and 11.2.1).

use std::ops::RangeInclusive;

use crate::error::{CheckError, Result};
use crate::photo::bytes::be32;

/// Adam7: first column, first row, step across, step down of each pass.
const ADAM7: [[u32; 4]; 7] =
    [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];

/// What the first chunk says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// The colour type: 0 gray, 2 true colour, 3 palette, 4 and 6 with alpha.
    pub(crate) colour: u8,
    /// Bits of one pixel, all channels.
    pub(crate) bits: u64,
    interlaced: bool,
}

impl Header {
    pub(crate) fn read(body: &[u8]) -> Result<Self> {
        let broken = || CheckError::malformed("header", 16);
        let &[depth, colour, 0, 0, interlace @ 0..=1] = body.get(8..).ok_or_else(broken)? else { return Err(broken()) };
        let channels = match (colour, depth) {
            (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) => 1,
            (4, 8 | 16) => 2,
            (2, 8 | 16) => 3,
            (6, 8 | 16) => 4,
            _ => return Err(broken()),
        };
        let side = |at| be32(body, at).filter(|side| (1..=0x7FFF_FFFF).contains(side)).ok_or_else(broken);
        Ok(Self {
            width: side(0)?,
            height: side(4)?,
            colour,
            bits: u64::from(depth) * channels,
            interlaced: interlace == 1,
        })
    }

    /// Whether the palette is more than a suggestion.
    pub(crate) fn needs_palette(&self) -> bool {
        self.colour == 3
    }

    /// How long a transparency chunk may be.
    pub(crate) fn transparency_bytes(&self) -> RangeInclusive<usize> {
        match self.colour {
            0 => 2..=2,
            2 => 6..=6,
            3 => 1..=256,
            _ => RangeInclusive::new(1, 0),
        }
    }

    /// How long a background chunk is.
    pub(crate) fn background_bytes(&self) -> usize {
        match self.colour {
            0 | 4 => 2,
            3 => 1,
            _ => 6,
        }
    }

    /// The passes over a frame that have pixels: first column, first row, step across, step down of each.
    pub(crate) fn passes(&self, width: u32, height: u32) -> Vec<[u32; 4]> {
        let all: &[[u32; 4]] = if self.interlaced { &ADAM7 } else { &[[0, 0, 1, 1]] };
        all.iter().copied().filter(|&[column, row, ..]| column < width && row < height).collect()
    }

    /// How many bytes the pixels of a frame inflate to, the filter byte of each row included.
    pub(crate) fn pixel_bytes(&self, width: u32, height: u32) -> u64 {
        let pass = |[column, row, across, down]: [u32; 4]| {
            let columns = u64::from(width.saturating_sub(column).div_ceil(across));
            let rows = u64::from(height.saturating_sub(row).div_ceil(down));
            if columns == 0 { 0 } else { rows.saturating_mul(1 + (columns * self.bits).div_ceil(8)) }
        };
        if self.interlaced { ADAM7.map(pass).iter().sum() } else { pass([0, 0, 1, 1]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_pixel_bytes() {
        let header = |colour, depth, interlace| {
            Header::read(&[&[0, 0, 0, 5, 0, 0, 0, 3][..], &[depth, colour, 0, 0, interlace]].concat()).unwrap()
        };
        assert_eq!(header(2, 8, 0).pixel_bytes(5, 3), 48);
        assert_eq!(header(0, 1, 0).pixel_bytes(9, 2), 6);
        assert_eq!(header(6, 16, 0).pixel_bytes(1, 1), 9);
        // 5 × 3 in passes of 1×1, 1×1, no, 1×1, 3×1, 2×2 and 5×1 pixels.
        assert_eq!(header(0, 8, 1).pixel_bytes(5, 3), 2 + 2 + 2 + 4 + 6 + 6);
        assert!(Header::read(&[0; 13]).is_err());
    }
}
