//! One window from those that lie on each other.

use super::Window;
use super::scan::Start;

/// Keeps the best of windows that overlap by more than `most` (intersection over union). It takes the others' scores to its
/// own: many windows on one place speak for it.
pub(super) fn suppress(mut left: Vec<Start>, most: f32) -> Vec<Start> {
    left.sort_by(|a, b| b.window.score.total_cmp(&a.window.score));
    left.reverse();
    let mut kept = vec![];
    while let Some(first) = left.pop() {
        let mut best = first;
        left.retain(|other| {
            let one = overlap(&first.window, &other.window) > most;
            best.window.score += if one { other.window.score } else { 0.0 };
            !one
        });
        kept.push(best);
    }
    kept
}

/// Intersection over union, 0.0 to 1.0.
fn overlap(a: &Window, b: &Window) -> f32 {
    let shared = |a: i32, a_side: i32, b: i32, b_side: i32| {
        a.saturating_add(a_side).min(b.saturating_add(b_side)).saturating_sub(a.max(b))
    };
    let (across, down) = (shared(a.x, a.side, b.x, b.side), shared(a.y, a.side, b.y, b.side));
    if across <= 0 || down <= 0 {
        return 0.0;
    }
    let area = |side: i32| side as f32 * side as f32;
    let both = across as f32 * down as f32;
    both / (area(a.side) + area(b.side) - both)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: i32, side: i32, score: f32) -> Start {
        Start { window: Window { x, y: 0, side, score }, place: None }
    }

    #[test]
    fn the_best_takes_what_lies_on_it() {
        let kept = suppress(vec![at(0, 40, 1.0), at(2, 40, 2.0), at(100, 40, 0.5), at(3, 41, 0.25)], 0.5);
        let told: Vec<(i32, f32)> = kept.iter().map(|start| (start.window.x, start.window.score)).collect();
        assert_eq!(told, [(2, 3.25), (100, 0.5)]);
        assert!(suppress(vec![], 0.5).is_empty());
    }
}
