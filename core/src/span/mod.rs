//! Where a finding points: a stretch of the caption, a box in the photo, a tag in the file.

mod fold;
mod kind;
mod place;
mod shadow;
mod utf16;

pub use fold::{fold_str, is_folded};
pub use kind::RegionKind;
pub use place::{MetadataItem, MetadataKind, Region, RegionSource, TextSpan};
pub use shadow::Shadow;
pub use utf16::{replace_all_utf16, replace_utf16};
