//! A QR code that was seen and could not be read: blurred, torn, half covered.

use rxing::common::{BitMatrix, DetectorRXingResult};
use rxing::qrcode::detector::Detector;

use crate::photo::vision::Area;

/// Share of a finder pattern's 49 modules that must be as they should; 43 of 49.
const FINDER: u32 = 43;

/// Where three finder patterns stand as a QR code's do (ISO/IEC 18004, 6.3.3), with modules to match.
pub(super) fn qr(black: &BitMatrix) -> Option<Area> {
    let found = Detector::new(black).detect().ok()?;
    let bits = found.getBits();
    let side = bits.getWidth();
    if side < 21 || bits.getHeight() != side {
        return None;
    }
    let corners = [(0, 0), (side - 7, 0), (0, side - 7)];
    if !corners.iter().all(|corner| finder(bits, *corner) >= FINDER) || !timed(bits, side) {
        return None;
    }
    let points: Vec<(f32, f32)> = found.getPoints().iter().map(|point| (point.x, point.y)).collect();
    let inner = Area::around(&points)?;
    // From the centres of the finder patterns, three and a half modules in, to the edges, and half a module beyond.
    let margin = 4.0 * inner.width.max(inner.height) / (side - 7) as f32;
    Some(Area::new(inner.x - margin, inner.y - margin, inner.width + 2.0 * margin, inner.height + 2.0 * margin))
}

/// How many modules of the finder pattern at `corner` are as they should be.
fn finder(bits: &BitMatrix, (left, top): (u32, u32)) -> u32 {
    let right = |(x, y): (u32, u32)| {
        let ring = x.abs_diff(3).max(y.abs_diff(3));
        bits.get(left + x, top + y) == (ring != 2)
    };
    (0..7).flat_map(|y| (0..7).map(move |x| (x, y))).filter(|module| right(*module)).count() as u32
}

/// Whether both timing patterns change colour from module to module, but for one in five.
fn timed(bits: &BitMatrix, side: u32) -> bool {
    let timing: Vec<u32> = (8..side - 8).collect();
    let right = |across: bool| {
        timing
            .iter()
            .filter(|at| (if across { bits.get(**at, 6) } else { bits.get(6, **at) }) == at.is_multiple_of(2))
            .count()
    };
    [true, false].iter().all(|across| right(*across) * 5 >= timing.len() * 4)
}
