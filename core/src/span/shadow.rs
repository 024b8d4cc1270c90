//! The normalised shadow of a caption, with an exact map back.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use super::{TextSpan, fold};

/// A caption and its folded shadow. Rules match the shadow; findings point into the caption as given.
///
/// Ranges named `shadow` are bytes of the shadow, ranges named `source` bytes of the caption.
pub struct Shadow<'a> {
    source: &'a str,
    text: String,
    /// For each shadow byte, the first source byte of the character that made it.
    starts: Vec<u32>,
    /// For each shadow byte, one past the last source byte of that character.
    ends: Vec<u32>,
    /// UTF-16 units before every `STRIDE`th byte of the source.
    units: Vec<u32>,
}

/// How far one has to count.
const STRIDE: usize = 128;

impl<'a> Shadow<'a> {
    pub fn new(source: &'a str) -> Self {
        let mut shadow = Self {
            source,
            text: String::with_capacity(source.len()),
            starts: Vec::with_capacity(source.len()),
            ends: Vec::with_capacity(source.len()),
            units: vec![0],
        };
        for chunk in source.as_bytes().chunks(STRIDE) {
            let before = shadow.units.last().copied().unwrap_or(0);
            shadow.units.push(before + units_of(chunk));
        }
        for (at, c) in source.char_indices() {
            let (start, end) = (at as u32, (at + c.len_utf8()) as u32);
            let Self { text, starts, ends, .. } = &mut shadow;
            fold::fold(c, |folded| {
                text.push(folded);
                starts.resize(text.len(), start);
                ends.resize(text.len(), end);
            });
        }
        shadow
    }

    pub fn source(&self) -> &'a str {
        self.source
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source bytes that a shadow range came from, widened to whole graphemes.
    pub fn source_range(&self, shadow: &Range<usize>) -> Range<usize> {
        let start = self.starts.get(shadow.start).map_or(self.source.len(), |at| *at as usize);
        if shadow.is_empty() {
            return start..start;
        }
        let end = self.ends.get(shadow.end - 1).map_or(self.source.len(), |at| *at as usize);
        self.grapheme_floor(start)..self.grapheme_ceil(end)
    }

    /// The public span of a shadow range.
    pub fn span(&self, shadow: &Range<usize>) -> TextSpan {
        self.span_of_source(&self.source_range(shadow))
    }

    /// The public span of a source range that lies on character boundaries, widened to whole graphemes.
    pub fn span_of_source(&self, source: &Range<usize>) -> TextSpan {
        let source = self.grapheme_floor(source.start)..self.grapheme_ceil(source.end);
        let start = self.utf16_at(source.start);
        let text = self.source.get(source).unwrap_or_default();
        TextSpan { start, end: start + units_of(text.as_bytes()), text: text.into() }
    }

    /// The shadow of a range of UTF-16 units; `None` unless it is a stretch of whole characters that leaves a shadow.
    pub fn shadow_of_utf16(&self, utf16: &Range<u32>) -> Option<Range<usize>> {
        let (start, end) = (self.byte_at(utf16.start)?, self.byte_at(utf16.end)?);
        let from = self.starts.partition_point(|at| (*at as usize) < start);
        let to = self.ends.partition_point(|at| (*at as usize) <= end);
        (from < to).then_some(from..to)
    }

    fn utf16_at(&self, byte: usize) -> u32 {
        let chunk = byte / STRIDE;
        let rest = self.source.as_bytes().get(chunk * STRIDE..byte).unwrap_or_default();
        self.units.get(chunk).copied().unwrap_or(0) + units_of(rest)
    }

    /// The byte of a UTF-16 offset, when it falls on a character.
    fn byte_at(&self, utf16: u32) -> Option<usize> {
        let chunk = self.units.partition_point(|units| *units < utf16).saturating_sub(1);
        let mut units = self.units.get(chunk).copied()?;
        for byte in chunk * STRIDE..=self.source.len() {
            if units == utf16 && self.source.is_char_boundary(byte) {
                return Some(byte);
            }
            units += units_of(self.source.as_bytes().get(byte..=byte)?);
        }
        None
    }

