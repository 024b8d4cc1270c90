//! What is computed once for a photo and read for each of its quads.

use super::plane::{Plane, length};
use super::text::{self, Line};
use crate::photo::vision::{Picture, Raster};

/// The planes of a photo's coarse copy, and its lines of writing.
pub(super) struct Scene {
    pub(super) luma: Plane<u8>,
    /// Red against green, 128 where they are equal.
    pub(super) red: Plane<u8>,
    /// Yellow against blue, 128 where they are equal.
    pub(super) yellow: Plane<u8>,
    /// Greatest minus least of red, green and blue.
    pub(super) vivid: Plane<u8>,
    pub(super) strength: Plane<u16>,
    /// How much darker than its surroundings a thin stroke is.
    pub(super) dark: Plane<u8>,
    /// How much lighter than its surroundings a thin stroke is.
    pub(super) light: Plane<u8>,
    pub(super) lines: Vec<Line>,
    pub(super) whole: Whole,
}

/// Figures of the whole photo.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Whole {
    pub(super) mean: f32,
    pub(super) p95: f32,
    pub(super) over: f32,
    pub(super) red: f32,
    pub(super) yellow: f32,
    pub(super) lines: f32,
    pub(super) writing: f32,
}

impl Scene {
    pub(super) fn new(picture: &Picture) -> Self {
        let coarse = &picture.coarse;
        let plane = |of: fn(i32, i32, i32) -> i32| bytes(coarse, of);
        let luma = plane(|r, g, b| (r * 77 + g * 150 + b * 29 + 128) >> 8);
        let red = plane(|r, g, _| 128 + (r - g) / 2);
        let yellow = plane(|r, g, b| 128 + (r + g) / 4 - b / 2);
        let vivid = plane(|r, g, b| r.max(g).max(b) - r.min(g).min(b));
        let strength = luma.slopes().map(length);
        let minus = |a: &Plane<u8>, b: &Plane<u8>| {
            Plane::make(a.width, a.height, |x, y| a.data[y * a.width + x].saturating_sub(b.data[y * a.width + x]))
        };
        let dark = minus(&luma.extreme(3, true).extreme(3, false), &luma);
        let light = minus(&luma, &luma.extreme(3, false).extreme(3, true));
        let (w, h) = (picture.fine.width() as usize, picture.fine.height() as usize);
        let fine = Plane::new(w, h, picture.fine.luma());
        let lines = text::lines(&fine);
        let mut scene = Self { luma, red, yellow, vivid, strength, dark, light, lines, whole: Whole::default() };
        scene.whole = scene.whole();
        scene
    }

    fn whole(&self) -> Whole {
        let n = self.luma.data.len() as f32;
        let counts = self.luma.histogram();
        let share = |from: usize, to: usize| counts[from..to].iter().sum::<u32>() as f32 / n;
        Whole {
            mean: mean(&self.luma),
            p95: percentile(&counts, 95),
            over: share(240, 256),
            red: mean(&self.red),
            yellow: mean(&self.yellow),
            lines: self.lines.len() as f32,
            writing: self.lines.iter().map(|line| line.width * line.height).sum(),
        }
    }
}

fn bytes(raster: &Raster, of: fn(i32, i32, i32) -> i32) -> Plane<u8> {
    let values = raster.pixels().chunks_exact(3).map(|p| match p {
        [r, g, b] => of(i32::from(*r), i32::from(*g), i32::from(*b)).clamp(0, 255) as u8,
        _ => 0,
    });
    Plane::new(raster.width() as usize, raster.height() as usize, values.collect())
}

fn mean(plane: &Plane<u8>) -> f32 {
    let sum: u64 = plane.data.iter().map(|v| u64::from(*v)).sum();
    sum as f32 / plane.data.len().max(1) as f32
}

/// The value that `percent` of the counted values do not exceed.
pub(super) fn percentile(counts: &[u32; 256], percent: u32) -> f32 {
    let all: u32 = counts.iter().sum();
    let mut left = (u64::from(all) * u64::from(percent) / 100) as u32;
    for (value, count) in counts.iter().enumerate() {
        if left < *count {
            return value as f32;
        }
        left -= count;
    }
    255.0
}
