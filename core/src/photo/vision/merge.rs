//! One box from the boxes that core, phone and user have for one thing.

use super::Area;
use super::faces::join::same;
use crate::span::{Region, RegionKind, RegionSource};

/// Joins boxes of one kind, or of kinds that are easily taken for each other, that stand for one thing.
///
/// The union is kept for covering, the larger confidence for showing, and whom to thank: the user before the phone before
/// the core. Boxes come out with the surest first; ties stay in the order given.
pub fn merge(mut regions: Vec<Region>) -> Vec<Region> {
    regions.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let mut merged: Vec<Region> = vec![];
    for region in regions {
        let twin = |other: &&mut Region| {
            alike(other.kind, region.kind) && !neighbours(other, &region) && same(area(other), area(&region))
        };
        match merged.iter_mut().find(twin) {
            Some(other) => *other = union(other, &region),
            None => merged.push(region),
        }
    }
    merged
}

/// Kinds that two detectors may give to one thing. Faces, codes and text keep to themselves: a face on a screen is both.
fn alike(a: RegionKind, b: RegionKind) -> bool {
    use RegionKind::{Badge, Document, Screen, Whiteboard, Wristband};
    let flat = |kind| matches!(kind, Badge | Document | Screen | Whiteboard | Wristband);
    a == b || (flat(a) && flat(b))
}

/// The core's own boxes were joined before, faces before theirs grew; where they touch now, people stand close together.
fn neighbours(a: &Region, b: &Region) -> bool {
    a.kind != RegionKind::Barcode && a.source == RegionSource::Core && b.source == RegionSource::Core
}

/// The box around both, with the kind of the surer one.
fn union(surer: &Region, other: &Region) -> Region {
    let both = area(surer).union(area(other));
    let rank = |source| match source {
        RegionSource::User => 2,
        RegionSource::Platform => 1,
        RegionSource::Core => 0,
    };
    let source = if rank(other.source) > rank(surer.source) { other.source } else { surer.source };
    Region { source, ..region(surer.kind, both, surer.confidence, surer.source) }
}

pub(crate) fn area(region: &Region) -> Area {
    Area::new(region.x as f32, region.y as f32, region.width as f32, region.height as f32)
}

/// A region from edges that are inside the photo.
#[allow(clippy::cast_sign_loss)] // the caller cut it to the photo
pub(crate) fn region(kind: RegionKind, area: Area, confidence: f32, source: RegionSource) -> Region {
    let (x, y) = (area.x.floor(), area.y.floor());
    let (right, bottom) = (area.right().ceil(), area.bottom().ceil());
    let (width, height) = ((right - x) as u32, (bottom - y) as u32);
    // Two decimals: the same number in every language that reads it.
    let confidence = (confidence * 100.0).round() / 100.0;
    Region { kind, x: x as u32, y: y as u32, width, height, confidence, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(kind: RegionKind, x: f32, confidence: f32, source: RegionSource) -> Region {
        region(kind, Area::new(x, 10.0, 100.0, 100.0), confidence, source)
    }

    #[test]
    fn one_face_seen_twice_is_one_box_around_both() {
        let core = at(RegionKind::Face, 10.0, 0.6, RegionSource::Core);
        let phone = at(RegionKind::Face, 40.0, 0.9, RegionSource::Platform);
        let merged = merge(vec![core, phone]);
        assert_eq!(merged.len(), 1);
        assert_eq!((merged[0].x, merged[0].width, merged[0].source), (10, 130, RegionSource::Platform));
        assert!((merged[0].confidence - 0.9).abs() < 1e-6);
    }

    #[test]
    fn a_small_box_inside_a_large_one_is_the_same_thing() {
        let large = region(RegionKind::Document, Area::new(0.0, 0.0, 400.0, 400.0), 0.5, RegionSource::Core);
        let small = region(RegionKind::Whiteboard, Area::new(50.0, 50.0, 80.0, 80.0), 0.7, RegionSource::Platform);
        let merged = merge(vec![large, small]);
        assert_eq!((merged.len(), merged[0].kind, merged[0].width), (1, RegionKind::Whiteboard, 400));
    }

    #[test]
    fn a_face_on_a_screen_stays_beside_the_screen() {
        let merged = merge(vec![
            at(RegionKind::Screen, 0.0, 0.9, RegionSource::Core),
            at(RegionKind::Face, 5.0, 0.9, RegionSource::Core),
        ]);
        assert_eq!(merged.len(), 2);
        let apart = merge(vec![
            at(RegionKind::Face, 0.0, 0.9, RegionSource::Core),
            at(RegionKind::Face, 300.0, 0.9, RegionSource::User),
        ]);
        assert_eq!(apart.len(), 2);
    }
}
