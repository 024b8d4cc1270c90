//! Quads from straight edges: two that lie, two that stand. A frame edge may stand in for a side that is cut off.
//!
//! After Zhang and He, "Whiteboard scanning and image enhancement", Digital Signal Processing 17 (2007).

use super::geometry::{Point, Quad, crossing, distance};
use super::segments::Segment;

/// A line that may be a side, with the stretches of it that are edges.
#[derive(Debug, Clone)]
struct Line {
    a: Point,
    b: Point,
    edges: Vec<(Point, Point)>,
    /// A frame edge, not something seen.
    frame: bool,
}

impl Line {
    fn length(&self) -> f32 {
        self.edges.iter().map(|(a, b)| distance(*a, *b)).sum()
    }

    /// Distance of `p` from the line.
    fn off(&self, p: Point) -> f32 {
        let (dx, dy) = (self.b.0 - self.a.0, self.b.1 - self.a.1);
        ((p.0 - self.a.0) * dy - (p.1 - self.a.1) * dx).abs() / distance(self.a, self.b).max(1e-3)
    }
}

/// Lines of one direction that are tried, besides the frame's.
const LINES: usize = 14;

/// The best quads and the share of their outline that is an edge, 0.0 to 1.0; at most `most`.
pub(super) fn quads(segments: &[Segment], width: f32, height: f32, most: usize) -> Vec<(Quad, f32)> {
    let lying = |s: &&Segment| (s.b.1 - s.a.1).abs() <= 0.7 * (s.b.0 - s.a.0).abs();
    let standing = |s: &&Segment| (s.b.0 - s.a.0).abs() <= 0.7 * (s.b.1 - s.a.1).abs();
    let across = lines(segments.iter().filter(lying), |p| p.0);
    let down = lines(segments.iter().filter(standing), |p| p.1);
    let frame = |a, b| Line { a, b, edges: vec![], frame: true };
    let across = [vec![frame((0.0, 0.0), (width, 0.0)), frame((0.0, height), (width, height))], across].concat();
    let down = [vec![frame((0.0, 0.0), (0.0, height)), frame((width, 0.0), (width, height))], down].concat();
    let mut out = vec![];
    for (i, top) in across.iter().enumerate() {
        for bottom in &across[i + 1..] {
            for (j, left) in down.iter().enumerate() {
                for right in &down[j + 1..] {
                    out.extend(quad([top, right, bottom, left], width, height));
                }
            }
        }
    }
    out.sort_by(|a, b| b.1.total_cmp(&a.1));
    out.truncate(most);
    out
}

/// Segments of one direction joined where they continue each other, longest first. `axis` orders points along them.
fn lines<'a>(segments: impl Iterator<Item = &'a Segment>, axis: fn(Point) -> f32) -> Vec<Line> {
    let mut out: Vec<Line> = vec![];
    for segment in segments {
        let (a, b) = if axis(segment.a) <= axis(segment.b) { (segment.a, segment.b) } else { (segment.b, segment.a) };
        let joins = out.iter_mut().find(|line| line.off(a) < 3.0 && line.off(b) < 3.0);
        match joins {
            Some(line) => {
                line.edges.push((a, b));
                if axis(a) < axis(line.a) {
                    line.a = a;
                }
                if axis(b) > axis(line.b) {
                    line.b = b;
                }
            }
            None => out.push(Line { a, b, edges: vec![(a, b)], frame: false }),
        }
    }
    out.sort_by(|a, b| b.length().total_cmp(&a.length()));
    out.truncate(LINES);
    out
}

/// The quad between four lines (upper, right, lower, left in any order of pairs), and how much of it is seen.
fn quad(sides: [&Line; 4], width: f32, height: f32) -> Option<(Quad, f32)> {
    if sides.iter().filter(|side| side.frame).count() > 2 {
        return None;
    }
    let meet = |i: usize| crossing((sides[i].a, sides[i].b), (sides[(i + 1) % 4].a, sides[(i + 1) % 4].b));
    let corners = [meet(3)?, meet(0)?, meet(1)?, meet(2)?];
    let margin = 0.05 * width.max(height);
    let inside = |p: &Point| (-margin..=width + margin).contains(&p.0) && (-margin..=height + margin).contains(&p.1);
    if !corners.iter().all(inside) {
        return None;
    }
    let quad = Quad::ordered(corners);
    let share = quad.size() / (width * height);
    if !(0.006..0.97).contains(&share) || !quad.is_sane() {
        return None;
    }
    let (mut seen, mut around, mut least) = (0.0, 0.0, 1.0f32);
    for (i, side) in sides.iter().enumerate() {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        let long = distance(a, b);
        // A side on the frame is neither seen nor missed.
        let covered = if side.frame { 0.6 * long } else { covered(side, a, b) };
        seen += covered;
        around += long;
        least = least.min(covered / long.max(1.0));
    }
    let support = seen / around.max(1.0);
    (least > 0.25 && support > 0.5).then_some((quad, support))
}

/// How many pixels of the side from `a` to `b` are edges of `line`.
fn covered(line: &Line, a: Point, b: Point) -> f32 {
    let long = distance(a, b).max(1e-3);
    let (dx, dy) = ((b.0 - a.0) / long, (b.1 - a.1) / long);
    let along = |p: Point| ((p.0 - a.0) * dx + (p.1 - a.1) * dy).clamp(0.0, long);
    line.edges.iter().map(|(p, q)| (along(*p) - along(*q)).abs()).sum::<f32>().min(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(a: Point, b: Point) -> Segment {
        Segment { a, b }
    }

    #[test]
    fn four_edges_are_a_quad() {
        let edges = [
            side((105.0, 50.0), (290.0, 52.0)),
            side((300.0, 60.0), (302.0, 190.0)),
            side((110.0, 200.0), (290.0, 200.0)),
            side((100.0, 60.0), (100.0, 190.0)),
        ];
        let found = quads(&edges, 640.0, 480.0, 5);
        let bounds = found[0].0.bounds(640.0, 480.0);
        assert!(super::super::geometry::overlap(bounds, [100.0, 50.0, 301.0, 200.0]) > 0.95, "{bounds:?}");
    }

    #[test]
    fn a_board_that_is_cut_off_ends_at_the_frame() {
        let edges = [side((200.0, 100.0), (640.0, 100.0)), side((200.0, 100.0), (200.0, 480.0))];
        let found = quads(&edges, 640.0, 480.0, 5);
        let bounds = found[0].0.bounds(640.0, 480.0);
        assert!(super::super::geometry::overlap(bounds, [200.0, 100.0, 640.0, 480.0]) > 0.999, "{bounds:?}");
    }
}
