//! A grey picture, and copies of it in other sizes.

use super::model::SIDE;

/// Grey pixels, rows from the top without gaps.
#[derive(Debug, Clone)]
pub struct Grey {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
}

/// A window brought to the size that networks look at.
pub(super) type Crop = [[u8; SIDE]; SIDE];

/// [`SIDE`] as places are counted in.
const WHOLE: i64 = 40;

/// A place between two pixels: the first, the second, and how far on to the second, in 1/256.
pub type Between = (usize, usize, u32);

/// What is added before a mixture is cut to whole grey levels: one half rounds to the nearest.
pub const HALF: u32 = 1 << 15;

impl Grey {
    /// From row `y` down.
    pub(super) fn rows_from(&self, y: usize) -> &[u8] {
        self.pixels.get(y.saturating_mul(self.width as usize)..).unwrap_or_default()
    }

    /// The picture in another size, each pixel read between its four neighbours. The first pixels lie on each other.
    pub(super) fn sampled(&self, width: u32, height: u32) -> Self {
        if (width, height) == (self.width, self.height) {
            return self.clone();
        }
        let places = |from: u32, to: u32| -> Vec<Between> {
            let place = |at: u32| between(((i64::from(at) * i64::from(from)) << 8) / i64::from(to), from);
            (0..to).map(place).collect()
        };
        self.mixed_at(&places(self.width, width), &places(self.height, height), 0)
    }

    /// The pixels at these places, each a mixture of its four neighbours plus `half` before it is cut to a grey level.
    #[must_use]
    pub fn mixed_at(&self, across: &[Between], down: &[Between], half: u32) -> Self {
        let mut pixels = Vec::with_capacity(across.len() * down.len());
        for (upper, lower, v) in down {
            let (upper, lower) = (self.rows_from(*upper), self.rows_from(*lower));
            pixels.extend(across.iter().map(|place| mixed(upper, lower, *place, *v, half)));
        }
        Self { width: across.len() as u32, height: down.len() as u32, pixels }
    }

    /// The window at `x`, `y`, as it is.
    pub(super) fn window(&self, x: usize, y: usize, crop: &mut Crop) {
        for (out, row) in crop.iter_mut().zip(self.rows_from(y).chunks(self.width as usize)) {
            *out = row.get(x..).and_then(|row| row.first_chunk()).copied().unwrap_or([0; SIDE]);
        }
    }

    /// A square at `x`, `y` in the size of a window; what lies outside is black.
    pub(super) fn crop(&self, x: i32, y: i32, side: i32, crop: &mut Crop) {
        let places = |start: i32, size: u32| -> [Option<Between>; SIDE] {
            // One step in 1/256 of 1/40 of a pixel, so that steps add up without a rest.
            let mut next = (i64::from(start) << 8) * WHOLE;
            std::array::from_fn(|_| {
                let place = next.div_euclid(WHOLE);
                next += i64::from(side) << 8;
                (place >= 0 && place >> 8 < i64::from(size)).then(|| between(place, size))
            })
        };
        let across = places(x, self.width);
        for (out, place) in crop.iter_mut().zip(places(y, self.height)) {
            let Some((upper, lower, v)) = place else {
                out.fill(0);
                continue;
            };
            let (upper, lower) = (self.rows_from(upper), self.rows_from(lower));
            for (out, place) in out.iter_mut().zip(&across) {
                *out = place.map_or(0, |place| mixed(upper, lower, place, v, 0));
            }
        }
    }
}

/// The neighbours of a place in 1/256 of a pixel, of `size` pixels.
#[allow(clippy::cast_sign_loss)] // clamped
pub fn between(place: i64, size: u32) -> Between {
    let last = i64::from(size) - 1;
    let first = (place >> 8).clamp(0, last);
    (first as usize, (first + 1).min(last) as usize, (place & 255) as u32)
}

fn mixed(upper: &[u8], lower: &[u8], (x, next, u): Between, v: u32, half: u32) -> u8 {
    let at = |row: &[u8], x: usize| u32::from(row.get(x).copied().unwrap_or_default());
    let top = at(upper, x) * (256 - u) + at(upper, next) * u;
    let bottom = at(lower, x) * (256 - u) + at(lower, next) * u;
    ((top * (256 - v) + bottom * v + half) >> 16) as u8
}
