//! One face from the boxes of several passes.

use super::PASSES;
use super::passes::Proposal;
use crate::photo::vision::Area;

/// A place that one or more passes took for a face.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// As a share of the picture's long side, upright; from the pass that is surest.
    pub area: Area,
    /// The best score of each pass of [`PASSES`]; 0 where it saw nothing.
    pub scores: [f32; PASSES.len()],
    /// Which pass the box is from.
    pub pass: usize,
}

/// A turned pass must be this much surer to count as much: most photos show nobody who lies.
pub(super) const TURNED: f32 = 0.7;

/// Whether two boxes stand for one thing.
pub fn same(a: Area, b: Area) -> bool {
    a.iou(b) >= 0.3 || a.inside(b) >= 0.7 || b.inside(a) >= 0.7
}

/// Joins boxes that stand for one face, the surest first.
pub fn join(proposals: &[Proposal]) -> Vec<Face> {
    let weight = |p: &Proposal| p.score * if PASSES[..2].contains(&p.pass) { 1.0 } else { TURNED };
    let mut sorted: Vec<&Proposal> = proposals.iter().collect();
    sorted.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    let mut faces: Vec<Face> = vec![];
    for proposal in sorted {
        let Some(pass) = PASSES.iter().position(|pass| *pass == proposal.pass) else { continue };
        if let Some(face) = faces.iter_mut().find(|face| same(face.area, proposal.area)) {
            face.scores[pass] = face.scores[pass].max(proposal.score);
        } else {
            let mut scores = [0.0; PASSES.len()];
            scores[pass] = proposal.score;
            faces.push(Face { area: proposal.area, scores, pass });
        }
    }
    faces
}
