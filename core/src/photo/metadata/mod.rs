//! What is hidden in the file, for the report only. The writers never depend on anything read here.
//!
//! Every reader takes hostile bytes, is bounded by [`super::limits`], and says "there are N bytes of this" when it
//! cannot say more, so that nothing that is dropped goes unmentioned.

mod exif;
mod gif;
mod heif;
mod iptc;
mod jpeg;
mod jumbf;
mod makernote;
mod movie;
mod png;
mod profile;
mod tiff;
mod trailer;
mod webp;
mod xmp;

use super::limits::{ITEMS, VALUE_CHARS};
use crate::span::{MetadataItem, MetadataKind};

pub(super) use exif::read as exif;
pub(super) use gif::extension as gif;
pub(super) use heif::{items as heif_items, read as heif};
pub(super) use jpeg::Jpeg;
pub(super) use movie::{dropped as movie, moment};
pub(super) use png::chunk as png;
pub(super) use profile::read as profile;
pub(super) use trailer::read as trailer;
pub(super) use webp::chunk as webp;

/// What was found, in the order of the file.
#[derive(Default)]
pub(super) struct Found {
    /// What a clean copy does not have.
    pub(super) removed: Vec<MetadataItem>,
    /// What a clean copy keeps, because the picture looks different without it.
    pub(super) kept: Vec<MetadataItem>,
    /// Items beyond the limit.
    more: usize,
}

impl Found {
    /// Notes one thing that cleaning removes.
    pub(super) fn add(&mut self, group: &str, tag: &str, kind: MetadataKind, value: &str) {
        if self.removed.len() < ITEMS {
            self.removed.push(item(group, tag, kind, value));
        } else {
            self.more += 1;
        }
    }

    /// Notes one thing that cleaning keeps.
    pub(super) fn keep(&mut self, group: &str, tag: &str, kind: MetadataKind, value: &str) {
        self.kept.push(MetadataItem { kept: true, ..item(group, tag, kind, value) });
    }

    /// Notes a stretch of bytes about which only its size is known. Says nothing about an empty one.
    pub(super) fn add_bytes(&mut self, group: &str, tag: &str, kind: MetadataKind, bytes: usize) {
        if bytes > 0 {
            self.add(group, tag, kind, &size(bytes));
        }
    }

    /// Whether the list has no room left; what comes now is only counted.
    fn is_full(&self) -> bool {
        self.removed.len() >= ITEMS
    }

    /// How many things were noted as removed so far.
    fn count(&self) -> usize {
        self.removed.len() + self.more
    }

    /// Closes the list: says how many things did not fit.
    pub(super) fn close(mut self) -> Self {
        if self.more > 0 {
            let more = std::mem::take(&mut self.more);
            self.removed.push(item("other", "More", MetadataKind::Other, &format!("{more} more")));
        }
        self
    }
}

fn item(group: &str, tag: &str, kind: MetadataKind, value: &str) -> MetadataItem {
    MetadataItem { group: group.into(), tag: short(tag), kind, value: short(value), kept: false }
}

/// One line of at most [`VALUE_CHARS`] characters: no control characters, no direction overrides, no runs of spaces.
fn short(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    let mut line = String::new();
    for c in text.chars() {
        let c = if hidden(c) || c.is_whitespace() { ' ' } else { c };
        if c != ' ' || !(line.is_empty() || line.ends_with(' ')) {
            line.push(c);
        }
        if line.chars().nth(VALUE_CHARS).is_some() {
            return line.chars().take(VALUE_CHARS - 1).chain(['…']).collect();
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Text out of bytes of unknown encoding: up to the first zero, odd bytes replaced, far beyond no screen cut.
fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().take(4 * VALUE_CHARS + 4).take_while(|&&b| b != 0).count();
    String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).trim().to_owned()
}

/// A size for the screen.
pub(super) fn size(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".into(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// What the last word of a tag's name tells, for carriers whose tags are open-ended (XMP, PNG text, `QuickTime`).
fn kind_of(name: &str) -> MetadataKind {
    let name = name.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&[
        "gps",
        "latitude",
        "longitude",
        "location",
        "city",
        "country",
        "state",
        "sublocation",
        "region",
        "place",
        "xyz",
    ]) {
        MetadataKind::Location
    } else if has(&["date", "time", "when", "year"]) {
        MetadataKind::Time
    } else if has(&[
        "creator",
        "author",
        "artist",
        "by-line",
        "byline",
        "owner",
        "rights",
        "copyright",
        "person",
        "credit",
        "contact",
        "email",
        "tel",
    ]) && !has(&["creatortool"])
    {
        MetadataKind::Person
    } else if has(&["serial", "make", "model", "lens", "camera", "device", "firmware"]) {
        MetadataKind::Device
    } else if has(&[
        "software",
        "tool",
        "history",
        "agent",
        "version",
        "toolkit",
        "instanceid",
        "documentid",
        "derivedfrom",
        "producer",
        "encoder",
    ]) {
        MetadataKind::Software
    } else if has(&["thumbnail", "motionphoto", "microvideo", "gainmap", "depth"]) {
        MetadataKind::HiddenImage
    } else {
        MetadataKind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_the_screen() {
        assert_eq!(short(" a\u{202e}\0 \n b "), "a b");
        assert_eq!(short(&"x".repeat(500)).chars().count(), VALUE_CHARS);
        assert_eq!(text(b"Jane\0rest"), "Jane");
        assert_eq!((size(1), size(999), size(4_100)), ("1 byte".into(), "999 bytes".into(), "4.1 kB".into()));
    }

    #[test]
    fn says_how_much_more_there_is() {
        let mut found = Found::default();
        for _ in 0..ITEMS + 3 {
            found.add("comment", "COM", MetadataKind::Other, "x");
        }
        let found = found.close();
        assert_eq!((found.removed.len(), found.removed.last().unwrap().value.as_str()), (ITEMS + 1, "3 more"));
    }

    #[test]
    fn tells_kinds_by_name() {
        assert_eq!(kind_of("exif:GPSLatitude"), MetadataKind::Location);
        assert_eq!(kind_of("xmp:CreatorTool"), MetadataKind::Software);
        assert_eq!(kind_of("dc:creator"), MetadataKind::Person);
        assert_eq!(kind_of("xmp:CreateDate"), MetadataKind::Time);
    }
}
