//! One face from the boxes of several passes.

use super::PASSES;
use super::passes::Proposal;
use crate::photo::vision::Area;

/// A place that one or more passes took for a face.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// As a share of the picture's long side, upright; from the pass that is surest.
    pub area: Area,
    /// The mean of the boxes that lie on it, each as heavy as its score.
    pub middle: Area,
    /// The best score of each pass of [`PASSES`]; 0 where it saw nothing.
    pub scores: [f32; PASSES.len()],
    /// Which pass the box is from.
    pub pass: usize,
}

/// What the score of a turned pass counts: most photos show nobody who lies.
pub(super) const TURNED: f32 = 0.4;

/// Overlap with the surest box from which a box counts for the mean.
const NEAR: f32 = 0.3;

/// Whether two boxes stand for one thing.
pub fn same(a: Area, b: Area) -> bool {
    a.iou(b) >= 0.3 || a.inside(b) >= 0.7 || b.inside(a) >= 0.7
}

/// Joins boxes that stand for one face, the surest first.
pub fn join(proposals: &[Proposal]) -> Vec<Face> {
    let mut sorted: Vec<&Proposal> = proposals.iter().collect();
    sorted.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    let mut faces: Vec<(Face, Mean)> = vec![];
    for proposal in sorted {
        let Some(pass) = PASSES.iter().position(|pass| *pass == proposal.pass) else { continue };
        let at = faces.iter().position(|(face, _)| same(face.area, proposal.area)).unwrap_or_else(|| {
            let (area, scores) = (proposal.area, [0.0; PASSES.len()]);
            faces.push((Face { area, middle: area, scores, pass }, Mean::default()));
            faces.len() - 1
        });
        let Some((face, mean)) = faces.get_mut(at) else { continue };
        face.scores[pass] = face.scores[pass].max(proposal.score);
        if face.area.iou(proposal.area) >= NEAR {
            mean.add(proposal.area, weight(proposal));
        }
    }
    faces.into_iter().map(|(face, mean)| Face { middle: mean.area().unwrap_or(face.area), ..face }).collect()
}

fn weight(proposal: &Proposal) -> f32 {
    proposal.score * if proposal.pass.turn.lying() { TURNED } else { 1.0 }
}

/// A weighted mean of boxes.
#[derive(Default)]
struct Mean {
    weight: f32,
    sums: [f32; 4],
}

impl Mean {
    fn add(&mut self, area: Area, weight: f32) {
        self.weight += weight;
        for (sum, edge) in self.sums.iter_mut().zip([area.x, area.y, area.width, area.height]) {
            *sum += edge * weight;
        }
    }

    fn area(&self) -> Option<Area> {
        let [x, y, width, height] = self.sums.map(|sum| sum / self.weight);
        (self.weight > 0.0).then(|| Area::new(x, y, width, height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_on_one_face_are_one_and_its_box_is_their_mean() {
        let at =
            |x: f32, score: f32, pass: usize| Proposal { area: Area::new(x, 0.2, 0.1, 0.1), score, pass: PASSES[pass] };
        let faces = join(&[at(0.30, 1.0, 1), at(0.34, 3.0, 0), at(0.7, 5.0, 2)]);
        assert_eq!(faces.len(), 2);
        let first = &faces[0];
        assert_eq!((first.pass, first.scores), (0, [3.0, 1.0, 0.0, 0.0, 0.0]), "a turned pass counts for less");
        assert!((first.middle.x - 0.33).abs() < 1e-6 && (first.area.x - 0.34).abs() < 1e-6);
    }
}
