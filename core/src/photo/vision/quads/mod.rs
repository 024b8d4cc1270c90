//! Lit screens, whiteboards and papers: quadrilaterals that look like something to read.

use super::{Candidate, Picture, Sighting};

/// Screens, boards and papers in `picture`, and what the photo as a whole seems to show.
///
/// `near` holds the faces and codes found already: a light card beside one of them may be a badge or a wristband.
#[allow(unused_variables)] // the quads lane fills this in
pub(super) fn find(picture: &Picture, near: &[Candidate]) -> Sighting {
    Sighting::default()
}
