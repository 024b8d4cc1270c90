//! The photo as the detectors see it: upright, small, in two sizes.

use super::Area;

/// Long side of the fine copy at most, pixels.
pub const FINE: u32 = 1024;
/// Long side of the coarse copy at most, pixels.
pub const COARSE: u32 = 640;

/// Upright pixels, three bytes (red, green, blue) each, rows from the top without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Raster {
    /// `None` unless there are exactly `width` × `height` × 3 bytes, and at least one pixel.
    pub fn new(width: u32, height: u32, pixels: Vec<u8>) -> Option<Self> {
        let bytes = (width as usize).checked_mul(height as usize)?.checked_mul(3)?;
        (bytes > 0 && pixels.len() == bytes).then_some(Self { width, height, pixels })
    }

    pub fn width(&self) -> u32 {
        self.width
    }

    pub fn height(&self) -> u32 {
        self.height
    }

    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Red, green and blue; places outside are those at the nearest edge.
    #[allow(clippy::cast_possible_wrap, clippy::cast_sign_loss)] // sides of what is decoded are far below i32::MAX
    pub fn at(&self, x: i32, y: i32) -> [u8; 3] {
        let clamp = |value: i32, size: u32| value.clamp(0, size as i32 - 1) as usize;
        let at = (clamp(y, self.height) * self.width as usize + clamp(x, self.width)) * 3;
        self.pixels.get(at..).and_then(|rest| rest.first_chunk()).copied().unwrap_or_default()
    }

    /// Brightness, one byte a pixel: (77 R + 150 G + 29 B) / 256, rounded.
    pub fn luma(&self) -> Vec<u8> {
        let weigh = |p: &[u8]| match p {
            [r, g, b] => ((u32::from(*r) * 77 + u32::from(*g) * 150 + u32::from(*b) * 29 + 128) >> 8) as u8,
            _ => 0,
        };
        self.pixels.chunks_exact(3).map(weigh).collect()
    }
}

/// A photo turned upright and area-averaged, for every detector.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The upright photo's own size, pixels.
    pub width: u32,
    pub height: u32,
    /// Long side at most [`FINE`]; never enlarged.
    pub fine: Raster,
    /// Long side at most [`COARSE`]; never enlarged.
    pub coarse: Raster,
}

impl Picture {
    /// A picture from upright pixels of any size; `width` × `height` is the full size that boxes are told in.
    pub fn from_raster(raster: &Raster, width: u32, height: u32) -> Self {
        let fine = shrink(raster, FINE);
        let coarse = shrink(&fine, COARSE);
        Self { width, height, fine, coarse }
    }

    /// A box found in `fine` or `coarse`, in pixels of the upright photo.
    pub fn to_photo(&self, area: Area, found_in: &Raster) -> Area {
        let across = self.width as f32 / found_in.width() as f32;
        let down = self.height as f32 / found_in.height() as f32;
        Area::new(area.x * across, area.y * down, area.width * across, area.height * down)
    }
}

/// The same picture with its long side at most `side`, each pixel the mean of what it covers. Integers only.
pub fn shrink(raster: &Raster, side: u32) -> Raster {
    let (w, h) = (raster.width, raster.height);
    let long = w.max(h);
    if long <= side {
        return raster.clone();
    }
    let scaled =
        |size: u32| ((u64::from(size) * u64::from(side) + u64::from(long) / 2) / u64::from(long)).max(1) as u32;
    let (width, height) = (scaled(w), scaled(h));
    Raster { width, height, pixels: squeeze(&raster.pixels, w, h, (width, height), 3) }
}

/// Area average of `width` × `height` pixels of `channels` bytes each. Integers only, so the same everywhere.
pub(super) fn squeeze(pixels: &[u8], width: u32, height: u32, to: (u32, u32), channels: usize) -> Vec<u8> {
    let rows = squeeze_rows(pixels, width, to.0, channels);
    squeeze_columns(&rows, to.0 as usize * channels, height, to.1)
}

/// The source pixels under one target pixel: the first, and the weights, which add up to 1 << 12.
struct Cover {
    first: usize,
    weights: Vec<u32>,
}

