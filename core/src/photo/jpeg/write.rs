//! The allow-list writer: only what a decoder needs to show the first picture, in its order, byte for byte.

use std::ops::Range;

use super::tables::content_length;
use super::walk::{Part, is_frame, marker};
use super::{EXIF, ICC, Survey};
use crate::error::{CheckError, Result};
use crate::photo::bytes::part;
use crate::photo::orientation::minimal_tiff;
use crate::photo::plan::Plan;

/// How many bytes of a segment's body stay, and the same bytes when they stay unchanged.
///
/// `None` when the segment is dropped. `at` is where the body starts.
pub(crate) fn kept_bytes(survey: &Survey, code: u8, at: usize, body: &[u8]) -> Result<Option<usize>> {
    Ok(match code {
        0xE0 => (survey.jfif == Some(at)).then_some(14),
        0xE2 => (survey.icc && body.starts_with(ICC)).then_some(body.len()),
        0xEE => (survey.adobe == Some(at)).then_some(12),
        // Differential frames need a hierarchy, which no decoder in use reads.
        0xC5..=0xC7 | 0xCD..=0xCF | 0xDE | 0xDF => {
            return Err(CheckError::UnsupportedFormat { format: "jpeg-hierarchical".into() });
        }
        marker::DQT | marker::DHT | marker::DAC | marker::DRI | marker::SOS | marker::DNL => {
            Some(content_length(code, body).ok_or_else(|| CheckError::malformed("table", at))?)
        }
        code if is_frame(code) => Some(content_length(code, body).ok_or_else(|| CheckError::malformed("frame", at))?),
        _ => None,
    })
}

/// Makes the plan of a clean copy, part after part.
pub(super) struct Writer<'a> {
    data: &'a [u8],
    survey: Survey,
    /// Start of image, and JFIF when it comes first; the orientation follows it.
    head: Plan,
    body: Plan,
    /// Tables met since the last scan. They are written when another scan follows, for else they show nothing.
    tables: Vec<(u8, Range<usize>, usize)>,
    scans: u32,
}

impl<'a> Writer<'a> {
    pub(super) fn new(data: &'a [u8], survey: Survey) -> Self {
        let mut head = Plan::default();
        head.copy(0..2);
        Self { data, survey, head, body: Plan::default(), tables: vec![], scans: 0 }
    }

    /// Takes the next part of the file.
    pub(super) fn part(&mut self, part: Part) -> Result<()> {
        match part {
            Part::Segment { marker: code, body } => self.segment(code, &body)?,
            Part::Scan(range) => self.body.copy(range),
            Part::Stray(_) => {}
            Part::End { trailer } => self.end(trailer.start),
        }
        Ok(())
    }

    fn segment(&mut self, code: u8, body: &Range<usize>) -> Result<()> {
        let Some(length) = kept_bytes(&self.survey, code, body.start, part(self.data, body.clone()))? else {
            return Ok(());
        };
        match code {
            marker::DQT | marker::DHT | marker::DAC | marker::DRI if self.scans > 0 => {
                self.tables.push((code, body.clone(), length));
            }
            // Only the segment right behind the first scan tells the height.
            marker::DNL if self.scans != 1 || !self.tables.is_empty() => {}
            marker::SOS => {
                for (code, body, length) in std::mem::take(&mut self.tables) {
                    self.put(code, &body, length);
                }
                self.put(code, body, length);
                self.scans += 1;
            }
            _ if self.scans > 0 && code != marker::DNL => {}
            _ => self.put(code, body, length),
        }
        Ok(())
    }

    /// Writes a segment with `length` bytes of its body, copied when nothing of it changes.
    fn put(&mut self, code: u8, body: &Range<usize>, length: usize) {
        let jfif = code == marker::APP0;
        let plan = if jfif && self.body.len() == 0 { &mut self.head } else { &mut self.body };
        let thumbnail_size = || part(self.data, body.start + 12..body.start + 14);
        if length == body.len() && (!jfif || thumbnail_size() == [0, 0]) {
            plan.copy(body.start - 4..body.end);
            return;
        }
        let stated = (length + 2) as u16;
        plan.own([&[0xFF, code][..], &stated.to_be_bytes()].concat());
        plan.copy(body.start..body.start + if jfif { 12 } else { length });
        if jfif {
            plan.own([0, 0]);
        }
    }

    /// Ends the picture: with its own end marker when it has one right before `trailer`.
    fn end(&mut self, trailer: usize) {
        let marker = trailer.saturating_sub(2)..trailer;
        if part(self.data, marker.clone()) == [0xFF, marker::EOI] {
            self.body.copy(marker);
        } else {
            self.body.own([0xFF, marker::EOI]);
        }
    }

