//! The face detector, run several times over a picture: two sizes, and turned to both sides for people who lie.
//!
//! Wu, Kan, He, Shan, Chen: "Funnel-structured cascade for multi-view face detection with alignment awareness",
//! Neurocomputing 221 (2017); implementation and model by the `rustface` package.

use rustface::{ImageData, Model, create_detector_with_model, read_model};

use crate::photo::vision::Area;
use crate::photo::vision::picture::squeeze;

/// Taken out of the detector's package by the build script.
static MODEL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/face_model.bin"));

/// Which way a pass looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Upright,
    /// The top of the head points left in the photo.
    Left,
    /// The top of the head points right in the photo.
    Right,
}

/// One run of the detector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pass {
    /// Long side that the picture is brought to, pixels.
    pub side: u32,
    pub turn: Turn,
}

/// A place that may be a face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proposal {
    /// As a share of the picture's long side, upright.
    pub area: Area,
    /// The detector's own score; 0.25 and above here, 10 and above for a clear face.
    pub score: f32,
    pub pass: Pass,
}

/// Grey pixels, rows from the top without gaps.
#[derive(Debug, Clone)]
pub struct Grey {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
}

/// The detector's lowest score that is kept for the verifier.
const LOOSE: f64 = 0.25;

/// The model, read once a photo; `None` when the embedded bytes are not one, which the tests rule out.
pub fn model() -> Option<Model> {
    read_model(MODEL).ok()
}

/// Runs one pass over `grey`. Panics where the detector does; the caller contains it.
pub fn run(model: &Model, grey: &Grey, pass: Pass) -> Vec<Proposal> {
    let upright = sized(grey, pass.side);
    let turned = turned(&upright, pass.turn);
    let mut detector = create_detector_with_model(model.clone());
    detector.set_min_face_size(20);
    detector.set_score_thresh(LOOSE);
    detector.set_pyramid_scale_factor(0.8);
    detector.set_slide_window_step(4, 4);
    let found = detector.detect(&ImageData::new(&turned.pixels, turned.width, turned.height));
    let long = upright.width.max(upright.height) as f32;
    let proposal = |face: rustface::FaceInfo| {
        let b = face.bbox();
        let area = Area::new(b.x() as f32, b.y() as f32, b.width() as f32, b.height() as f32);
        let area = turned_back(area, &upright, pass.turn).scaled(1.0 / long);
        Proposal { area, score: face.score() as f32, pass }
    };
    found.into_iter().map(proposal).collect()
}

/// The picture with its long side brought to `side`: averaged down, or up between neighbours.
fn sized(grey: &Grey, side: u32) -> Grey {
    let long = grey.width.max(grey.height);
    let scaled = |size: u32| (u64::from(size) * u64::from(side) / u64::from(long)).max(1) as u32;
    let (width, height) = (scaled(grey.width), scaled(grey.height));
    if (width, height) == (grey.width, grey.height) {
        return grey.clone();
    }
    if long > side {
        return Grey { width, height, pixels: squeeze(&grey.pixels, grey.width, grey.height, (width, height), 1) };
    }
    let across = between(grey.width, width);
    let mut pixels = Vec::with_capacity(width as usize * height as usize);
    for (y, v) in between(grey.height, height) {
        let row = |y: usize| grey.pixels.get(y * grey.width as usize..).unwrap_or_default();
        let (upper, lower) = (row(y), row((y + 1).min(grey.height as usize - 1)));
        for &(x, u) in &across {
            let next = (x + 1).min(grey.width as usize - 1);
            let at = |row: &[u8], x: usize| u32::from(row.get(x).copied().unwrap_or_default());
            let top = at(upper, x) * (256 - u) + at(upper, next) * u;
            let bottom = at(lower, x) * (256 - u) + at(lower, next) * u;
            pixels.push(((top * (256 - v) + bottom * v + (1 << 15)) >> 16) as u8);
        }
    }
    Grey { width, height, pixels }
}

/// For each of `to` targets over `from` sources: the source at or before it, and how far on to the next, in 1/256.
#[allow(clippy::cast_sign_loss)] // clamped
fn between(from: u32, to: u32) -> Vec<(usize, u32)> {
    let place = |target: u32| {
        // Centres on centres, in 1/256 of a source pixel.
        let at = (i64::from(2 * target + 1) * i64::from(from) * 128) / i64::from(to) - 128;
        let at = at.clamp(0, i64::from(from - 1) * 256) as u64;
        ((at >> 8) as usize, (at & 255) as u32)
    };
    (0..to).map(place).collect()
}

fn turned(grey: &Grey, turn: Turn) -> Grey {
    let (w, h) = (grey.width as usize, grey.height as usize);
    let at = |x: usize, y: usize| grey.pixels.get(y * w + x).copied().unwrap_or_default();
    let pixels = match turn {
        Turn::Upright => return grey.clone(),
        // What pointed left points up: turned clockwise.
        Turn::Left => (0..w).flat_map(|y| (0..h).map(move |x| at(y, h - 1 - x))).collect(),
        Turn::Right => (0..w).flat_map(|y| (0..h).map(move |x| at(w - 1 - y, x))).collect(),
    };
    Grey { width: grey.height, height: grey.width, pixels }
}

/// A box of the turned picture, in the upright one.
fn turned_back(area: Area, upright: &Grey, turn: Turn) -> Area {
    match turn {
        Turn::Upright => area,
        Turn::Left => Area::new(area.y, upright.height as f32 - area.right(), area.height, area.width),
        Turn::Right => Area::new(upright.width as f32 - area.bottom(), area.x, area.height, area.width),
    }
}
