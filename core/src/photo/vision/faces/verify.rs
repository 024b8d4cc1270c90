//! Second look at each place the detector took for a face.

use super::PASSES;
use super::join::{Face, TURNED};
use super::passes::Turn;
use crate::photo::vision::{Picture, Raster, SURE};

/// Side of the patch that is looked at, pixels.
const SIDE: usize = 24;

/// What is measured of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// The best score of any pass; a turned pass counts for less.
    pub best: f32,
    /// The score of the other upright pass; 0 where only one saw it.
    pub second: f32,
    /// Share of the face's middle that has the chroma of skin, 0.0 to 1.0. A mask, a wall and a sleeve have none.
    pub skin: f32,
    /// The same around it: wood and sand have it everywhere.
    pub around: f32,
}

/// The measures of one place.
pub fn measure(picture: &Picture, face: &Face) -> Measures {
    let [fine, coarse, left, right] = face.scores;
    let patch = Patch::cut(picture, face);
    let inner = |x: usize, y: usize| (6..18).contains(&x) && (5..20).contains(&y);
    Measures {
        best: fine.max(coarse).max(left.max(right) * TURNED),
        second: fine.min(coarse),
        skin: patch.share(inner, skin),
        around: patch.share(|x, y| !inner(x, y), skin),
    }
}

/// Points of a place, 0.0 to about 1.5. Round numbers, chosen by measuring (ADR 6); divisions only, so that every
/// platform gives the same.
pub fn points(of: Measures) -> f32 {
    let squashed = |score: f32| score / (score + 2.0);
    squashed(of.best) + 0.3 * squashed(of.second) + 0.4 * of.skin.min(0.5) - 0.2 * of.around
}

/// Points at which a place is offered, and at which it is sure.
const OFFERED: f32 = 0.54;
const CERTAIN: f32 = 0.65;
/// Points that only the clearest faces reach.
const CLEAREST: f32 = 1.4;

/// Confidence on the scale of [`SURE`]; `None` for what is not even offered.
pub(super) fn confidence(picture: &Picture, face: &Face) -> Option<f32> {
    scale(points(measure(picture, face)))
}

fn scale(points: f32) -> Option<f32> {
    let between = |from: f32, to: f32| ((points - from) / (to - from)).min(1.0);
    match points {
        _ if points >= CERTAIN => Some(SURE + between(CERTAIN, CLEAREST) * (0.99 - SURE)),
        _ if points >= OFFERED => Some(0.3 + between(OFFERED, CERTAIN) * (SURE - 0.01 - 0.3)),
        _ => None,
    }
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
}

fn grid() -> impl Iterator<Item = (usize, usize)> {
    (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)))
}

fn mean(raster: &Raster, left: i32, top: i32, right: i32, bottom: i32) -> [u8; 3] {
    let step = ((right - left) / 3).max(1).unsigned_abs() as usize;
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

/// Skin of any shade, by its chroma alone (Chai and Ngan 1999, bounds widened): Cr 135 to 178, Cb 78 to 128.
fn skin([r, g, b]: [u8; 3]) -> bool {
    let (r, g, b) = (i32::from(r), i32::from(g), i32::from(b));
    let cr = 128 + ((128 * r - 107 * g - 21 * b) >> 8);
    let cb = 128 + ((-43 * r - 85 * g + 128 * b) >> 8);
    (135..=178).contains(&cr) && (78..=128).contains(&cb)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(best: f32, second: f32, skin: f32, around: f32) -> Option<f32> {
        scale(points(Measures { best, second, skin, around }))
    }

    #[test]
    fn two_sizes_and_skin_make_a_place_surer() {
        let alone = seen(2.0, 0.0, 0.2, 0.2).unwrap_or_default();
        assert!(seen(2.0, 2.0, 0.2, 0.2) > Some(alone) && seen(2.0, 0.0, 0.6, 0.2) > Some(alone));
        assert!(seen(2.0, 0.0, 0.2, 0.9) < Some(alone));
        assert_eq!(seen(0.3, 0.0, 0.0, 0.0), None);
        assert!(seen(50.0, 40.0, 0.9, 0.1).is_some_and(|clear| clear > 0.95 && clear < 1.0));
    }

    #[test]
    fn skin_of_every_shade_is_skin_and_a_lawn_is_not() {
        for shade in [[255, 219, 172], [224, 172, 105], [141, 85, 36], [92, 60, 40]] {
            assert!(skin(shade), "{shade:?}");
        }
        for other in [[80, 140, 60], [120, 160, 220], [250, 250, 250], [40, 40, 42]] {
            assert!(!skin(other), "{other:?}");
        }
    }
}
