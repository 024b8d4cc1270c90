//! Places that look like a line of writing: strokes of both polarities in quick turns, in a flat band.

use super::contours::parts;
use super::plane::Plane;

/// A box around what looks like a line of writing, as shares of the picture's width and height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// Lines of writing in `fine`, and in its half for large writing.
pub(super) fn lines(fine: &Plane<u8>) -> Vec<Line> {
    let mut found = lines_at(fine);
    found.extend(lines_at(&fine.halved()));
    found.sort_by(|a, b| (b.width * b.height).total_cmp(&(a.width * a.height)));
    let mut out: Vec<Line> = vec![];
    for line in found {
        let inside = |of: &Line| {
            line.x >= of.x - 0.004
                && line.y >= of.y - 0.004
                && line.x + line.width <= of.x + of.width + 0.004
                && line.y + line.height <= of.y + of.height + 0.004
        };
        if !out.iter().any(inside) {
            out.push(line);
        }
    }
    out
}

fn lines_at(plane: &Plane<u8>) -> Vec<Line> {
    let (high, low) = (plane.extreme(1, true), plane.extreme(1, false));
    let lift = Plane::make(plane.width, plane.height, |x, y| {
        let at = y * plane.width + x;
        high.data[at] - low.data[at]
    });
    let least = 22.max(lift.otsu() / 2);
    let strokes = lift.map(|v| v > least);
    let joined = opened(&bridged(&strokes, 10));
    let slopes = plane.slopes();
    let (w, h) = (plane.width as f32, plane.height as f32);
    parts_of_lines(&joined)
        .into_iter()
        .filter(|b| is_writing(*b, plane.width, |x, y| slopes.data[y * plane.width + x][0]))
        .map(|[left, top, right, bottom]| Line {
            x: left as f32 / w,
            y: top as f32 / h,
            width: (right + 1 - left) as f32 / w,
            height: (bottom + 1 - top) as f32 / h,
        })
        .collect()
}

/// Gaps of up to `gap` pixels in a row filled.
fn bridged(mask: &Plane<bool>, gap: usize) -> Plane<bool> {
    let mut out = mask.clone();
    for y in 0..mask.height {
        let row = &mut out.data[y * mask.width..(y + 1) * mask.width];
        let mut last: Option<usize> = None;
        for x in 0..row.len() {
            if row[x] {
                if let Some(from) = last.filter(|from| x - from <= gap + 1) {
                    row[from..x].fill(true);
                }
                last = Some(x);
            }
        }
    }
    out
}

/// What is at least five wide and three high.
fn opened(mask: &Plane<bool>) -> Plane<bool> {
    let mut wide = mask.clone();
    for y in 0..mask.height {
        let row = &mut wide.data[y * mask.width..(y + 1) * mask.width];
        for run in row.chunk_by_mut(|a, b| a == b) {
            if run.len() < 5 {
                run.fill(false);
            }
        }
    }
    let mut high = vec![0u16; mask.width];
    for y in 0..=mask.height {
        for (x, run) in high.iter_mut().enumerate() {
            if y < mask.height && wide.data[y * mask.width + x] {
                *run += 1;
            } else {
                if *run < 3 {
                    (1..=usize::from(*run)).for_each(|up| wide.data[(y - up) * mask.width + x] = false);
                }
                *run = 0;
            }
        }
    }
    wide
}

/// Boxes (left, top, right, bottom, inclusive) of parts shaped like a line: flat, 6 to 48 pixels high, filled.
fn parts_of_lines(mask: &Plane<bool>) -> Vec<[usize; 4]> {
    let mut out = vec![];
    for part in parts(mask, true, 48) {
        let [left, top, right, bottom] = part.bounds;
        let (w, h) = (right + 1 - left, bottom + 1 - top);
        let shaped = (6..=48).contains(&h) && w * 10 >= 16 * h && w * 20 <= mask.width * 19;
        if shaped && part.count * 10 >= 4 * w * h {
            out.push(part.bounds);
        }
    }
    out
}

/// Whether the slopes across turn as often as writing does, and as much up as down.
fn is_writing([left, top, right, bottom]: [usize; 4], width: usize, slope: impl Fn(usize, usize) -> i16) -> bool {
    let h = bottom + 1 - top;
    let rows = top + h / 4..=(top + h * 3 / 4).min(bottom);
    let right = right.min(width - 1);
    let most = rows.clone().flat_map(|y| (left..=right).map(move |x| (x, y)));
    let most = most.map(|(x, y)| slope(x, y).unsigned_abs()).max().unwrap_or(0);
    let least = (u32::from(most) * 35 / 100).max(18) as i16;
    let (mut turns, mut up, mut down, mut count) = (0u32, 0u32, 0u32, 0u32);
    for y in rows {
        count += 1;
        let mut last = 0;
        for x in left..=right {
            let sign = match slope(x, y) {
                v if v > least => 1,
                v if v < -least => -1,
                _ => continue,
            };
            if sign > 0 {
                up += 1;
            } else {
                down += 1;
            }
            turns += u32::from(last == -sign);
            last = sign;
        }
    }
    let cells = (right + 1 - left) as f32 / h as f32;
    let pace = turns as f32 / count.max(1) as f32 / cells;
    (0.7..6.0).contains(&pace) && up.abs_diff(down) as f32 <= 0.35 * (up + down) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_strokes_are_lines_and_flat_places_are_not() {
        let strokes = |x: usize, y: usize| (40..200).contains(&x) && (30..42).contains(&y) && x % 8 < 3;
        let found = lines(&Plane::make(300, 100, |x, y| if strokes(x, y) { 20u8 } else { 230 }));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!((found[0].x * 300.0 - 40.0).abs() < 4.0 && (found[0].width * 300.0 - 160.0).abs() < 10.0);
        for (w, h) in [(1, 1), (1, 300), (300, 1), (20, 20)] {
            assert!(lines(&Plane::make(w, h, |_, _| 128)).is_empty());
        }
    }
}