    /// The plan, once the walk has come to the end.
    pub(super) fn finish(self) -> Plan {
        let mut plan = self.head;
        if self.survey.orientation > 1 {
            let body = [EXIF, &minimal_tiff(self.survey.orientation)].concat();
            plan.own([&[0xFF, 0xE1, 0, body.len() as u8 + 2][..], &body].concat());
        }
        plan.append(self.body);
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::super::open;
    use super::*;

    const JFIF: &[u8] = b"\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
    const FRAME: &[u8] = b"\xff\xc0\0\x0b\x08\0\x08\0\x08\x01\x01\x11\0";
    const SCAN: &[u8] = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0data";
    const END: &[u8] = b"\xff\xd9";

    fn cleaned(parts: &[&[u8]]) -> Result<Vec<u8>> {
        let data = file(parts);
        let mut out = vec![];
        open(&data)?.plan.write(&data, &mut out).unwrap();
        Ok(out)
    }

    fn file(parts: &[&[u8]]) -> Vec<u8> {
        [&[&b"\xff\xd8"[..]], parts].concat().concat()
    }

    fn exif(orientation: u8) -> Vec<u8> {
        [&b"\xff\xe1\0\x22Exif\0\0"[..], &minimal_tiff(orientation)].concat()
    }

    #[test]
    fn keeps_a_clean_file_as_it_is() {
        let parts = [JFIF, &exif(6), FRAME, SCAN, END];
        assert_eq!(cleaned(&parts), Ok(file(&parts)));
        let parts = [FRAME, SCAN, END];
        assert_eq!(cleaned(&parts), Ok(file(&parts)));
    }

    #[test]
    fn drops_everything_else() {
        let dirty: &[&[u8]] = &[
            b"??",
            JFIF,
            b"\xff\xfe\0\x04hi",
            b"\xff\xff\xff",
            b"\xff\xf7\0\x04hi",
            FRAME,
            b"\xff\xe3\0\x04hi",
            SCAN,
            b"\xff\xfe\0\x04hi",
            b"\xff\xdd\0\x04\0\x01",
            END,
            b"tail",
        ];
        assert_eq!(cleaned(dirty), Ok(file(&[JFIF, FRAME, SCAN, END])));
    }

    #[test]
    fn cuts_what_hides_inside_kept_segments() {
        let adobe = b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\x01";
        let padded_adobe = b"\xff\xee\0\x10Adobe\0\x64\0\0\0\0\x01hi";
        let thumb = b"\xff\xe0\0\x13JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01rgb";
        let frame = b"\xff\xc0\0\x0d\x08\0\x08\0\x08\x01\x01\x11\0hi";
        assert_eq!(cleaned(&[thumb, padded_adobe, frame, SCAN, END]), Ok(file(&[JFIF, adobe, FRAME, SCAN, END])));
    }

    #[test]
    fn keeps_the_first_picture_only() {
        assert_eq!(cleaned(&[FRAME, SCAN, b"\xff\xdd\0\x04\0\x01", FRAME, SCAN, END]), Ok(file(&[FRAME, SCAN, END])));
    }

    #[test]
    fn writes_the_orientation_in_36_bytes() {
        let dirty = b"\xff\xe1\0\x2eExif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\x01\x31\0\x02\0\0\0\x04abc\0\0\0\0\0";
        assert_eq!(exif(8).len(), 36);
        assert_eq!(cleaned(&[dirty, JFIF, FRAME, SCAN, END]), Ok(file(&[JFIF, &exif(8), FRAME, SCAN, END])));
        assert_eq!(cleaned(&[&exif(1), FRAME, SCAN, END]), Ok(file(&[FRAME, SCAN, END])));
    }

    #[test]
    fn refuses_what_it_cannot_prove() {
        let hierarchical = Err(CheckError::UnsupportedFormat { format: "jpeg-hierarchical".into() });
        assert_eq!(cleaned(&[FRAME, b"\xff\xdf\0\x03\x11", SCAN, END]), hierarchical);
        let flat = b"\xff\xc0\0\x0b\x08\0\0\0\x08\x01\x01\x11\0";
        assert_eq!(cleaned(&[flat, SCAN, END]), Err(CheckError::malformed("frame", 0)));
        assert!(cleaned(&[flat, SCAN, b"\xff\xdc\0\x04\0\x08", END]).is_ok(), "the height comes behind the scan");
        assert!(cleaned(&[FRAME, SCAN]).is_err());
    }
}
