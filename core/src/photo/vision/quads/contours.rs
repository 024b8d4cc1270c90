//! Connected parts of masks, each with the quad around it.

use super::geometry::{Point, Quad, four_sides, hull};
use super::masks::Mask;

/// A quad, and how much of it the part fills, 0.0 to 1.0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    pub(super) quad: Quad,
    pub(super) fill: f32,
}

/// Quads around the parts of `mask` where it is `value`, of 0.4 to 98 % of the frame.
pub(super) fn outlines(mask: &Mask, value: bool) -> Vec<Outline> {
    parts(mask, value, mask.data.len() / 1000)
        .iter()
        .filter_map(|part| {
            let around = hull(&part.rim);
            let least = 0.004 * mask.data.len() as f32;
            let (quad, size) = four_sides(&around).or_else(|| upright(part))?;
            let most = 0.98 * mask.data.len() as f32;
            (least..most).contains(&size).then(|| Outline { quad, fill: (part.count as f32 / size).min(1.0) })
        })
        .collect()
}

/// A connected part: its pixels at the left and right end of each row, as pixel corners sorted by x, then y.
pub(super) struct Part {
    pub(super) rim: Vec<Point>,
    pub(super) count: usize,
    pub(super) bounds: [usize; 4],
}

/// The upright box of a part that fills most of it.
fn upright(part: &Part) -> Option<(Quad, f32)> {
    let [left, top, right, bottom] = part.bounds.map(|v| v as f32);
    let (right, bottom) = (right + 1.0, bottom + 1.0);
    let size = (right - left) * (bottom - top);
    (part.count as f32 > 0.72 * size)
        .then_some((Quad([(left, top), (right, top), (right, bottom), (left, bottom)]), size))
}

/// Parts of at least `least` pixels, connected across and down.
pub(super) fn parts(mask: &Mask, value: bool, least: usize) -> Vec<Part> {
    let (width, height) = (mask.width, mask.height);
    let mut seen = mask.map(|v| v != value);
    let (mut out, mut stack, mut pixels) = (vec![], vec![], vec![]);
    for start in 0..seen.data.len() {
        if seen.data[start] {
            continue;
        }
        pixels.clear();
        seen.data[start] = true;
        stack.push(start);
        while let Some(at) = stack.pop() {
            pixels.push(at);
            let x = at % width;
            let near = [
                (x > 0).then(|| at - 1),
                (x + 1 < width).then_some(at + 1),
                at.checked_sub(width),
                (at + width < width * height).then_some(at + width),
            ];
            for next in near.into_iter().flatten() {
                if !seen.data[next] {
                    seen.data[next] = true;
                    stack.push(next);
                }
            }
        }
        if pixels.len() >= least.max(1) {
            out.extend(part(&pixels, width));
        }
    }
    out
}

fn part(pixels: &[usize], width: usize) -> Option<Part> {
    let bounds = pixels.iter().fold([usize::MAX, usize::MAX, 0, 0], |[l, t, r, b], at| {
        let (x, y) = (at % width, at / width);
        [l.min(x), t.min(y), r.max(x), b.max(y)]
    });
    let [left, top, right, bottom] = bounds;
    let (w, h) = (right.checked_sub(left)? + 1, bottom.checked_sub(top)? + 1);
    if w.min(h) < 6 {
        return None;
    }
    let mut rows = vec![(usize::MAX, 0usize); h];
    for at in pixels {
        let row = rows.get_mut(at / width - top)?;
        *row = (row.0.min(at % width), row.1.max(at % width));
    }
    let ends = rows.iter().zip(top..).filter(|((l, r), _)| l <= r);
    let corners = ends.flat_map(|((l, r), y)| [(*l, y), (*l, y + 1), (*r + 1, y), (*r + 1, y + 1)]);
    let mut rim: Vec<Point> = corners.map(|(x, y)| (x as f32, y as f32)).collect();
    rim.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    rim.dedup();
    Some(Part { rim, count: pixels.len(), bounds })
}

#[cfg(test)]
mod tests {
    use super::super::geometry::overlap;
    use super::super::plane::Plane;
    use super::*;

    #[test]
    fn a_light_square_is_a_quad() {
        let mask = Plane::make(80, 60, |x, y| (20..60).contains(&x) && (10..40).contains(&y));
        let found = outlines(&mask, true);
        assert_eq!(found.len(), 1);
        assert!(overlap(found[0].quad.bounds(80.0, 60.0), [20.0, 10.0, 60.0, 40.0]) > 0.999);
        assert!(found[0].fill > 0.99);
    }

    #[test]
    fn thin_and_tiny_masks_have_no_parts() {
        assert!(outlines(&Plane::make(1, 400, |_, _| true), true).is_empty());
        assert!(outlines(&Plane::make(3, 3, |_, _| true), true).is_empty());
    }
}
