//! What a photo shows: faces, screens, boards, papers and codes, as boxes with confidences.
//!
//! One decode, turned upright and area-averaged twice; every detector reads these two copies and answers in pixels of
//! the upright photo. Nothing here knows of rules or of files.

mod area;
mod codes;
mod contained;
mod decode;
#[cfg_attr(not(feature = "training"), allow(unreachable_pub))] // `training` reaches in
mod faces;
mod look;
mod merge;
mod picture;
#[cfg_attr(not(feature = "training"), allow(unreachable_pub))] // `training` reaches in
mod quads;
#[cfg(feature = "training")]
pub mod training;
mod wanted;

pub use area::Area;
pub use codes::Code;
pub use decode::{Unseen, decode, preview};
pub use look::{Looked, Seen, codes_alone, faces_alone, look, quads_alone};
pub use merge::merge;
pub(crate) use merge::{area, region};
pub use picture::{COARSE, FINE, Picture, Raster, shrink};
pub use wanted::{KINDS, Wanted};

use crate::span::RegionKind;

/// Confidence from which a box is sure: drawn and covered unless the user takes it off. Below it, it is only offered.
///
/// Every detector maps its own score so that its operating points fall here; 0.5 is not a probability.
pub const SURE: f32 = 0.5;

/// Confidence from which a box that is only offered is worth a tip: "this photo seems to show a screen". The whole frame
/// is a proposal too, so this is also the answer when nothing in the photo has a place that fits.
pub const WORTH: f32 = 0.3;

/// How far a box is to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Drawn, and covered by default.
    Sure,
    /// Offered: a dashed outline, one tap to take.
    Maybe,
}

impl Level {
    pub fn of(confidence: f32) -> Self {
        if confidence >= SURE { Self::Sure } else { Self::Maybe }
    }
}

/// One thing that a detector found.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub kind: RegionKind,
    /// In pixels of the upright photo.
    pub area: Area,
    /// 0.0 to 1.0, on the scale of [`SURE`].
    pub confidence: f32,
}

impl Candidate {
    pub fn level(&self) -> Level {
        Level::of(self.confidence)
    }
}
