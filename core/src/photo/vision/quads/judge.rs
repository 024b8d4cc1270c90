//! What a quad shows, and how sure that is.

use super::trees::{Forest, Marks};
use crate::photo::vision::{SURE, WORTH};
use crate::span::RegionKind;

/// Made by `core/training/vision`; its model card says from what.
static MODEL: &[u8] = include_bytes!("weights.bin");

/// In the order of the model file.
const KINDS: [RegionKind; 3] = [RegionKind::Screen, RegionKind::Whiteboard, RegionKind::Document];

pub(super) struct Judge(Forest);

impl Judge {
    /// `None` when the embedded bytes are no model, which the tests rule out.
    pub(super) fn read() -> Option<Self> {
        Forest::read(MODEL, KINDS.len()).map(Self)
    }

    /// The kind that features speak for most, and a confidence on the scale of [`SURE`]; `None` for nothing.
    pub(super) fn answer(&self, features: &[f32]) -> Option<(RegionKind, f32)> {
        let of = |kind: usize| confidence(self.0.marks(kind)?, self.0.score(kind, features));
        let best = (0..KINDS.len()).filter_map(|kind| Some((kind, of(kind)?))).max_by(|a, b| a.1.total_cmp(&b.1));
        best.map(|(kind, confidence)| (KINDS[kind], confidence))
    }
}

/// The lowest confidence, and the highest.
const LEAST: f32 = 0.1;
const MOST: f32 = 0.99;

/// A score between the marks of its kind; above the highest, one more nat of log-odds halves the doubt that is left.
fn confidence(marks: Marks, score: i32) -> Option<f32> {
    let between = |from: i32, to: i32| (score - from) as f32 / (to - from).max(1) as f32;
    match () {
        () if score > marks.sure => {
            let beyond = (score - marks.sure) as f32 / 1024.0;
            Some(SURE + (MOST - SURE) * beyond / (beyond + 1.0))
        }
        () if score > marks.worth => Some(WORTH + (SURE - 0.01 - WORTH) * between(marks.worth, marks.sure)),
        () if score > marks.offered => Some(LEAST + (WORTH - 0.01 - LEAST) * between(marks.offered, marks.worth)),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_reads_and_its_marks_are_in_order() {
        let judge = Judge::read().expect("a model");
        for kind in 0..KINDS.len() {
            let marks = judge.0.marks(kind).expect("marks");
            assert!(marks.offered <= marks.worth && marks.worth <= marks.sure, "{marks:?}");
        }
    }

    #[test]
    fn confidence_grows_with_the_score_and_meets_the_marks() {
        let marks = Marks { sure: 2000, worth: 1000, offered: -500 };
        assert_eq!(confidence(marks, -500), None);
        let all: Vec<f32> = (-499..9000).step_by(100).filter_map(|score| confidence(marks, score)).collect();
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]) && all.len() == 95);
        assert!(confidence(marks, 1000) < Some(WORTH) && confidence(marks, 1001) >= Some(WORTH));
        assert!(confidence(marks, 2000) < Some(SURE) && confidence(marks, 2001) >= Some(SURE));
    }
}
