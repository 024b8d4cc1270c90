//! What a movie box hides: user data, places, makers, times.

use super::{Found, size};
use crate::span::MetadataKind::HiddenImage;

/// Notes a movie as a whole.
pub(in crate::photo) fn read(moov: &[u8], found: &mut Found) {
    found.add("trailer", "Video", HiddenImage, &size(moov.len()));
}
