//! Second look at each place the detector took for a face.

use super::PASSES;
use super::join::Face;
use super::passes::Turn;
use crate::photo::vision::Picture;

/// Side of the patch that is looked at, pixels.
const SIDE: usize = 24;

/// What is measured of a place, in the order of [`NAMES`].
pub const NAMES: [&str; 12] =
    ["best", "second", "turned", "agree", "size", "skin", "skin_ring", "contrast", "symmetry", "eyes", "flat", "crowd"];

/// The measures of one place.
pub fn features(picture: &Picture, face: &Face, all: &[Face]) -> [f32; NAMES.len()] {
    let upright = [face.scores[0], face.scores[1]];
    let turned = face.scores[2].max(face.scores[3]);
    let patch = Patch::cut(picture, face);
    let inner = |x: usize, y: usize| (6..18).contains(&x) && (5..20).contains(&y);
    let skin = patch.share(inner, skin);
    let ring = patch.share(|x, y| !inner(x, y), self::skin);
    let (mean, contrast) = patch.luma(inner);
    [
        upright[0].max(upright[1]),
        upright[0].min(upright[1]),
        turned,
        face.scores.iter().filter(|score| **score > 0.0).count() as f32,
        face.area.width,
        skin,
        ring,
        contrast,
        patch.symmetry(mean),
        patch.eyes(),
        patch.flat(),
        all.len() as f32,
    ]
}

/// A place scaled to [`SIDE`], with the top of the head up.
struct Patch {
    pixels: Vec<[u8; 3]>,
}

impl Patch {
    fn cut(picture: &Picture, face: &Face) -> Self {
        let fine = &picture.fine;
        let area = face.area.grown(1.3, 1.3).scaled(fine.width().max(fine.height()) as f32);
        let turn = PASSES.get(face.pass).map_or(Turn::Upright, |pass| pass.turn);
        let places = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)));
        let pixels = places.map(|(x, y)| {
            let (x, y) = match turn {
                Turn::Upright => (x, y),
                Turn::Left => (y, SIDE - 1 - x),
                Turn::Right => (SIDE - 1 - y, x),
            };
            let at = |start: f32, size: f32, step: usize| (start + size * (step as f32 + 0.5) / SIDE as f32) as i32;
            let half = (area.width / SIDE as f32 / 2.0) as i32;
            let (x, y) = (at(area.x, area.width, x), at(area.y, area.height, y));
            mean(fine, x - half, y - half, x + half, y + half)
        });
        Self { pixels: pixels.collect() }
    }

    fn at(&self, x: usize, y: usize) -> [u8; 3] {
        self.pixels.get(y * SIDE + x).copied().unwrap_or_default()
    }

    fn share(&self, within: impl Fn(usize, usize) -> bool, is: impl Fn([u8; 3]) -> bool) -> f32 {
        let places: Vec<(usize, usize)> = grid().filter(|(x, y)| within(*x, *y)).collect();
        places.iter().filter(|(x, y)| is(self.at(*x, *y))).count() as f32 / places.len().max(1) as f32
    }

    /// Mean and standard deviation of brightness.
    fn luma(&self, within: impl Fn(usize, usize) -> bool) -> (f32, f32) {
        let values: Vec<i64> = grid().filter(|(x, y)| within(*x, *y)).map(|(x, y)| luma(self.at(x, y))).collect();
        let n = values.len().max(1) as i64;
        let (sum, squares) = (values.iter().sum::<i64>(), values.iter().map(|v| v * v).sum::<i64>());
        let variance = (squares * n - sum * sum) / (n * n);
        (sum as f32 / n as f32, (variance as f32).sqrt())
    }

    /// How alike left and right are, -1.0 to 1.0.
    fn symmetry(&self, mean: f32) -> f32 {
        let mean = mean as i64;
        let (mut both, mut own) = (0, 1);
        for (x, y) in grid().filter(|(x, y)| (4..20).contains(x) && (4..20).contains(y)) {
            let (a, b) = (luma(self.at(x, y)) - mean, luma(self.at(SIDE - 1 - x, y)) - mean);
            both += a * b;
            own += a * a;
        }
        both as f32 / own as f32
    }

    /// How much darker the eyes' band is than the cheeks below it, in steps of brightness.
    fn eyes(&self) -> f32 {
        let band = |from: usize, to: usize| {
            let values: Vec<i64> = grid()
                .filter(|(x, y)| (6..18).contains(x) && (from..to).contains(y))
                .map(|(x, y)| luma(self.at(x, y)))
                .collect();
            values.iter().sum::<i64>() as f32 / values.len().max(1) as f32
        };
        band(12, 16) - band(8, 11)
    }

    /// The share of neighbours that differ by less than three steps: walls, paper, sky.
    fn flat(&self) -> f32 {
        let near = grid().filter(|(x, _)| x + 1 < SIDE);
        let pairs: Vec<i64> = near.map(|(x, y)| (luma(self.at(x, y)) - luma(self.at(x + 1, y))).abs()).collect();
        pairs.iter().filter(|step| **step < 3).count() as f32 / pairs.len().max(1) as f32
    }
}

fn grid() -> impl Iterator<Item = (usize, usize)> {
    (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)))
}

fn mean(raster: &crate::photo::vision::Raster, left: i32, top: i32, right: i32, bottom: i32) -> [u8; 3] {
    let step = ((right - left) / 3).max(1) as usize;
    let (mut sums, mut n) = ([0u32; 3], 0);
    for y in (top..=bottom).step_by(step) {
        for x in (left..=right).step_by(step) {
            for (sum, value) in sums.iter_mut().zip(raster.at(x, y)) {
                *sum += u32::from(value);
            }
            n += 1;
        }
    }
    sums.map(|sum| (sum / n.max(1)) as u8)
}

fn luma([r, g, b]: [u8; 3]) -> i64 {
    (i64::from(r) * 77 + i64::from(g) * 150 + i64::from(b) * 29) >> 8
}

/// Skin of any shade, by its chroma alone (Chai and Ngan 1999, bounds widened): Cr 135 to 178, Cb 78 to 128.
fn skin([r, g, b]: [u8; 3]) -> bool {
    let (r, g, b) = (i32::from(r), i32::from(g), i32::from(b));
    let cr = 128 + ((128 * r - 107 * g - 21 * b) >> 8);
    let cb = 128 + ((-43 * r - 85 * g + 128 * b) >> 8);
    (135..=178).contains(&cr) && (78..=128).contains(&cb)
}

pub(super) fn confidence(_picture: &Picture, face: &Face, _all: &[Face]) -> Option<f32> {
    let score = face.scores[0].max(face.scores[1]).max(face.scores[2].max(face.scores[3]) * 0.4);
    (score >= 0.8).then_some(score / (score + 1.0))
}
