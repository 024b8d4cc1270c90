//! Second look at each place the detector took for a face.

use super::join::Face;
use crate::photo::vision::Picture;

pub(super) fn confidence(_picture: &Picture, face: &Face, _all: &[Face]) -> Option<f32> {
    let score = face.scores[0].max(face.scores[1]).max(face.scores[2].max(face.scores[3]) * 0.4);
    (score >= 0.8).then_some(score / (score + 1.0))
}
