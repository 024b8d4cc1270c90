//! Lit screens, whiteboards and papers: quadrilaterals that look like something to read.
//!
//! Outlines and straight edges give some 60 quads; each is straightened, measured, and judged by boosted trees that
//! `core/training/vision` makes. Every step uses integers or plain IEEE arithmetic in a fixed order: the same bytes in
//! give the same boxes out on every platform.

// Places are inside planes no larger than 1024 pixels, and clamped where they come from reals.
#![allow(clippy::cast_sign_loss, clippy::cast_possible_wrap)]
#![allow(clippy::many_single_char_names, clippy::similar_names)] // the usual names of coordinates

mod contours;
mod features;
mod geometry;
mod masks;
mod pairs;
mod patch;
mod plane;
mod propose;
mod scene;
mod segments;
mod text;
mod trees;

use super::{Area, Candidate, Picture};
use crate::span::RegionKind;
use scene::Scene;

/// The quads of a picture with their numbers, for the trainer: bounds in shares of the frame, features.
#[cfg(feature = "training")]
pub fn measured(picture: &Picture) -> Vec<([f32; 4], Vec<f32>)> {
    let scene = Scene::new(picture);
    let (width, height) = (scene.luma.width as f32, scene.luma.height as f32);
    let share = |[l, t, r, b]: [f32; 4]| [l / width, t / height, r / width, b / height];
    propose::proposals(&scene)
        .iter()
        .map(|proposal| (share(proposal.quad.bounds(width, height)), features::features(&scene, proposal)))
        .collect()
}

/// Screens, boards and papers in `picture`; `None` when the model does not read.
pub(super) fn find(_picture: &Picture, _near: &[Candidate]) -> Option<Vec<Candidate>> {
    Some(vec![])
}
