//! Where a finding points: a stretch of the caption, a box in the photo, a tag in the file.

mod place;
mod utf16;

pub use place::{MetadataItem, MetadataKind, Region, RegionKind, RegionSource, TextSpan};
pub use utf16::replace_utf16;
