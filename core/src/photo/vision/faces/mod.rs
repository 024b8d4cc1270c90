//! Faces: a known detector run several times, its answers joined, and looked at a second time.

pub mod join;
pub mod passes;
pub mod verify;

use std::thread;

use super::contained::contained;
use super::{Area, Candidate, Picture};
use crate::span::RegionKind;
use join::{Face, join};
use passes::{Grey, Pass, Proposal, Turn};

/// How the detector is run. The first pass takes about as long as the others together.
///
/// 1024 px finds small faces, 640 px large ones and again those of the first, which tells them from chance. People who lie
/// are looked for at 640 px: at 400 px half of their faces are missed, at 1024 px the two passes double the time.
pub const PASSES: [Pass; 4] = [
    Pass { side: 1024, turn: Turn::Upright },
    Pass { side: 640, turn: Turn::Upright },
    Pass { side: 640, turn: Turn::Left },
    Pass { side: 640, turn: Turn::Right },
];

/// A box as the detector gives it holds eyes to mouth. Across, down and up, as shares of its size: what is reported holds
/// the face from brow to chin, as people label it.
const GROWN: (f32, f32, f32) = (1.1, 1.35, 0.05);

/// Every face of `picture`, while `beside` runs on this thread. `None` when a pass failed.
pub(super) fn find<T>(picture: &Picture, beside: impl FnOnce() -> T) -> (Option<Vec<Candidate>>, T) {
    let fine = &picture.fine;
    let grey = Grey { width: fine.width(), height: fine.height(), pixels: fine.luma() };
    let [first, others @ ..] = PASSES;
    let (first, rest, beside) = thread::scope(|scope| {
        let first = thread::Builder::new().spawn_scoped(scope, || run(&grey, &[first]));
        let rest = run(&grey, &others);
        let beside = beside();
        let first = match first {
            Ok(thread) => thread.join().unwrap_or_default(),
            Err(_) => run(&grey, &[PASSES[0]]),
        };
        (first, rest, beside)
    });
    let proposals = first.zip(rest).map(|(first, rest)| [first, rest].concat());
    let faces = proposals.map(|proposals| join(&proposals));
    (faces.map(|faces| faces.iter().filter_map(|face| candidate(picture, face)).collect()), beside)
}

fn run(grey: &Grey, passes: &[Pass]) -> Option<Vec<Proposal>> {
    contained(|| {
        let model = passes::model()?;
        Some(passes.iter().flat_map(|pass| passes::run(&model, grey, *pass)).collect())
    })?
}

fn candidate(picture: &Picture, face: &Face) -> Option<Candidate> {
    let confidence = verify::confidence(picture, face)?;
    Some(Candidate { kind: RegionKind::Face, area: reported(picture, face)?, confidence })
}

/// The box that is told, in pixels of the upright photo.
pub fn reported(picture: &Picture, face: &Face) -> Option<Area> {
    let (width, height) = (picture.width as f32, picture.height as f32);
    let area = face.area.scaled(width.max(height));
    let (across, down, up) = GROWN;
    let grown = area.grown(across, down);
    Area { y: grown.y - area.height * up, ..grown }.within(width, height)
}
