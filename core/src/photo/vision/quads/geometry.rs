//! Quadrilaterals: hulls reduced to four sides, and the plane that a quad straightens to.

pub(super) type Point = (f32, f32);

/// Four corners clockwise (as the picture is seen) from the upper left, in pixels of the coarse copy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Quad(pub(super) [Point; 4]);

impl Quad {
    /// Corners in any order around the outline, turned so that the one nearest the upper left comes first.
    pub(super) fn ordered(mut corners: [Point; 4]) -> Self {
        if signed_area(&corners) < 0.0 {
            corners.reverse();
        }
        let first = (0..4).min_by(|a, b| (corners[*a].0 + corners[*a].1).total_cmp(&(corners[*b].0 + corners[*b].1)));
        corners.rotate_left(first.unwrap_or(0));
        Self(corners)
    }

    pub(super) fn size(&self) -> f32 {
        signed_area(&self.0).abs()
    }

    /// Left, top, right, bottom, cut to the frame.
    pub(super) fn bounds(&self, width: f32, height: f32) -> [f32; 4] {
        let fold = |pick: fn(f32, f32) -> f32, axis: fn(&Point) -> f32| {
            self.0.iter().map(axis).reduce(pick).unwrap_or_default()
        };
        [
            fold(f32::min, |p| p.0).clamp(0.0, width),
            fold(f32::min, |p| p.1).clamp(0.0, height),
            fold(f32::max, |p| p.0).clamp(0.0, width),
            fold(f32::max, |p| p.1).clamp(0.0, height),
        ]
    }

    /// The four sides: upper, right, lower, left.
    pub(super) fn sides(&self) -> [(Point, Point); 4] {
        let [a, b, c, d] = self.0;
        [(a, b), (b, c), (c, d), (d, a)]
    }

    /// Whether every corner is between about 45 and 135 degrees, and the outline convex.
    pub(super) fn is_sane(&self) -> bool {
        let finite = self.0.iter().all(|p| p.0.is_finite() && p.1.is_finite());
        finite
            && (0..4).all(|i| {
                let (p, q, r) = (self.0[(i + 3) % 4], self.0[i], self.0[(i + 1) % 4]);
                let (a, b) = ((p.0 - q.0, p.1 - q.1), (r.0 - q.0, r.1 - q.1));
                let lengths = distance(p, q) * distance(r, q);
                let turn = (r.0 - q.0) * (p.1 - q.1) - (r.1 - q.1) * (p.0 - q.0);
                lengths > 1.0 && (a.0 * b.0 + a.1 * b.1).abs() < 0.68 * lengths && turn > 0.0
            })
    }

    /// Where points of the unit square lie on this quad (Heckbert 1989, projective map from square to quad).
    pub(super) fn map(&self) -> impl Fn(f32, f32) -> Point + use<> {
        let [p0, p1, p2, p3] = self.0;
        let (sx, sy) = (p0.0 - p1.0 + p2.0 - p3.0, p0.1 - p1.1 + p2.1 - p3.1);
        let (dx1, dx2) = (p1.0 - p2.0, p3.0 - p2.0);
        let (dy1, dy2) = (p1.1 - p2.1, p3.1 - p2.1);
        let det = dx1 * dy2 - dx2 * dy1;
        let (g, h) =
            if det.abs() < 1e-6 { (0.0, 0.0) } else { ((sx * dy2 - dx2 * sy) / det, (dx1 * sy - sx * dy1) / det) };
        let (a, b) = (p1.0 - p0.0 + g * p1.0, p3.0 - p0.0 + h * p3.0);
        let (d, e) = (p1.1 - p0.1 + g * p1.1, p3.1 - p0.1 + h * p3.1);
        move |u, v| {
            let w = (g * u + h * v + 1.0).max(0.05);
            ((a * u + b * v + p0.0) / w, (d * u + e * v + p0.1) / w)
        }
    }
}

