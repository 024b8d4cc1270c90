//! A quad straightened to a square of samples, with a margin around it.

use super::geometry::Quad;
use super::scene::Scene;

/// Samples along a side of the quad.
pub(super) const SIDE: usize = 64;
/// Samples of the margin on each side: 15 % of the quad.
pub(super) const MARGIN: usize = 10;
/// Samples along a side of the patch.
pub(super) const ALL: usize = SIDE + 2 * MARGIN;

/// One sample; values as in [`Scene`]'s planes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sample {
    pub(super) luma: u8,
    pub(super) red: u8,
    pub(super) yellow: u8,
    pub(super) vivid: u8,
    pub(super) edge: u16,
    pub(super) dark: u8,
    pub(super) light: u8,
    /// Whether the place lies inside the photo.
    pub(super) seen: bool,
}

/// [`ALL`] × [`ALL`] samples, rows from the top.
pub(super) struct Patch(Vec<Sample>);

impl Patch {
    pub(super) fn new(scene: &Scene, quad: &Quad) -> Self {
        let map = quad.map();
        let place = |i: usize| (i as f32 + 0.5 - MARGIN as f32) / SIDE as f32;
        let mut samples = Vec::with_capacity(ALL * ALL);
        for row in 0..ALL {
            for column in 0..ALL {
                let (x, y) = map(place(column), place(row));
                samples.push(sample(scene, x, y));
            }
        }
        Self(samples)
    }

    /// The sample in a row and column of the whole patch.
    pub(super) fn at(&self, column: usize, row: usize) -> Sample {
        self.0.get(row * ALL + column).copied().unwrap_or_default()
    }

    /// Samples inside the quad, rows from the top.
    pub(super) fn inside(&self) -> impl Iterator<Item = (usize, usize, Sample)> {
        (0..SIDE).flat_map(move |y| (0..SIDE).map(move |x| (x, y, self.at(x + MARGIN, y + MARGIN))))
    }

    /// Samples of the margin that lie inside the photo.
    pub(super) fn ring(&self) -> impl Iterator<Item = Sample> {
        let inner = MARGIN..MARGIN + SIDE;
        (0..ALL)
            .flat_map(move |y| (0..ALL).map(move |x| (x, y)))
            .filter(move |(x, y)| !inner.contains(x) || !inner.contains(y))
            .map(|(x, y)| self.at(x, y))
            .filter(|sample| sample.seen)
    }

    /// A sample beside one of the four sides (upper, right, lower, left): `along` it, `out` from it (negative: inside).
    pub(super) fn beside(&self, side: usize, along: usize, out: i32) -> Sample {
        let (near, far) = (MARGIN as i32 - 1 - out, (MARGIN + SIDE) as i32 + out);
        let along = along + MARGIN;
        let across = |at: i32| usize::try_from(at).unwrap_or_default();
        match side {
            0 => self.at(along, across(near)),
            1 => self.at(across(far), along),
            2 => self.at(along, across(far)),
            _ => self.at(across(near), along),
        }
    }
}

fn sample(scene: &Scene, x: f32, y: f32) -> Sample {
    let (width, height) = (scene.luma.width as f32, scene.luma.height as f32);
    let seen = (0.0..width).contains(&x) && (0.0..height).contains(&y);
    let index = |v: f32, size: f32| v.clamp(0.0, size - 1.0) as usize;
    let at = index(y, height) * scene.luma.width + index(x, width);
    Sample {
        luma: scene.luma.data[at],
        red: scene.red.data[at],
        yellow: scene.yellow.data[at],
        vivid: scene.vivid.data[at],
        edge: scene.strength.data[at],
        dark: scene.dark.data[at],
        light: scene.light.data[at],
        seen,
    }
}
