//! A funnel of classifiers that finds faces: fast texture tests over every window, then networks over the few that are left.
//!
//! Wu, Kan, He, Shan, Chen: "Funnel-structured cascade for multi-view face detection with alignment awareness",
//! Neurocomputing 221 (2017). The model is theirs (`SeetaFace`); the code is our own, after theirs and after the package
//! `rustface` (LICENSE-THIRD-PARTY.md). Integers, and 32- and 64-bit floats in a fixed order with nothing but the four
//! operations and the square root: every platform finds the same faces.

mod gradients;
mod grey;
mod jury;
mod model;
mod network;
mod scan;
mod suppress;
#[cfg(test)]
mod tests;
mod texture;

pub use grey::{Between, Grey, HALF, between};
pub use jury::{Jury, Votes};
pub use model::Model;

use gradients::Gradients;
use model::SIDE;
use network::{Answer, Reader};
use scan::{Level, Start};
use suppress::suppress;

/// A square that may show a face, pixels. It may reach over the edges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    pub x: i32,
    pub y: i32,
    pub side: i32,
    /// Sum of the last network's answers, 0.0 to 1.0 each, over the windows that were joined here.
    pub score: f32,
}

/// Answers that let a window through each network, 0.0 to 1.0. The model's own are .5: what is lost there is lost for good,
/// and more passes and a second look tell better.
pub const LOOSE: [f32; 3] = [0.3, 0.2, 0.2];

/// Overlap from which windows are one, before the networks and between them, and at the end.
const TWINS: f32 = 0.8;
const ONE_FACE: f32 = 0.3;

/// Windows of one view that go on to the networks at most, the surest first: a picture may be made of windows that pass.
const MOST: usize = 5000;

/// Every face in `grey`, of 40 pixels and more; `least` is what each network must answer.
pub fn find(model: &Model, grey: &Grey, least: [f32; 3]) -> Vec<Window> {
    let levels = scan::pyramid(grey);
    let mut starts = scan::starts(model, &levels);
    let starts = starts.iter_mut().flat_map(|starts| {
        starts.sort_by(|a, b| b.window.score.total_cmp(&a.window.score));
        starts.truncate(MOST);
        suppress(std::mem::take(starts), TWINS)
    });
    let mut funnel = Funnel { grey, levels: &levels, gradients: Gradients::new(), crop: [[0; SIDE]; SIDE] };
    let mut left: Vec<Start> = starts.collect();
    let end = model.networks.len().saturating_sub(1);
    for (number, (network, least)) in model.networks.iter().zip(least).enumerate() {
        let Some(reader) = Reader::new(network) else { return vec![] };
        let through = left.iter().filter_map(|start| funnel.through(&reader, start, least)).collect();
        left = match number {
            0 => suppress(through, TWINS),
            _ if number == end => suppress(through, ONE_FACE),
            _ => through,
        };
    }
    left.into_iter().map(|start| start.window).collect()
}

/// What networks look at windows with.
struct Funnel<'a> {
    grey: &'a Grey,
    levels: &'a [Level],
    gradients: Gradients,
    crop: grey::Crop,
}

impl Funnel<'_> {
    /// The window moved to where the network sees the face, or `None` when it sees none.
    fn through(&mut self, reader: &Reader, start: &Start, least: f32) -> Option<Start> {
        let window = start.window;
        // A window of the scan is read from its level as it is; one that was moved, from the picture.
        let level = start.place.and_then(|place| Some((self.levels.get(place.level)?, place)));
        match level {
            Some((level, place)) => level.grey.window(place.x, place.y, &mut self.crop),
            None => self.grey.crop(window.x, window.y, window.side, &mut self.crop),
        }
        let answer = reader.ask(&self.crop, &mut self.gradients);
        let moved = moved(window, answer);
        let inside = moved.side > 0 && moved.x.saturating_add(moved.side) > 0 && moved.y.saturating_add(moved.side) > 0;
        (answer.score > least && inside).then_some(Start { window: moved, place: None })
    }
}

fn moved(window: Window, answer: Answer) -> Window {
    let was = window.side as f32;
    let side = (answer.larger * 2.0 * was + 0.5).floor();
    let to = |by: f32, start: i32| ((by * 2.0 - 1.0) * was + start as f32 + (was - side) * 0.5 + 0.5).floor() as i32;
    Window { x: to(answer.right, window.x), y: to(answer.down, window.y), side: side as i32, score: answer.score }
}
