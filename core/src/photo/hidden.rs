//! Pictures in the bytes that cleaning drops: thumbnails, often of what was there before cropping, and second pictures.
//!
//! Whatever the carrier, a JPEG among the dropped bytes is a picture that would have gone along. Pictures of other codings
//! are listed as metadata only.

use std::ops::Range;

use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::bytes::part;
use super::jpeg;
use super::limits::{PICTURE_BYTES, PICTURE_TRIES, PICTURES};
use super::plan::Plan;

/// Where a hidden picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum HiddenPictureKind {
    /// Before or inside the shown picture: a thumbnail or a preview.
    Thumbnail,
    /// Behind the shown picture: a second exposure, a gain map, the photo before an edit.
    SecondPicture,
}

/// A picture that a clean copy does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct HiddenPicture {
    pub kind: HiddenPictureKind,
    /// Pixels as stored.
    pub width: u32,
    pub height: u32,
    /// The length of the picture's file.
    pub bytes: u64,
    /// The picture as a JPEG file; empty when it is longer than 4 MB.
    pub jpeg: Vec<u8>,
}

/// The JPEG pictures among the bytes of `data` that `plan` does not copy, at most sixteen, in their order.
pub(super) fn pictures(data: &[u8], plan: &Plan) -> Vec<HiddenPicture> {
    let mut all = vec![];
    let mut tries = PICTURE_TRIES;
    let dropped = plan.dropped(data.len());
    let last = dropped.last().filter(|range| range.end == data.len()).map_or(data.len(), |range| range.start);
    for range in dropped {
        let mut at = range.start;
        while let Some(found) = memmem::find(part(data, at..range.end), b"\xff\xd8\xff") {
            if tries == 0 || all.len() == PICTURES {
                return all;
            }
            tries -= 1;
            let start = at + found;
            let kind = if start >= last { HiddenPictureKind::SecondPicture } else { HiddenPictureKind::Thumbnail };
            match picture(part(data, start..range.end), kind) {
                Some(picture) => {
                    at = start + picture.bytes as usize;
                    all.push(picture);
                }
                None => at = start + 3,
            }
        }
    }
    all
}

/// The JPEG at the start of `data`.
fn picture(data: &[u8], kind: HiddenPictureKind) -> Option<HiddenPicture> {
    let Range { start: bytes, .. } = jpeg::trailer(data)?;
    let survey = jpeg::survey(data).ok()?;
    let jpeg = if bytes > PICTURE_BYTES { vec![] } else { part(data, 0..bytes).to_vec() };
    Some(HiddenPicture { kind, width: survey.width, height: survey.height, bytes: bytes as u64, jpeg })
}