/// What each of `to` targets covers of `from` sources.
fn covers(from: u32, to: u32) -> Vec<Cover> {
    let (from, to) = (u64::from(from), u64::from(to));
    (0..to)
        .map(|target| {
            // In units of 1 / to of a source pixel, so that every edge is a whole number.
            let (start, end) = (target * from, (target + 1) * from);
            let first = start / to;
            let last = (end - 1) / to;
            let mut left = 1 << 12;
            let mut weights: Vec<u32> = (first..=last)
                .map(|source| {
                    let covered = end.min((source + 1) * to) - start.max(source * to);
                    let weight = ((covered << 12) / from) as u32;
                    left -= weight;
                    weight
                })
                .collect();
            // What rounding lost goes to the middle, so that a flat picture stays flat.
            let middle = weights.len() / 2;
            if let Some(weight) = weights.get_mut(middle) {
                *weight += left;
            }
            Cover { first: first as usize, weights }
        })
        .collect()
}

fn squeeze_rows(pixels: &[u8], from: u32, to: u32, channels: usize) -> Vec<u8> {
    let covers = covers(from, to);
    let mut out = vec![];
    for row in pixels.chunks_exact(from as usize * channels) {
        for cover in &covers {
            let mut sums = [1u32 << 11; 3];
            let sources = row.get(cover.first * channels..).unwrap_or_default().chunks_exact(channels);
            for (source, weight) in sources.zip(&cover.weights) {
                for (sum, value) in sums.iter_mut().zip(source) {
                    *sum += u32::from(*value) * weight;
                }
            }
            out.extend(sums.iter().take(channels).map(|sum| (sum >> 12) as u8));
        }
    }
    out
}

fn squeeze_columns(rows: &[u8], stride: usize, from: u32, to: u32) -> Vec<u8> {
    let mut out = Vec::with_capacity(stride * to as usize);
    let mut sums = vec![0u32; stride];
    for cover in covers(from, to) {
        sums.fill(1 << 11);
        let sources = rows.get(cover.first * stride..).unwrap_or_default().chunks_exact(stride);
        for (row, weight) in sources.zip(&cover.weights) {
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += u32::from(*value) * weight;
            }
        }
        out.extend(sums.iter().map(|sum| (sum >> 12) as u8));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raster(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 3]) -> Raster {
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| pixel(x, y)).collect();
        Raster::new(width, height, pixels).expect("as many bytes as pixels")
    }

    #[test]
    fn a_flat_picture_stays_flat_at_every_ratio() {
        for (w, h, side) in [(1000, 7, 640), (1023, 1, 64), (3, 2000, 640), (1999, 1501, 1024)] {
            let small = shrink(&raster(w, h, |_, _| [201, 3, 255]), side);
            assert_eq!(small.width().max(small.height()), side);
            assert!(small.pixels().chunks_exact(3).all(|p| p == [201, 3, 255]), "{w} x {h}");
        }
    }

    #[test]
    fn a_pixel_is_the_mean_of_what_it_covers() {
        let board = raster(8, 8, |x, y| [if (x + y) % 2 == 0 { 200 } else { 100 }; 3]);
        assert!(shrink(&board, 4).pixels().iter().all(|v| *v == 150));
        let small = shrink(&raster(3, 3, |x, _| [(x * 90) as u8; 3]), 2);
        assert_eq!([small.at(0, 0)[0], small.at(1, 0)[0]], [30, 150]);
    }

    #[test]
    fn boxes_come_back_in_pixels_of_the_photo() {
        let picture = Picture::from_raster(&raster(2000, 1000, |_, _| [9; 3]), 8000, 4000);
        assert_eq!((picture.fine.width(), picture.coarse.width()), (1024, 640));
        let there = picture.to_photo(Area::new(64.0, 64.0, 32.0, 16.0), &picture.coarse);
        assert_eq!(there, Area::new(800.0, 800.0, 400.0, 200.0));
    }

    #[test]
    fn the_wrong_number_of_bytes_is_no_picture() {
        assert!(Raster::new(2, 2, vec![0; 11]).is_none());
        assert!(Raster::new(0, 2, vec![]).is_none());
        assert!(Raster::new(u32::MAX, u32::MAX, vec![]).is_none());
    }
}
