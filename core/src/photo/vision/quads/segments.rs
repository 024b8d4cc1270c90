//! Straight edges: pixels whose slopes point the same way, grown into regions.
//!
//! After the idea of LSD (Grompone von Gioi et al., IEEE PAMI 32(4), 2010), without its a-contrario test: a region counts
//! when it is long, thin and well filled. Angles are compared by products, so no function differs between platforms.

use super::geometry::{Point, distance};
use super::plane::{Plane, length};

/// A straight edge, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Segment {
    pub(super) a: Point,
    pub(super) b: Point,
}

impl Segment {
    pub(super) fn length(&self) -> f32 {
        distance(self.a, self.b)
    }
}

/// Slopes below this start no edge.
const WEAK: u16 = 24;

/// Straight edges of at least `least` pixels, longest first, at most `most`.
pub(super) fn segments(plane: &Plane<u8>, least: f32, most: usize) -> Vec<Segment> {
    let slopes = plane.slopes();
    let strength = slopes.map(length);
    // Strong pixels first, in buckets, so that the order is the same everywhere.
    let mut buckets: Vec<Vec<u32>> = vec![vec![]; 33];
    for (at, v) in strength.data.iter().enumerate() {
        if *v >= WEAK {
            buckets[usize::from(*v / 32).min(32)].push(at as u32);
        }
    }
    let mut used = strength.map(|v| v < WEAK);
    let mut out = vec![];
    for seed in buckets.iter().rev().flatten() {
        if !used.data[*seed as usize] {
            let region = grow(&slopes, &mut used, *seed as usize);
            out.extend(straight(&region, &slopes, least));
        }
    }
    out.sort_by(|a, b| b.length().total_cmp(&a.length()));
    out.truncate(most);
    out
}

/// The pixels connected to `seed` whose slope is within 22.5 degrees of the region's.
fn grow(slopes: &Plane<[i16; 2]>, used: &mut Plane<bool>, seed: usize) -> Vec<usize> {
    let (width, height) = (slopes.width, slopes.height);
    let unit = |at: usize| {
        let [dx, dy] = slopes.data[at].map(f32::from);
        let long = (dx * dx + dy * dy).sqrt().max(1.0);
        (dx / long, dy / long)
    };
    let mut region = vec![seed];
    let mut sum = unit(seed);
    used.data[seed] = true;
    let mut next = 0;
    while let Some(&at) = region.get(next) {
        next += 1;
        let (x, y) = (at % width, at / width);
        for ny in y.saturating_sub(1)..(y + 2).min(height) {
            for nx in x.saturating_sub(1)..(x + 2).min(width) {
                let near = ny * width + nx;
                if used.data[near] {
                    continue;
                }
                let u = unit(near);
                let dot = u.0 * sum.0 + u.1 * sum.1;
                if dot > 0.0 && dot * dot > 0.853 * (sum.0 * sum.0 + sum.1 * sum.1) {
                    used.data[near] = true;
                    sum = (sum.0 + u.0, sum.1 + u.1);
                    region.push(near);
                }
            }
        }
    }
    region
}

/// The region as a segment, if it is long, thin and filled.
fn straight(region: &[usize], slopes: &Plane<[i16; 2]>, least: f32) -> Option<Segment> {
    if (region.len() as f32) < least {
        return None;
    }
    let width = slopes.width;
    let place = |at: &usize| ((at % width) as f32, (at / width) as f32);
    let n = region.len() as f32;
    let (sx, sy) = region.iter().map(place).fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
    let centre = (sx / n, sy / n);
    let (dx, dy) = direction(region, slopes)?;
    let [mut along, mut across] = [(0.0f32, 0.0f32); 2];
    for (x, y) in region.iter().map(place) {
        let (x, y) = (x - centre.0, y - centre.1);
        let (t, s) = (x * dx + y * dy, y * dx - x * dy);
        along = (along.0.min(t), along.1.max(t));
        across = (across.0.min(s), across.1.max(s));
    }
    let (long, thick) = (along.1 - along.0 + 1.0, across.1 - across.0 + 1.0);
    let point = |t: f32| (centre.0 + t * dx, centre.1 + t * dy);
    (long >= least && long > 3.0 * thick && n > 0.4 * long * thick)
        .then(|| Segment { a: point(along.0), b: point(along.1) })
}

/// The unit direction of an edge: across the sum of its slopes.
fn direction(region: &[usize], slopes: &Plane<[i16; 2]>) -> Option<(f32, f32)> {
    let sum = region.iter().fold((0.0f32, 0.0f32), |s, at| {
        let [dx, dy] = slopes.data[*at].map(f32::from);
        (s.0 + dx, s.1 + dy)
    });
    let long = (sum.0 * sum.0 + sum.1 * sum.1).sqrt();
    (long > 1.0).then(|| (-sum.1 / long, sum.0 / long))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilted_step_is_one_segment() {
        let plane = Plane::make(120, 80, |x, y| if y * 4 > x + 100 { 220u8 } else { 30 });
        let found = segments(&plane.smooth(), 15.0, 9);
        assert_eq!(found.len(), 1, "{found:?}");
        let Segment { a, b } = found[0];
        assert!(found[0].length() > 100.0);
        assert!((((b.1 - a.1) / (b.0 - a.0)) - 0.25).abs() < 0.03);
    }

    #[test]
    fn flat_pictures_have_none() {
        assert!(segments(&Plane::make(50, 50, |_, _| 80u8), 10.0, 9).is_empty());
        assert!(segments(&Plane::make(1, 1, |_, _| 80u8), 10.0, 9).is_empty());
    }
}
