//! Pictures parted into two in many ways: edges, thresholds and local contrast. Outlines of the parts become quads.

use super::plane::{Plane, length};

/// One bit a pixel.
pub(super) type Mask = Plane<bool>;

/// Every way to part the picture; for edges both the lines and what lies between them count.
pub(super) fn masks(luma: &Plane<u8>, chroma: [&Plane<u8>; 2], vivid: &Plane<u8>) -> Vec<(Mask, bool)> {
    let smooth = luma.smooth();
    let ridges = ridges(&smooth);
    let mut out: Vec<(Mask, bool)> = [36, 90, 170].map(|least| (widened(&ridges.map(|v| v >= least), 1), true)).into();
    for plane in chroma {
        out.push((widened(&self::ridges(&plane.smooth().smooth()).map(|v| v >= 22), 1), true));
    }
    let around = smooth.mean(12);
    let local = |bright: bool| {
        Plane::make(luma.width, luma.height, |x, y| {
            let at = y * luma.width + x;
            let lift = i16::from(smooth.data[at]) - i16::from(around.data[at]);
            if bright { lift > 5 } else { lift < -5 }
        })
    };
    out.push((local(true), false));
    out.push((local(false), false));
    for least in [luma.otsu(), 120, 150, 180, 205, 230] {
        out.push((closed(&smooth.map(|v| v > least), 2), false));
    }
    for most in [40, 70] {
        out.push((closed(&smooth.map(|v| v < most), 1), false));
    }
    let white = Plane::make(luma.width, luma.height, |x, y| {
        let at = y * luma.width + x;
        vivid.data[at] < 60 && smooth.data[at] > 110
    });
    out.push((closed(&white, 3), false));
    out
}

/// Lengths of slopes, kept only where they are the greatest across the edge.
fn ridges(plane: &Plane<u8>) -> Plane<u16> {
    let slopes = plane.slopes();
    let lengths = slopes.map(length);
    Plane::make(plane.width, plane.height, |x, y| {
        let at = y * plane.width + x;
        let ([dx, dy], here) = (slopes.data[at], lengths.data[at]);
        let (ax, ay) = (dx.unsigned_abs(), dy.unsigned_abs());
        let (sx, sy) = match () {
            () if ax > 2 * ay => (1, 0),
            () if ay > 2 * ax => (0, 1),
            () if (dx > 0) == (dy > 0) => (1, 1),
            () => (1, -1),
        };
        let (x, y) = (x as i32, y as i32);
        let top = here >= lengths.at(x - sx, y - sy) && here > lengths.at(x + sx, y + sy);
        if top { here } else { 0 }
    })
}

/// Grown by `reach` pixels in every direction.
fn widened(mask: &Mask, reach: usize) -> Mask {
    mask.map(u8::from).extreme(reach, true).map(|v| v > 0)
}

/// Gaps of up to twice `reach` pixels closed.
fn closed(mask: &Mask, reach: usize) -> Mask {
    mask.map(u8::from).extreme(reach, true).extreme(reach, false).map(|v| v > 0)
}
