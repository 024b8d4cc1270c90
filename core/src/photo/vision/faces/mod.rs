//! Faces: a known cascade run several times, its answers joined, and looked at a second time.

pub mod cascade;
pub mod join;
pub mod passes;
pub mod verify;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::contained::contained;
use super::{Area, Candidate, Picture};
use crate::span::RegionKind;
use cascade::{Grey, Model};
use join::{Face, join};
use passes::{Pass, Proposal, Turn};
use verify::Verifier;

/// How the detector is run, the longest passes first.
///
/// 1024 px finds faces from 24 px of a photo of 640; the mirror finds again what is a face and seldom what is chance. 400 px
/// with its edges drawn out finds faces that fill the frame or are cut by it, and again those of the others. Half of the
/// faces of people who lie are missed at 400 px.
pub const PASSES: [Pass; 5] = [
    Pass { side: 1024, turn: Turn::Upright, margin: 0 },
    Pass { side: 1024, turn: Turn::Mirrored, margin: 0 },
    Pass { side: 1024, turn: Turn::Left, margin: 0 },
    Pass { side: 1024, turn: Turn::Right, margin: 0 },
    Pass { side: 400, turn: Turn::Upright, margin: 80 },
];

/// A box as the detector gives it holds eyes to mouth. Across, down and up, as shares of its size: what is reported holds
/// the face from brow to chin, as people label it.
const GROWN: (f32, f32, f32) = (1.1, 1.35, 0.05);

/// Every face of `picture`, while `beside` runs on this thread. `None` when a pass failed.
pub(super) fn find<T>(picture: &Picture, beside: impl FnOnce() -> T) -> (Option<Vec<Candidate>>, T) {
    let grey = grey(picture);
    let Some(model) = passes::model() else { return (None, beside()) };
    let next = AtomicUsize::new(0);
    let work = || contained(|| take_passes(&model, &grey, &next));
    let (proposals, beside) = thread::scope(|scope| {
        let other = thread::Builder::new().spawn_scoped(scope, work);
        let beside = beside();
        let mine = work();
        let other = match other {
            Ok(thread) => thread.join().unwrap_or_default(),
            // No second thread is to be had: this one has run every pass.
            Err(_) => Some(vec![]),
        };
        (mine.zip(other).map(|(mine, other)| [mine, other].concat()), beside)
    });
    let candidates = |proposals| contained(|| candidates(picture, &model, &grey, proposals));
    (proposals.and_then(candidates), beside)
}

/// The pixels that every pass starts from.
pub fn grey(picture: &Picture) -> Grey {
    Grey { width: picture.fine.width(), height: picture.fine.height(), pixels: picture.fine.luma() }
}

/// Runs one pass after the other of those that no thread has taken yet; each with its number.
fn take_passes(model: &Model, grey: &Grey, next: &AtomicUsize) -> Vec<(usize, Vec<Proposal>)> {
    let mut done = vec![];
    while let Some((at, pass)) = next_pass(next) {
        done.push((at, passes::run(model, grey, *pass)));
    }
    done
}

fn next_pass(next: &AtomicUsize) -> Option<(usize, &'static Pass)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    PASSES.get(at).map(|pass| (at, pass))
}

fn candidates(picture: &Picture, model: &Model, grey: &Grey, mut done: Vec<(usize, Vec<Proposal>)>) -> Vec<Candidate> {
    // The same order whichever thread was faster.
    done.sort_by_key(|(at, _)| *at);
    let proposals: Vec<Proposal> = done.into_iter().flat_map(|(_, proposals)| proposals).collect();
    let mut verifier = Verifier::new(picture, model, grey);
    let candidate = |face: &Face| {
        let confidence = verifier.confidence(face)?;
        Some(Candidate { kind: RegionKind::Face, area: reported(picture, face)?, confidence })
    };
    join(&proposals).iter().filter_map(candidate).collect()
}

/// The box that is told, in pixels of the upright photo.
pub fn reported(picture: &Picture, face: &Face) -> Option<Area> {
    let (width, height) = (picture.width as f32, picture.height as f32);
    let area = face.middle.scaled(width.max(height));
    let (across, down, up) = GROWN;
    let grown = area.grown(across, down);
    Area { y: grown.y - area.height * up, ..grown }.within(width, height)
}
