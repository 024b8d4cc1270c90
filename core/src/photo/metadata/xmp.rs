//! XMP packets: the properties by their names (ISO 16684-1). Entities are never expanded.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{Found, kind_of};
use crate::photo::limits::{XMP_DEPTH, XMP_EVENTS};
use crate::span::MetadataKind::Other;

/// Notes every property of the packet, or its size when it cannot be read.
pub(super) fn read(packet: &[u8], found: &mut Found) {
    let before = found.count();
    let mut properties = Properties { stack: vec![], found };
    if let Ok(text) = str::from_utf8(packet) {
        properties.walk(text);
    }
    if found.count() == before {
        found.add_bytes("xmp", "XMP", Other, packet.len());
    }
}

struct Properties<'f> {
    stack: Vec<String>,
    found: &'f mut Found,
}

impl Properties<'_> {
    /// Reads on until the packet ends, breaks, or becomes too much; what was read by then counts.
    fn walk(&mut self, text: &str) {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        for _ in 0..XMP_EVENTS {
            match reader.read_event() {
                Ok(Event::Start(tag)) => {
                    self.attributes(&tag);
                    self.stack.push(tag.name().as_ref().to_owned());
                    if self.stack.len() > XMP_DEPTH {
                        return;
                    }
                }
                Ok(Event::Empty(tag)) => self.attributes(&tag),
                Ok(Event::End(_)) => drop(self.stack.pop()),
                Ok(Event::Text(text)) => self.text(&text.into_inner()),
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    fn attributes(&mut self, tag: &BytesStart) {
        for attribute in tag.attributes().with_checks(false).flatten() {
            let name = attribute.key.as_ref();
            let structural = ["xmlns", "rdf:", "xml:", "x:"].iter().any(|prefix| name.starts_with(prefix));
            if !structural && !attribute.value.trim().is_empty() {
                self.found.add("xmp", name, kind_of(name), &attribute.value);
            }
        }
    }

    /// Text belongs to the nearest element that is not RDF's own.
    fn text(&mut self, text: &str) {
        let property = self.stack.iter().rev().find(|name| !name.starts_with("rdf:"));
        if let Some(name) = property.filter(|_| !text.trim().is_empty()) {
            self.found.add("xmp", name, kind_of(name), text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(packet: &[u8]) -> Vec<(String, String)> {
        let mut found = Found::default();
        read(packet, &mut found);
        found.removed.into_iter().map(|i| (i.tag, i.value)).collect()
    }

    #[test]
    fn names_properties() {
        let packet = br#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description rdf:about="" exif:GPSLatitude="51,30.04N">
            <dc:creator><rdf:Seq><rdf:li>Jo Example</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"#;
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(found(packet), [pair("exif:GPSLatitude", "51,30.04N"), pair("dc:creator", "Jo Example")]);
    }

    #[test]
    fn never_expands_and_never_stays_silent() {
        let bomb = br#"<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><x>&b;</x>"#;
        assert_eq!(found(bomb), [("XMP".into(), "62 bytes".into())]);
        assert_eq!(found(b"\xff\xfe<"), [("XMP".into(), "3 bytes".into())]);
        assert!(found("<a>".repeat(100_000).as_bytes()).len() == 1);
    }
}
