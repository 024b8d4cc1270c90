//! JPEG: the walk over its parts, and the writer that keeps only what shows the picture.

mod icc;
mod tables;
pub(super) mod walk;
mod write;

use crate::error::{CheckError, Result};
use crate::photo::Opened;
use crate::photo::bytes::{be16, part};
use walk::{Part, Walk, is_frame, marker};

pub(super) use icc::{is_profile, profile};
pub(super) use write::kept_bytes;

/// What an Exif segment starts with.
pub(super) const EXIF: &[u8] = b"Exif\0\0";
/// What an ICC segment starts with; two bytes of numbering follow.
pub(super) const ICC: &[u8] = b"ICC_PROFILE\0";

/// What must be known before the first byte is written.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Survey {
    /// Stored pixels, before turning.
    pub(super) width: u32,
    pub(super) height: u32,
    /// EXIF orientation, 1 to 8.
    pub(super) orientation: u8,
    /// Where the body of the JFIF segment to keep starts.
    jfif: Option<usize>,
    /// Where the body of the Adobe segment to keep starts. Decoders take the last one.
    adobe: Option<usize>,
    /// Whether the ICC segments make up a profile.
    pub(super) icc: bool,
}

impl Survey {
    pub(super) fn has_jfif(&self) -> bool {
        self.jfif.is_some()
    }

    /// The colour transform that the Adobe segment names.
    pub(super) fn transform(&self, data: &[u8]) -> Option<u8> {
        data.get(self.adobe? + 11).copied()
    }
}

/// Reads a JPEG: its picture, what is hidden, and the plan of a clean copy.
pub(super) fn open(data: &[u8]) -> Result<Opened> {
    let survey = survey(data)?;
    let Survey { width, height, orientation, .. } = survey;
    let mut notes = super::metadata::Jpeg::new(data, survey);
    let mut writer = write::Writer::new(data, survey);
    // One walk for both: following the scans is what takes time.
    for step in Walk::new(data) {
        let part = step?;
        notes.part(&part)?;
        writer.part(part)?;
    }
    Ok(Opened { width, height, orientation, found: notes.finish()?, plan: writer.finish() })
}

/// Reads everything before the first scan, and the height behind it when the frame leaves it open.
pub(super) fn survey(data: &[u8]) -> Result<Survey> {
    let mut found = Survey::default();
    let mut profile = icc::Chunks::default();
    let mut walk = Walk::new(data);
    for step in walk.by_ref() {
        let Part::Segment { marker: code, body } = step? else { continue };
        let bytes = part(data, body.clone());
        match code {
            marker::SOS => break,
            0xE0 if found.jfif.is_none() && bytes.len() >= 14 && bytes.starts_with(b"JFIF\0") => {
                found.jfif = Some(body.start);
            }
            0xE1 if found.orientation == 0 && bytes.starts_with(EXIF) => {
                found.orientation = super::orientation::read(bytes.get(6..).unwrap_or_default());
            }
            0xE2 if bytes.starts_with(ICC) => profile.push(bytes),
            0xEE if bytes.len() >= 12 && bytes.starts_with(b"Adobe") => found.adobe = Some(body.start),
            code if is_frame(code) => {
                found.height = be16(bytes, 1).unwrap_or(0).into();
                found.width = be16(bytes, 3).unwrap_or(0).into();
            }
            _ => {}
        }
    }
    found.orientation = found.orientation.max(1);
    found.icc = profile.join().is_some();
    if found.height == 0 {
        found.height = late_height(data, &mut walk)?;
    }
    if found.width == 0 || found.height == 0 {
        return Err(CheckError::malformed("frame", 0));
    }
    Ok(found)
}

/// The bytes behind the picture that `data` starts with; `None` when it has no end.
pub(super) fn trailer(data: &[u8]) -> Option<std::ops::Range<usize>> {
    match Walk::new(data).last()? {
        Ok(Part::End { trailer }) => Some(trailer),
        _ => None,
    }
}

/// The number of lines told behind the first scan (T.81 B.2.5); 0 when it is not.
fn late_height(data: &[u8], walk: &mut Walk) -> Result<u32> {
    for step in walk {
        match step? {
            Part::Segment { marker: marker::DNL, body } => return Ok(be16(data, body.start).unwrap_or(0).into()),
            Part::Segment { .. } | Part::End { .. } => break,
            Part::Scan(_) | Part::Stray(_) => {}
        }
    }
    Ok(0)
}