pub(super) fn distance(a: Point, b: Point) -> f32 {
    ((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).sqrt()
}

/// Positive when the points go clockwise as the picture is seen (y grows downwards).
fn signed_area(points: &[Point]) -> f32 {
    let next = points.iter().cycle().skip(1);
    points.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f32>() / 2.0
}

/// Intersection over union of two boxes given as left, top, right, bottom.
pub(super) fn overlap(a: [f32; 4], b: [f32; 4]) -> f32 {
    let both = (a[2].min(b[2]) - a[0].max(b[0])).max(0.0) * (a[3].min(b[3]) - a[1].max(b[1])).max(0.0);
    let size = |r: [f32; 4]| (r[2] - r[0]) * (r[3] - r[1]);
    let either = size(a) + size(b) - both;
    if either > 0.0 { both / either } else { 0.0 }
}

/// The convex hull of points sorted by x, then y, clockwise as seen (Andrew 1979).
pub(super) fn hull(sorted: &[Point]) -> Vec<Point> {
    let turn = |a: Point, b: Point, c: Point| (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
    let chain = |points: &mut dyn Iterator<Item = &Point>| {
        let mut out: Vec<Point> = vec![];
        for p in points {
            while let [.., a, b] = out[..] {
                if turn(a, b, *p) > 0.0 {
                    break;
                }
                out.pop();
            }
            out.push(*p);
        }
        out.pop();
        out
    };
    let mut outline = chain(&mut sorted.iter());
    outline.extend(chain(&mut sorted.iter().rev()));
    outline
}

/// Four sides around a hull: the side whose loss adds the least area goes, until four are left.
///
/// `None` when fewer than four sides are left or the quad is more than 1.3 times as large as the hull.
pub(super) fn four_sides(hull: &[Point]) -> Option<(Quad, f32)> {
    let size = signed_area(hull).abs();
    let mut points = hull.to_vec();
    while points.len() > 4 {
        let (at, corner, _) = (0..points.len())
            .filter_map(|i| lost(&points, i).map(|(corner, added)| (i, corner, added)))
            .min_by(|a, b| a.2.total_cmp(&b.2))?;
        let next = (at + 1) % points.len();
        points[at] = corner;
        points.remove(next);
    }
    let corners = points.first_chunk::<4>().copied()?;
    let quad = Quad::ordered(corners);
    (quad.size() < 1.3 * size && quad.is_sane()).then(|| (quad, quad.size()))
}

/// The corner that replaces side `i` (from point i to the next) when its neighbours are drawn out, and the area added.
fn lost(points: &[Point], i: usize) -> Option<(Point, f32)> {
    let n = points.len();
    let (a, b, c, d) = (points[(i + n - 1) % n], points[i], points[(i + 1) % n], points[(i + 2) % n]);
    let corner = crossing((a, b), (d, c))?;
    // Only a corner beyond both ends keeps the outline around the hull.
    let ahead = (corner.0 - b.0) * (b.0 - a.0) + (corner.1 - b.1) * (b.1 - a.1);
    let added = signed_area(&[b, corner, c]);
    (ahead >= 0.0 && added >= -1e-3).then_some((corner, added))
}

/// Where the lines through two sides meet; `None` when they are nearly parallel.
pub(super) fn crossing((a, b): (Point, Point), (c, d): (Point, Point)) -> Option<Point> {
    let (r, s) = ((b.0 - a.0, b.1 - a.1), (d.0 - c.0, d.1 - c.1));
    let det = r.0 * s.1 - r.1 * s.0;
    if det.abs() < 1e-3 * distance(a, b) * distance(c, d) || det == 0.0 {
        return None;
    }
    let t = ((c.0 - a.0) * s.1 - (c.1 - a.1) * s.0) / det;
    Some((a.0 + t * r.0, a.1 + t * r.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_corner_is_drawn_out_again() {
        let cut = [(0.0, 0.0), (90.0, 0.0), (100.0, 10.0), (100.0, 60.0), (0.0, 60.0)];
        let (quad, _) = four_sides(&cut).expect("four sides");
        let whole = [(0.0, 0.0), (100.0, 0.0), (100.0, 60.0), (0.0, 60.0)];
        assert!(quad.0.iter().zip(whole).all(|(a, b)| distance(*a, b) < 1e-3), "{quad:?}");
        assert!(four_sides(&cut[..3]).is_none());
    }

    #[test]
    fn corners_of_the_square_are_corners_of_the_quad() {
        let quad = Quad([(10.0, 5.0), (110.0, 15.0), (100.0, 90.0), (0.0, 80.0)]);
        let map = quad.map();
        for ((u, v), corner) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].into_iter().zip(quad.0) {
            assert!(distance(map(u, v), corner) < 1e-2, "{u} {v}");
        }
        assert!(quad.is_sane());
        assert!(!Quad([(0.0, 0.0), (100.0, 0.0), (0.0, 1.0), (100.0, 1.0)]).is_sane());
    }

    #[test]
    fn a_hull_leaves_out_what_is_inside() {
        let points = [(0.0, 0.0), (0.0, 9.0), (4.0, 5.0), (9.0, 0.0), (9.0, 9.0)];
        assert_eq!(hull(&points), [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)]);
    }
}
