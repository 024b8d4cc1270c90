//! From a region of the upright photo to the box of stored pixels that is covered.

use crate::photo::orientation::upright;
use crate::span::{Region, RegionKind};

/// How far a region is grown to each side before it is covered, in hundredths of its own width or height: what is
/// around the thing itself gives it away as well, such as ears, frames, the first letters of a line.
const COMMON: u32 = 15;
/// The same for faces.
const FACE: u32 = 20;

fn padding(kind: RegionKind) -> u32 {
    match kind {
        RegionKind::Face => FACE,
        _ => COMMON,
    }
}

/// A box of pixels: first column and row, one past the last column and row. Never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) x0: u32,
    pub(crate) y0: u32,
    pub(crate) x1: u32,
    pub(crate) y1: u32,
}

impl Area {
    /// The upright pixels that covering `region` takes: padded, and cut to the photo of `width` × `height`.
    ///
    /// `None` when nothing of the region itself is in the photo.
    pub(crate) fn padded(region: &Region, width: u32, height: u32) -> Option<Self> {
        if region.width == 0 || region.height == 0 || region.x >= width || region.y >= height {
            return None;
        }
        let hundredths = u64::from(padding(region.kind));
        let share = |side: u32| (u64::from(side) * hundredths).div_ceil(100);
        let before = |at: u32, pad: u64| u64::from(at).saturating_sub(pad) as u32;
        let after = |at: u32, side: u32, pad: u64, most: u32| {
            (u64::from(at) + u64::from(side) + pad).min(u64::from(most)) as u32
        };
        Some(Self {
            x0: before(region.x, share(region.width)),
            y0: before(region.y, share(region.height)),
            x1: after(region.x, region.width, share(region.width), width),
            y1: after(region.y, region.height, share(region.height), height),
        })
    }

    /// The stored pixels of an upright box, for a photo stored as `width` × `height` under `orientation`.
    pub(crate) fn stored(self, width: u32, height: u32, orientation: u8) -> Self {
        let Self { x0, y0, x1, y1 } = self;
        let (across, down) = upright(width, height, orientation);
        let (left, right) = (across - x1, across - x0);
        let (top, bottom) = (down - y1, down - y0);
        let area = |x0, y0, x1, y1| Self { x0, y0, x1, y1 };
        match orientation {
            2 => area(left, y0, right, y1),
            3 => area(left, top, right, bottom),
            4 => area(x0, top, x1, bottom),
            5 => area(y0, x0, y1, x1),
            6 => area(y0, left, y1, right),
            7 => area(top, left, bottom, right),
            8 => area(top, x0, bottom, x1),
            _ => self,
        }
    }

    /// The upright box of stored pixels: the way back of [`Area::stored`].
    pub(crate) fn shown(self, width: u32, height: u32, orientation: u8) -> Self {
        let back = match orientation {
            6 => 8,
            8 => 6,
            same => same,
        };
        let (across, down) = upright(width, height, orientation);
        self.stored(across, down, back)
    }

    /// The box in a picture of another size: every pixel that it has a share in.
    pub(crate) fn scaled(self, from: (u32, u32), to: (u32, u32)) -> Self {
        let scale = |at: u32, from: u32, to: u32| u64::from(at) * u64::from(to) / u64::from(from.max(1));
        let end = |at: u32, from: u32, to: u32| (u64::from(at) * u64::from(to)).div_ceil(from.max(1).into());
        Self {
            x0: scale(self.x0, from.0, to.0) as u32,
            y0: scale(self.y0, from.1, to.1) as u32,
            x1: end(self.x1, from.0, to.0) as u32,
            y1: end(self.y1, from.1, to.1) as u32,
        }
    }

    pub(crate) fn contains(self, other: Self) -> bool {
        self.x0 <= other.x0 && self.y0 <= other.y0 && self.x1 >= other.x1 && self.y1 >= other.y1
    }

    /// `region` with this box as its place.
    pub(crate) fn of(self, region: &Region) -> Region {
        Region { x: self.x0, y: self.y0, width: self.x1 - self.x0, height: self.y1 - self.y0, ..region.clone() }
    }
}

/// The covered stretches of line `y` of the grid that `areas` are places of: in order, and never touching.
pub(crate) fn stretches(areas: &[Area], y: u32) -> Vec<(u32, u32)> {
    let mut all: Vec<(u32, u32)> =
        areas.iter().filter(|area| (area.y0..area.y1).contains(&y)).map(|area| (area.x0, area.x1)).collect();
    all.sort_unstable();
    let mut joined: Vec<(u32, u32)> = vec![];
    for (start, end) in all {
        match joined.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::RegionSource;

    fn region(kind: RegionKind, source: RegionSource, place: [u32; 4]) -> Region {
        let [x, y, width, height] = place;
        Region { kind, x, y, width, height, confidence: 1.0, source }
    }

    fn padded(kind: RegionKind, source: RegionSource, place: [u32; 4]) -> Option<[u32; 4]> {
        Area::padded(&region(kind, source, place), 300, 200).map(|Area { x0, y0, x1, y1 }| [x0, y0, x1, y1])
    }

    #[test]
    fn grows_and_cuts() {
        use RegionKind::{Face, Text};
        use RegionSource::{Core, User};
        assert_eq!(padded(Text, User, [100, 100, 10, 40]), Some([98, 94, 112, 146]));
        assert_eq!(padded(Face, User, [100, 100, 10, 40]), Some([98, 92, 112, 148]));
        assert_eq!(padded(Face, Core, [100, 100, 20, 20]), Some([96, 96, 124, 124]));
        assert_eq!(padded(Text, User, [0, 199, 1, 1]), Some([0, 198, 2, 200]));
        assert_eq!(padded(Text, User, [299, 0, u32::MAX, u32::MAX]), Some([0, 0, 300, 200]));
        assert_eq!(padded(Text, User, [300, 0, 10, 10]), None);
        assert_eq!(padded(Text, User, [10, 10, 0, 10]), None);
    }

    #[test]
    fn turns_there_and_back() {
        // A photo stored as 3 × 2: where each upright pixel of each orientation is stored (Exif 2.32, 4.6.4 A).
        for orientation in 1..=8 {
            let (across, down) = upright(3, 2, orientation);
            for (x, y) in (0..across).flat_map(|x| (0..down).map(move |y| (x, y))) {
                let stored = match orientation {
                    1 => (x, y),
                    2 => (2 - x, y),
                    3 => (2 - x, 1 - y),
                    4 => (x, 1 - y),
                    5 => (y, x),
                    6 => (y, 1 - x),
                    7 => (2 - y, 1 - x),
                    _ => (2 - y, x),
                };
                let area = Area { x0: x, y0: y, x1: x + 1, y1: y + 1 };
                let turned = area.stored(3, 2, orientation);
                assert_eq!((turned.x0, turned.y0), stored, "{orientation}");
                assert_eq!(turned.shown(3, 2, orientation), area, "{orientation}");
            }
        }
    }

    #[test]
    fn joins_what_overlaps() {
        let area = |x0, y0, x1, y1| Area { x0, y0, x1, y1 };
        let areas = [area(5, 0, 7, 2), area(0, 1, 3, 3), area(2, 1, 5, 2)];
        let lines = [0, 1, 2, 9].map(|y| stretches(&areas, y));
        assert_eq!(lines, [vec![(5, 7)], vec![(0, 7)], vec![(0, 3)], vec![]]);
    }
}
