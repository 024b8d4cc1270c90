//! The cascade, run several times over a picture: in two sizes, in a mirror, and turned to both sides for people who lie.

use super::cascade::{Between, Grey, HALF, LOOSE, Model, between, find};
use crate::photo::vision::Area;
use crate::photo::vision::picture::squeeze;

/// Taken out of the package that it comes in by the build script.
pub(super) static MODEL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/face_model.bin"));

/// Which way a pass looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Upright,
    /// Left and right swapped: another chance, since the model is not the same on both sides.
    Mirrored,
    /// The top of the head points left in the photo.
    Left,
    /// The top of the head points right in the photo.
    Right,
}

impl Turn {
    /// Whether heads lie on their side.
    pub fn lying(self) -> bool {
        matches!(self, Self::Left | Self::Right)
    }
}

/// One run of the detector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pass {
    /// Long side that the picture is brought to, pixels.
    pub side: u32,
    pub turn: Turn,
    /// Pixels that the picture's edges are drawn out on every side, for faces that the edge cuts or that fill the frame.
    pub margin: u32,
}

/// A place that may be a face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proposal {
    /// As a share of the picture's long side, upright.
    pub area: Area,
    /// The detector's own score; 0.2 and above here, 10 and above for a clear face.
    pub score: f32,
    pub pass: Pass,
}

/// The model, read once a photo; `None` when the embedded bytes are not one, which the tests rule out.
pub fn model() -> Option<Model> {
    Model::read(MODEL)
}

/// Runs one pass over `grey`.
pub fn run(model: &Model, grey: &Grey, pass: Pass) -> Vec<Proposal> {
    let upright = sized(grey, pass.side);
    let turned = with_margin(turned(&upright, pass.turn), pass.margin);
    let long = upright.width.max(upright.height) as f32;
    let (margin, size) = (pass.margin as f32, (upright.width as f32, upright.height as f32));
    let proposal = |window: super::cascade::Window| {
        let square = window.side as f32;
        let area = Area::new(window.x as f32 - margin, window.y as f32 - margin, square, square);
        Proposal { area: turned_back(area, size, pass.turn).scaled(1.0 / long), score: window.score, pass }
    };
    find(model, &turned, LOOSE).into_iter().map(proposal).collect()
}

/// The picture with its long side brought to `side`: averaged down, or up between neighbours.
pub(super) fn sized(grey: &Grey, side: u32) -> Grey {
    let long = grey.width.max(grey.height);
    let scaled = |size: u32| (u64::from(size) * u64::from(side) / u64::from(long)).max(1) as u32;
    let (width, height) = (scaled(grey.width), scaled(grey.height));
    if (width, height) == (grey.width, grey.height) {
        return grey.clone();
    }
    if long > side {
        return Grey { width, height, pixels: squeeze(&grey.pixels, grey.width, grey.height, (width, height), 1) };
    }
    grey.mixed_at(&centred(grey.width, width), &centred(grey.height, height), HALF)
}

/// For each of `to` targets its place among `from` sources, centres on centres.
fn centred(from: u32, to: u32) -> Vec<Between> {
    let place = |target: u32| {
        // In 1/256 of a source pixel.
        let at = (i64::from(2 * target + 1) * i64::from(from) * 128) / i64::from(to) - 128;
        between(at.clamp(0, i64::from(from - 1) * 256), from)
    };
    (0..to).map(place).collect()
}

fn turned(grey: &Grey, turn: Turn) -> Grey {
    let (w, h) = (grey.width as usize, grey.height as usize);
    let at = |x: usize, y: usize| grey.pixels.get(y * w + x).copied().unwrap_or_default();
    let pixels = match turn {
        Turn::Upright => return grey.clone(),
        Turn::Mirrored => {
            let pixels = (0..h).flat_map(|y| (0..w).rev().map(move |x| at(x, y))).collect();
            return Grey { pixels, ..*grey };
        }
        // What pointed left points up: turned clockwise.
        Turn::Left => (0..w).flat_map(|y| (0..h).map(move |x| at(y, h - 1 - x))).collect(),
        Turn::Right => (0..w).flat_map(|y| (0..h).map(move |x| at(w - 1 - y, x))).collect(),
    };
    Grey { width: grey.height, height: grey.width, pixels }
}

/// The picture on a larger one, its edges drawn out by `margin` pixels.
fn with_margin(grey: Grey, margin: u32) -> Grey {
    if margin == 0 {
        return grey;
    }
    let (width, height) = (grey.width + 2 * margin, grey.height + 2 * margin);
    let place = |at: u32, size: u32| at.saturating_sub(margin).min(size.saturating_sub(1)) as usize;
    let mut pixels = Vec::with_capacity(width as usize * height as usize);
    for y in 0..height {
        let start = place(y, grey.height) * grey.width as usize;
        let row = grey.pixels.get(start..).unwrap_or_default();
        pixels.extend((0..width).map(|x| row.get(place(x, grey.width)).copied().unwrap_or_default()));
    }
    Grey { width, height, pixels }
}

/// A box of the turned picture, in the upright one of that width and height.
fn turned_back(area: Area, (width, height): (f32, f32), turn: Turn) -> Area {
    match turn {
        Turn::Upright => area,
        Turn::Mirrored => Area { x: width - area.right(), ..area },
        Turn::Left => Area::new(area.y, height - area.right(), area.height, area.width),
        Turn::Right => Area::new(width - area.bottom(), area.x, area.height, area.width),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_from_every_turn_and_margin() {
        let mut grey = Grey { width: 6, height: 4, pixels: vec![0; 24] };
        grey.pixels[6 + 4] = 255;
        for turn in [Turn::Upright, Turn::Mirrored, Turn::Left, Turn::Right] {
            let there = with_margin(turned(&grey, turn), 3);
            let at = there.pixels.iter().position(|pixel| *pixel == 255).unwrap() as u32;
            let (x, y) = ((at % there.width) as f32 - 3.0, (at / there.width) as f32 - 3.0);
            assert_eq!(
                turned_back(Area::new(x, y, 1.0, 1.0), (6.0, 4.0), turn),
                Area::new(4.0, 1.0, 1.0, 1.0),
                "{turn:?}"
            );
        }
    }

    #[test]
    fn edges_are_drawn_out() {
        let grey = with_margin(Grey { width: 2, height: 1, pixels: vec![3, 9] }, 1);
        assert_eq!((grey.width, grey.height), (4, 3));
        assert_eq!(grey.pixels, [3, 3, 9, 9].repeat(3));
    }
}