    fn grapheme_floor(&self, at: usize) -> usize {
        let mut cursor = GraphemeCursor::new(at, self.source.len(), true);
        match cursor.is_boundary(self.source, 0) {
            Ok(false) => cursor.prev_boundary(self.source, 0).ok().flatten().unwrap_or(0),
            _ => at,
        }
    }

    fn grapheme_ceil(&self, at: usize) -> usize {
        let mut cursor = GraphemeCursor::new(at, self.source.len(), true);
        match cursor.is_boundary(self.source, 0) {
            Ok(false) => cursor.next_boundary(self.source, 0).ok().flatten().unwrap_or(self.source.len()),
            _ => at,
        }
    }
}

/// UTF-16 units of characters that begin in these bytes: one, and two for those of four bytes.
fn units_of(bytes: &[u8]) -> u32 {
    let begins = bytes.iter().filter(|b| **b & 0xc0 != 0x80).count();
    let long = bytes.iter().filter(|b| **b >= 0xf0).count();
    (begins + long) as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn find(source: &str, needle: &str) -> TextSpan {
        let shadow = Shadow::new(source);
        let at = shadow.text().find(needle).expect("in the shadow");
        shadow.span(&(at..at + needle.len()))
    }

    #[test]
    fn folds_width_script_and_marks() {
        assert_eq!(Shadow::new("ＡＢ１２").text(), "AB12");
        assert_eq!(Shadow::new("病歷號１２３").text(), "病历号123");
        assert_eq!(Shadow::new("9\u{200b}99\u{2011}042").text(), "999-042");
        assert_eq!(Shadow::new("陳〇明 林◯美").text(), "陈〇明 林○美");
        assert_eq!(Shadow::new("she’s “fine”").text(), "she's \"fine\"");
    }

    #[test]
    fn spans_point_into_the_caption_as_given() {
        let span = find("👶 第１２床", "12床");
        assert_eq!((span.start, span.end, span.text.as_str()), (4, 7, "１２床"));
        let span = find("9\u{200b}99", "999");
        assert_eq!(span.text, "9\u{200b}99");
    }

    #[test]
    fn utf16_ranges_come_back_as_shadow_ranges() {
        let text = format!("{}👶 第１２床", "字".repeat(200));
        let shadow = Shadow::new(&text);
        let at = |start, end| shadow.shadow_of_utf16(&(start..end)).and_then(|r| shadow.text().get(r));
        assert_eq!(at(204, 206), Some("12"));
        assert_eq!((at(201, 203), at(203, 203), at(206, 204), at(0, 999)), (None, None, None, None));
        assert_eq!(Shadow::new("a\u{200b}").shadow_of_utf16(&(1..2)), None, "nothing of it is in the shadow");
    }

    #[test]
    fn a_span_never_cuts_a_grapheme() {
        // The accent and the skin tone belong to the character before them.
        assert_eq!(find("cafe\u{301} x", "cafe").text, "cafe\u{301}");
        assert_eq!(find("a👍🏽b", "👍").text, "👍🏽");
    }

    proptest! {
        #[test]
        fn every_range_reproduces_its_text(source in "\\PC{0,40}", from in 0usize..200, len in 1usize..60) {
            let shadow = Shadow::new(&source);
            let text = shadow.text();
            let mut start = from.min(text.len());
            while !text.is_char_boundary(start) { start -= 1; }
            let mut end = (start + len).min(text.len());
            while !text.is_char_boundary(end) { end += 1; }
            let span = shadow.span(&(start..end));
            let units: Vec<u16> = source.encode_utf16().collect();
            let cut = units.get(span.start as usize..span.end as usize).expect("inside the caption");
            prop_assert_eq!(String::from_utf16(cut).expect("never inside a surrogate pair"), span.text);
        }
    }
}
