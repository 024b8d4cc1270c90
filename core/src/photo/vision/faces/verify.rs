//! Second look at each place the detector took for a face.

use super::PASSES;
use super::cascade::{Grey, Jury, Model, Votes};
use super::join::{Face, TURNED};
use super::passes::{Turn, sized};
use crate::photo::vision::{Picture, Raster, SURE};

/// Side of the patch whose colours are looked at, pixels.
const SIDE: usize = 24;

/// Long side of the picture that votes are taken in, pixels.
const VOTED_AT: u32 = 1024;

/// What is measured of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// The best score of any pass; a turned pass counts for less.
    pub best: f32,
    /// The next best score; 0 where only one pass saw it.
    pub second: f32,
    /// Share of the face's middle that has the chroma of skin, 0.0 to 1.0. A mask, a wall and a sleeve have none.
    pub skin: f32,
    /// The same around it: wood and sand have it everywhere.
    pub around: f32,
    /// Width as a share of the picture's long side. Chance alarms are small.
    pub width: f32,
    /// What the networks say of the place and of its neighbours. Chance alarms are gone a pixel further on.
    pub votes: Votes,
}

/// Measures places of one picture.
pub struct Verifier<'a> {
    picture: &'a Picture,
    grey: Grey,
    jury: Option<Jury<'a>>,
}

impl<'a> Verifier<'a> {
    pub fn new(picture: &'a Picture, model: &'a Model, grey: &Grey) -> Self {
        Self { picture, grey: sized(grey, VOTED_AT), jury: Jury::new(model) }
    }

    /// The measures of one place; `None` when not even the best votes would bring it to `least` points.
    pub fn measure(&mut self, face: &Face, least: f32) -> Option<Measures> {
        let seen = self.seen(face);
        let hopeful = points(Measures { votes: Votes { fine: 1.0, coarse: 1.0 }, ..seen }) >= least;
        hopeful.then(|| Measures { votes: self.votes(face), ..seen })
    }

    /// All measures but the votes, which take the longest.
    fn seen(&self, face: &Face) -> Measures {
        let mut scores = face.scores;
        for (score, pass) in scores.iter_mut().zip(PASSES) {
            *score *= if pass.turn.lying() { TURNED } else { 1.0 };
        }
        scores.sort_by(|a, b| b.total_cmp(a));
        let patch = Patch::cut(self.picture, face);
        let inner = |x: usize, y: usize| (6..18).contains(&x) && (5..20).contains(&y);
        let (skin, around) = (patch.share(inner, skin), patch.share(|x, y| !inner(x, y), skin));
        Measures { best: scores[0], second: scores[1], skin, around, width: face.area.width, votes: Votes::default() }
    }

    fn votes(&mut self, face: &Face) -> Votes {
        let area = face.area.scaled(self.grey.width.max(self.grey.height) as f32);
        self.jury.as_mut().map(|jury| jury.votes(&self.grey, area, turn(face))).unwrap_or_default()
    }

    /// Confidence on the scale of [`SURE`]; `None` for what is not even offered.
    pub(super) fn confidence(&mut self, face: &Face) -> Option<f32> {
        scale(points(self.measure(face, OFFERED)?))
    }
}

fn turn(face: &Face) -> Turn {
    PASSES.get(face.pass).map_or(Turn::Upright, |pass| pass.turn)
}

/// Points of a place, 0.0 to about 2.8. Round numbers, chosen by measuring (ADR 6); divisions only, so that every
/// platform gives the same.
pub fn points(of: Measures) -> f32 {
    let squashed = |score: f32| score / (score + 2.0);
    let said = squashed(of.best) + 0.5 * squashed(of.second);
    let coloured = 0.5 * of.skin.min(0.5) - 0.2 * of.around;
    let large = 0.4 * of.width / (of.width + 0.1);
    said + coloured + large + 0.5 * of.votes.fine + 0.3 * of.votes.coarse
}

/// Points at which a place is offered, and at which it is sure.
const OFFERED: f32 = 1.6;
const CERTAIN: f32 = 1.75;
/// Points that only the clearest faces reach.
const CLEAREST: f32 = 2.6;

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
        let turn = turn(face);
        let places = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (x, y)));
        let pixels = places.map(|(x, y)| {
            let (x, y) = match turn {
                Turn::Upright | Turn::Mirrored => (x, y),
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

    const PLAIN: Measures = Measures {
        best: 2.0,
        second: 0.0,
        skin: 0.2,
        around: 0.2,
        width: 0.1,
        votes: Votes { fine: 1.0, coarse: 1.0 },
    };

    #[test]
    fn two_passes_skin_size_and_votes_make_a_place_surer() {
        let alone = points(PLAIN);
        assert!(points(Measures { second: 2.0, ..PLAIN }) > alone && points(Measures { skin: 0.6, ..PLAIN }) > alone);
        assert!(points(Measures { around: 0.9, ..PLAIN }) < alone && points(Measures { width: 0.3, ..PLAIN }) > alone);
        assert!(points(Measures { votes: Votes::default(), ..PLAIN }) < alone);
        assert_eq!(scale(points(Measures { best: 0.3, votes: Votes::default(), ..PLAIN })), None);
        let clear = Measures { best: 50.0, second: 40.0, skin: 0.9, around: 0.1, width: 0.3, ..PLAIN };
        assert!(scale(points(clear)).is_some_and(|clear| clear > 0.95 && clear < 1.0));
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
