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
mod judge;
mod masks;
mod pairs;
mod patch;
mod plane;
mod propose;
mod scene;
mod segments;
mod text;
mod trees;

use super::faces::join::same;
use super::{Area, Candidate, Picture};
use judge::Judge;
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

/// Screens, boards and papers in `picture`, the surest first; `None` when the model does not read.
///
/// Of boxes that stand for one thing the surest is kept, as it is: the box around two proposals fits worse than either.
pub(super) fn find(picture: &Picture) -> Option<Vec<Candidate>> {
    let judge = Judge::read()?;
    let scene = Scene::new(picture);
    let (width, height) = (scene.luma.width as f32, scene.luma.height as f32);
    let (right, bottom) = (picture.width as f32, picture.height as f32);
    let mut found = vec![];
    for proposal in propose::proposals(&scene) {
        let Some((kind, confidence)) = judge.answer(&features::features(&scene, &proposal)) else { continue };
        let [l, t, r, b] = proposal.quad.bounds(width, height);
        let area =
            Area::new(l / width * right, t / height * bottom, (r - l) / width * right, (b - t) / height * bottom);
        found.extend(area.within(right, bottom).map(|area| Candidate { kind, area, confidence }));
    }
    found.sort_by(|a: &Candidate, b| b.confidence.total_cmp(&a.confidence));
    let mut kept: Vec<Candidate> = vec![];
    for candidate in found {
        if kept.len() < MOST && kept.iter().all(|other| !same(other.area, candidate.area)) {
            kept.push(candidate);
        }
    }
    Some(kept)
}

/// Boxes told for one photo, at most.
const MOST: usize = 8;
