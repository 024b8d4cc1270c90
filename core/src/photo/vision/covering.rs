//! How far a cover must reach beyond the box that is shown.

use super::Area;
use super::merge::{area, region};
use crate::span::{Region, RegionKind};

/// A face's cover, as multiples of its box: together with how the box itself was grown, 1.5 × 1.7 of what was detected.
const FACE: (f32, f32) = (1.36, 1.26);
/// Anything to read gets a margin: boxes are a pixel or two off, and a letter's edge still tells.
const OTHER: (f32, f32) = (1.04, 1.04);

/// The box to cover for `found`, cut to a photo of `width` × `height`. What the user drew is covered as drawn.
pub fn covering(found: &Region, width: u32, height: u32) -> Region {
    let (across, down) = match found.kind {
        _ if found.source == crate::span::RegionSource::User => (1.0, 1.0),
        RegionKind::Face => FACE,
        _ => OTHER,
    };
    let grown: Option<Area> = area(found).grown(across, down).within(width as f32, height as f32);
    grown.map_or_else(|| found.clone(), |grown| region(found.kind, grown, found.confidence, found.source))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::RegionSource;

    #[test]
    fn a_face_is_covered_beyond_its_box_and_a_drawn_box_as_drawn() {
        let face = |source| region(RegionKind::Face, Area::new(100.0, 100.0, 100.0, 100.0), 0.9, source);
        let cover = covering(&face(RegionSource::Core), 220, 400);
        assert_eq!((cover.x, cover.y, cover.width, cover.height), (82, 87, 138, 126));
        assert_eq!(covering(&face(RegionSource::User), 220, 400), face(RegionSource::User));
    }
}
