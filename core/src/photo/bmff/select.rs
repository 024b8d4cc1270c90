//! Which items show the picture: the primary one, what it is made of, and the transparency of any of these.

use std::collections::{BTreeMap, BTreeSet};

use super::items::{Lists, Reference};
use crate::error::{CheckError, Result};

/// Coded pictures, and pictures made of others. JPEG and JPEG 2000 items are not among them: they could hide things
/// of their own.
const PICTURES: [&[u8; 4]; 9] = [b"hvc1", b"av01", b"avc1", b"vvc1", b"unci", b"grid", b"iovl", b"iden", b"lhv1"];

/// Properties that decide how a picture looks (ISO/IEC 23008-12 section 6.5, 14496-12 section 12.1, AV1-ISOBMFF, MIAF).
const PROPERTIES: [&[u8; 4]; 26] = [
    b"hvcC", b"lhvC", b"av1C", b"avcC", b"vvcC", b"jpgC", b"j2kH", b"uncC", b"cmpd", b"cmpC", b"icef", b"ispe",
    b"pixi", b"colr", b"pasp", b"clap", b"irot", b"imir", b"auxC", b"lsel", b"a1op", b"a1lx", b"clli", b"mdcv",
    b"cclv", b"iscl",
];

/// Whether a property of this kind is kept.
pub(super) fn is_kept(kind: [u8; 4]) -> bool {
    PROPERTIES.contains(&&kind)
}

/// The items that show the picture. An error when that cannot be proved.
pub(super) fn shown(data: &[u8], items: &Lists) -> Result<BTreeSet<u32>> {
    // A primary picture that says it is the thumbnail of another one: viewers disagree which of the two to show.
    if items.references.iter().any(|r| &r.kind == b"thmb" && r.from == items.primary) {
        return Err(CheckError::UnsupportedFormat { format: "heif-primary-is-thumbnail".into() });
    }
    let needs = needs(data, items);
    let mut shown = BTreeSet::new();
    let mut todo = vec![items.primary];
    while let Some(id) = todo.pop() {
        if !shown.insert(id) {
            continue;
        }
        check(items, id)?;
        todo.extend(needs.get(&id).into_iter().flatten());
    }
    Ok(shown)
}

/// What each item is made of, and its transparency.
fn needs(data: &[u8], items: &Lists) -> BTreeMap<u32, Vec<u32>> {
    let mut needs: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for reference in &items.references {
        match &reference.kind {
            b"dimg" | b"base" | b"exbl" | b"tbas" => needs.entry(reference.from).or_default().extend(&reference.to),
            b"auxl" if is_alpha(data, items, reference.from) => {
                reference.to.iter().for_each(|&to| needs.entry(to).or_default().push(reference.from));
            }
            _ => {}
        }
    }
    needs
}

fn is_alpha(data: &[u8], items: &Lists, id: u32) -> bool {
    let known =
        ["urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:avc:2015:auxid:1"];
    items.auxiliary(data, id).is_some_and(|name| known.contains(&name.as_str()))
}

/// Refuses an item that is missing, locked, of an unknown kind, or needs a property that is not known.
fn check(items: &Lists, id: u32) -> Result<()> {
    let item = items.items.get(&id).ok_or_else(|| CheckError::malformed("item", 0))?;
    let refuse = |what: &str, kind: [u8; 4]| {
        let kind: String = kind.iter().map(|&b| if b.is_ascii_alphanumeric() { char::from(b) } else { '-' }).collect();
        Err(CheckError::UnsupportedFormat { format: format!("heif-{what}-{kind}") })
    };
    if !PICTURES.contains(&&item.kind) {
        return refuse("item", item.kind);
    }
    // A grid is eight bytes, or twelve with wide sizes (ISO/IEC 23008-12 section 6.6.2.3); more would be a hiding place.
    // An overlay is its background, its size and a place for each picture in it, two or four bytes each number (6.6.2.2);
    // an identity has no bytes of its own.
    let length: u64 = item.extents.iter().map(|extent| extent.1).fold(0, u64::saturating_add);
    let parts = |reference: &&Reference| &reference.kind == b"dimg" && reference.from == id;
    let parts = || items.references.iter().filter(parts).map(|reference| reference.to.len() as u64).sum::<u64>();
    let fits = match &item.kind {
        b"grid" => [8, 12].contains(&length),
        b"iovl" => [14 + 4 * parts(), 18 + 8 * parts()].contains(&length),
        b"iden" => length == 0,
        _ => true,
    };
    if !fits {
        return refuse("length", item.kind);
    }
    if item.protected || item.elsewhere || item.construction > 1 {
        return refuse("construction", item.kind);
    }
    for &(index, essential) in &item.properties {
        match items.property(index) {
            Some(property) if essential && !is_kept(property.kind) => return refuse("property", property.kind),
            Some(_) => {}
            // Index 0 means "no property".
            None if index == 0 => {}
            None => return Err(CheckError::malformed("property", item.entry.start)),
        }
    }
    Ok(())
}
