//! From the one row in which bars were read to the whole code.

use super::Page;
use crate::photo::vision::Area;

/// Rows that may look different (a line of print, a scratch) before the bars are taken to end.
const GAP: i32 = 3;
/// How far the bars may lean from one row to the next, pixels.
const LEAN: i32 = 1;

/// The box of the bars between the first and the last of `ends`, grown up and down while the rows go on alike.
pub(super) fn grown(page: &Page, ends: &[(f32, f32)]) -> Option<Area> {
    let row = Area::around(ends)?;
    let (left, right) = (row.x as i32, row.right().ceil() as i32);
    let y = (row.y + row.height / 2.0) as i32;
    let (top, drift_up) = end(page, y, (left, right), -1);
    let (bottom, drift_down) = end(page, y, (left, right), 1);
    let left = left + drift_up.min(drift_down).min(0);
    let right = right + drift_up.max(drift_down).max(0);
    // Quiet zones are part of the code, and covering some of them leaves no bar at the edge.
    let margin = (right - left) as f32 / 30.0;
    Some(Area::new(left as f32 - margin, top as f32, (right - left) as f32 + 2.0 * margin, (bottom - top + 1) as f32))
}

/// The last row like the one at `y`, going by `step`, and how far sideways the bars have moved there.
fn end(page: &Page, y: i32, (left, right): (i32, i32), step: i32) -> (i32, i32) {
    let (mut last, mut drift, mut missed) = (y, 0, 0);
    while missed <= GAP {
        let next = last + step * (missed + 1);
        let (Some(known), Some(row)) = (page.row(last), page.row(next)) else { break };
        let best = (-LEAN..=LEAN)
            .filter(|lean| alike(known, row, (left + drift, right + drift), *lean))
            .min_by_key(|lean| lean.abs());
        match best {
            Some(lean) => (last, drift, missed) = (next, drift + lean, 0),
            None => missed += 1,
        }
    }
    (last, drift)
}

/// Whether `row`, moved by `lean`, has the bars of `known`: their covariance is over 0.6 of what it could be.
fn alike(known: &[u8], row: &[u8], (left, right): (i32, i32), lean: i32) -> bool {
    let cut = |row: &'_ [u8], from: i32, to: i32| -> Option<Vec<i64>> {
        let part = row.get(usize::try_from(from).ok()?..usize::try_from(to).ok()?)?;
        Some(part.iter().map(|v| i64::from(*v)).collect())
    };
    let (Some(a), Some(b)) = (cut(known, left, right), cut(row, left + lean, right + lean)) else { return false };
    let n = i64::from(right - left);
    let (sum_a, sum_b) = (a.iter().sum::<i64>(), b.iter().sum::<i64>());
    let product = |x: &[i64], y: &[i64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<i64>() * n;
    let (var_a, var_b) = (product(&a, &a) - sum_a * sum_a, product(&b, &b) - sum_b * sum_b);
    let both = product(&a, &b) - sum_a * sum_b;
    // Contrast of at least eight steps, so that plain paper is not "alike" by its noise.
    let enough = 64 * n * n;
    let square = |v: i64| i128::from(v) * i128::from(v);
    both > 0 && var_b > enough && square(both) * 100 > i128::from(var_a) * i128::from(var_b) * 36
}

#[cfg(test)]
mod tests {
    use super::*;

    /// White, with bars of 3 and 5 pixels from row 10 to row 49, leaning by one pixel every `lean` rows.
    fn page(lean: usize) -> Page {
        let (width, height) = (160usize, 80usize);
        let mut luma = vec![230; width * height];
        for y in 10..50 {
            for x in 30..120 {
                if x % 8 < 3 || x % 20 == 0 {
                    luma[y * width + x + y / lean] = 20;
                }
            }
        }
        Page { width: width as u32, height: height as u32, luma }
    }

    #[test]
    fn a_row_grows_to_the_height_of_its_bars() {
        let area = grown(&page(1000), &[(30.0, 30.0), (119.0, 30.0)]).expect("bars");
        assert_eq!((area.y, area.bottom()), (10.0, 50.0));
        assert!(area.x < 30.0 && area.right() > 119.0);
    }

    #[test]
    fn leaning_bars_are_followed() {
        let area = grown(&page(4), &[(37.0, 30.0), (126.0, 30.0)]).expect("bars");
        assert_eq!((area.y, area.bottom()), (10.0, 50.0));
        assert!(area.x < 33.0 && area.right() > 130.0, "{area:?}");
    }

    #[test]
    fn a_row_outside_the_page_is_one_row() {
        assert!(grown(&page(4), &[]).is_none());
        let area = grown(&page(4), &[(-5.0, 200.0), (900.0, 200.0)]).expect("a box");
        assert!((area.height - 1.0).abs() < 0.01);
    }
}
