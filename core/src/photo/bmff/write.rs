//! The clean copy: brands, the lists of the items that are shown, and their bytes, each piece where it was in the order.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::boxes;
use super::items::Item;
use super::{Heif, select, units};
use crate::error::{CheckError, Result};
use crate::photo::bytes::part;
use crate::photo::metadata::Found;
use crate::photo::plan::Plan;
use crate::span::MetadataKind::{HiddenImage, Other, Software};

/// A handler box that says "picture" and no more.
const HANDLER: [u8; 33] = *b"\0\0\0\x21hdlr\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0";
/// A data information box that says "this file".
const THIS_FILE: [u8; 36] = *b"\0\0\0\x24dinf\0\0\0\x1cdref\0\0\0\0\0\0\0\x01\0\0\0\x0curl \0\0\0\x01";
/// Names of items that encoders give and that tell nothing.
const NAMES: [&[u8]; 3] = [b"", b"Color", b"Alpha"];
/// Kinds of file that a clean copy may say it is.
const BRANDS: [&[u8; 4]; 22] = [
    b"avif", b"avio", b"mif1", b"mif2", b"miaf", b"heic", b"heix", b"heim", b"heis", b"heif", b"MiHB", b"MiHE",
    b"MiHA", b"MiPr", b"MA1A", b"MA1B", b"1pic", b"jpeg", b"avci", b"j2ki", b"vvic", b"geo1",
];

/// The plan of a clean copy, noting what no item list names: slack, names, brands.
pub(super) fn clean(heif: &Heif, found: &mut Found) -> Result<Plan> {
    let writer = Writer::new(heif)?;
    let brands = writer.brands(found);
    let rest = writer.lists(0, found);
    writer.slack(found);
    let mut plan = Plan::default();
    // The lists have the same length wherever the bytes go, so the place of the bytes follows from it.
    let start = brands.len() + rest.len() + 8;
    plan.own(brands);
    plan.own(writer.lists(start, &mut Found::default()));
    let length: usize = writer.file.ranges.iter().map(Range::len).sum();
    if start + length > u32::MAX as usize {
        return Err(CheckError::LimitExceeded { limit: "file-bytes".into(), max: u32::MAX.into() });
    }
    if length > 0 {
        plan.own([&(length as u32 + 8).to_be_bytes()[..], b"mdat"].concat());
    }
    for range in &writer.file.ranges {
        plan.copy(range.clone());
    }
    Ok(plan)
}

/// The lists for a file whose bytes stay where they are, padded with a free box to `room` bytes, and where the bytes of
/// its items are.
pub(super) fn in_place(heif: &Heif, room: usize, found: &mut Found) -> Result<(Vec<u8>, Vec<Range<usize>>)> {
    let mut writer = Writer::new(heif)?;
    writer.file.fixed = true;
    let mut lists = writer.lists(0, found);
    let rest = room.checked_sub(lists.len());
    let rest = rest.ok_or_else(|| CheckError::UnsupportedFormat { format: "heif-sequence-lists".into() })?;
    if rest < 8 {
        // Too little for a box: the empty name of the handler takes it.
        writer.padding = rest;
        lists = writer.lists(0, &mut Found::default());
    } else {
        lists.extend(boxes::write(*b"free", &vec![0; rest - 8]));
    }
    Ok((lists, writer.file.ranges))
}

/// Stretches of the input that stay, in order, none touching another.
#[derive(Default)]
struct Room {
    ranges: Vec<Range<usize>>,
    /// How many bytes stay before each stretch.
    before: Vec<usize>,
    /// Whether nothing moves.
    fixed: bool,
}

impl Room {
    fn new(mut ranges: Vec<Range<usize>>) -> Self {
        ranges.sort_by_key(|range| range.start);
        let mut joined: Vec<Range<usize>> = vec![];
        for range in ranges {
            match joined.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        let mut sum = 0;
        let mut before = |range: &Range<usize>| {
            sum += range.len();
            sum - range.len()
        };
        let before = joined.iter().map(&mut before).collect();
        Self { ranges: joined, before, fixed: false }
    }

    /// Where the byte at `place` of the input comes to lie, counted from the start of the kept bytes.
    fn moved(&self, place: usize) -> usize {
        if self.fixed {
            return place;
        }
        let at = self.ranges.partition_point(|range| range.end <= place);
        let inside = self.ranges.get(at).zip(self.before.get(at));
        inside.map_or(0, |(range, before)| before + place.saturating_sub(range.start))
    }

    /// How many bytes of `whole` do not stay.
    fn left(&self, data: &[u8], whole: &Range<usize>) -> usize {
        let mut at = whole.start;
        let mut left = 0;
        let end = whole.end..whole.end;
        for range in self.ranges.iter().filter(|range| range.end > whole.start && range.start < whole.end).chain([&end])
        {
            left += part(data, at..range.start.max(at)).len();
            at = range.end;
        }
        left
    }
}

struct Writer<'h, 'a> {
    heif: &'h Heif<'a>,
    /// Bytes of items that stand in the file, and in the box for small data.
    file: Room,
    small: Room,
    /// Zeros behind the handler's empty name.
    padding: usize,
}

impl<'h, 'a> Writer<'h, 'a> {
    /// Finds the bytes of every shown item. Each must lie in a data box.
    fn new(heif: &'h Heif<'a>) -> Result<Self> {
        let mut new = Self { heif, file: Room::default(), small: Room::default(), padding: 0 };
        let (mut file, mut small) = (vec![], vec![]);
        let data_boxes = || heif.top.iter().filter(|b| &b.kind == b"mdat").map(|b| &b.body);
        for &id in &heif.shown {
            let beyond =
                || CheckError::malformed("item-data", heif.items.items.get(&id).map_or(0, |item| item.entry.start));
            let item = heif.items.items.get(&id).ok_or_else(beyond)?;
            let places = units::shown(heif.data, &heif.items, id, item)
                .filter(|places| !places.is_empty() || &item.kind == b"iden")
                .ok_or_else(beyond)?;
            if item.construction == 1 {
                small.extend(places);
            } else if places.iter().all(|p| data_boxes().any(|b| b.start <= p.start && p.end <= b.end)) {
                file.extend(places);
            } else {
                return Err(beyond());
            }
        }
        (new.file, new.small) = (Room::new(file), Room::new(small));
        Ok(new)
    }

    fn item(&self, id: u32) -> Option<&Item> {
        self.heif.items.items.get(&id)
    }

    /// The file type box, with known brands only.
    fn brands(&self, found: &mut Found) -> Vec<u8> {
        let data = self.heif.data;
        let whole = self.heif.top.first().map(|b| b.whole.clone()).unwrap_or_default();
        let (brands, extra) = part(data, whole.clone()).as_chunks::<4>();
        let known = |brand: &[u8; 4]| BRANDS.contains(&brand);
        let kept: Vec<u8> = brands.iter().skip(4).filter(|b| known(b)).flatten().copied().collect();
        let odd = brands.iter().skip(4).filter(|b| !known(b)).count();
        if odd > 0 || !extra.is_empty() {
            found.add_bytes("other", "Brands", Other, 4 * odd + extra.len());
        }
        let head = brands.get(2..4).unwrap_or_default().concat();
        boxes::write(*b"ftyp", &[head, kept].concat())
    }

    /// The box of lists, its pieces in their order, with item bytes at `start` of the copy.
    fn lists(&self, start: usize, found: &mut Found) -> Vec<u8> {
        let mut out = vec![];
        let mut seen: Vec<[u8; 4]> = vec![];
        for child in &self.heif.items.children {
            let first = !seen.contains(&child.kind);
            seen.push(child.kind);
            let whole = part(self.heif.data, child.whole.clone());
            match &child.kind {
                b"hdlr" if first => {
                    Self::handler(whole, found);
                    let body = [HANDLER.get(8..).unwrap_or_default(), &vec![0; self.padding]].concat();
                    out.extend(boxes::write(*b"hdlr", &body));
                }
                b"dinf" if first && whole == THIS_FILE => out.extend(whole),
                b"pitm" if first => out.extend(whole),
                b"iinf" if first => out.extend(self.list(found)),
                b"iloc" if first => out.extend(self.locations(start)),
                b"iref" if first => out.extend(self.references()),
                b"iprp" if first => out.extend(self.properties(found)),
                b"idat" if first => out.extend(self.small_data()),
                kind => {
                    let name = String::from_utf8_lossy(kind);
                    if !whole.get(8..).unwrap_or_default().iter().all(|&b| b == 0) && kind != b"grpl" {
                        found.add_bytes("other", &format!("Box-{name}"), Other, whole.len());
                    }
                }
            }
        }
        boxes::write(*b"meta", &[&[0; 4], out.as_slice()].concat())
    }

    fn handler(whole: &[u8], found: &mut Found) {
        if whole != HANDLER {
            let name = String::from_utf8_lossy(whole.get(32..).unwrap_or_default());
            let name = name.trim_matches('\0').trim();
            if !name.is_empty() {
                found.add("other", "HandlerName", Software, name);
            }
        }
    }

    /// The list of items, without those that are dropped and without telling names.
    fn list(&self, found: &mut Found) -> Vec<u8> {
        let data = self.heif.data;
        let mut entries = vec![];
        let version = self.heif.items.versions.list;
        for item in self.heif.shown.iter().filter_map(|&id| self.heif.items.items.get(&id)) {
            let name = part(data, item.name.clone());
            let behind = item.entry.end - item.name.end;
            if NAMES.contains(&name) && behind == 1 && item.entry_body == item.entry.start + 8 {
                entries.extend(part(data, item.entry.clone()));
                continue;
            }
            found.add("other", "ItemName", Other, &String::from_utf8_lossy(name));
            let head = part(data, item.entry_body..item.name.start);
            entries.extend(boxes::write(*b"infe", &[head, &[0]].concat()));
        }
        let count = self.heif.shown.len() as u32;
        let count = if version > 0 { count.to_be_bytes().to_vec() } else { (count as u16).to_be_bytes().to_vec() };
        boxes::write(*b"iinf", &[&[version, 0, 0, 0], count.as_slice(), &entries].concat())
    }

    /// The places of the items, in the version and with the widths the input has.
    fn locations(&self, start: usize) -> Vec<u8> {
        let version = self.heif.items.versions.location;
        let [offset, length, base, index] = self.heif.items.versions.widths;
        let field = |value: usize, width: u8| (value as u64).to_be_bytes().into_iter().skip(8 - usize::from(width));
        let wide = version > 1;
        let number =
            |value: u32| if wide { value.to_be_bytes().to_vec() } else { (value as u16).to_be_bytes().to_vec() };
        let mut out = vec![version, 0, 0, 0, offset << 4 | length, base << 4 | index];
        out.extend(number(self.heif.shown.len() as u32));
        for &id in &self.heif.shown {
            let Some(item) = self.item(id) else { continue };
            out.extend(number(id));
            if version > 0 {
                out.extend([0, item.construction]);
            }
            out.extend([0, 0]);
            let small = item.construction == 1;
            let moved = |at: usize| if small { self.small.moved(at) } else { start + self.file.moved(at) };
            let mut places: Vec<Range<usize>> = vec![];
            for piece in units::shown(self.heif.data, &self.heif.items, id, item).unwrap_or_default() {
                // Pieces of one item that close ranks become one.
                match places.last_mut() {
                    Some(last) if last.end == moved(piece.start) && item.extents.len() == 1 => last.end += piece.len(),
                    _ => places.push(moved(piece.start)..moved(piece.start) + piece.len()),
                }
            }
            // The first piece keeps its distance to the base, so that lists that were right do not change.
            let first = places.first().map_or(0, |place| place.start);
            let distance = item.extents.first().map_or(0, |&(at, _)| at.saturating_sub(item.base)) as usize;
            let moved_base = if base > 0 && item.base > 0 { first.saturating_sub(distance) } else { 0 };
            let lowest = places.iter().map(|place| place.start).min().unwrap_or(0);
            let moved_base = moved_base.min(lowest);
            out.extend(field(moved_base, base));
            out.extend((places.len() as u16).to_be_bytes());
            for place in places {
                out.extend(field(0, if version > 0 { index } else { 0 }));
                out.extend(field(place.start - moved_base, offset));
                out.extend(field(place.len(), length));
            }
        }
        boxes::write(*b"iloc", &out)
    }

    /// References among shown items: what a picture is made of, what is its transparency, and how that is to be read.
    fn references(&self) -> Vec<u8> {
        let version = self.heif.items.versions.references;
        let number =
            |value: u32| if version > 0 { value.to_be_bytes().to_vec() } else { (value as u16).to_be_bytes().to_vec() };
        let shown = |id: &u32| self.heif.shown.contains(id);
        let mut out = vec![version, 0, 0, 0];
        for reference in &self.heif.items.references {
            let to: Vec<u32> = reference.to.iter().copied().filter(shown).collect();
            let kept = matches!(&reference.kind, b"dimg" | b"auxl" | b"prem" | b"base" | b"exbl" | b"tbas");
            if !kept || !shown(&reference.from) || to.is_empty() {
                continue;
            }
            let ids: Vec<u8> = to.iter().flat_map(|&id| number(id)).collect();
            let count = (to.len() as u16).to_be_bytes();
            out.extend(boxes::write(reference.kind, &[&number(reference.from), &count[..], &ids].concat()));
        }
        if out.len() == 4 { vec![] } else { boxes::write(*b"iref", &out) }
    }

    /// The properties of shown items, numbered again.
    fn properties(&self, found: &mut Found) -> Vec<u8> {
        let items = &self.heif.items;
        let shown = self.heif.shown.iter().filter_map(|id| items.items.get(id));
        let used: BTreeSet<u16> = shown.flat_map(|item| &item.properties).map(|&(index, _)| index).collect();
        let mut numbers = BTreeMap::new();
        let mut container = vec![];
        for (property, index) in items.properties.iter().zip(1u16..) {
            if select::is_kept(property.kind) && used.contains(&index) && !property.cut {
                numbers.insert(index, numbers.len() as u16 + 1);
                let body = part(self.heif.data, property.body.clone());
                match units::property_length(property.kind, body).and_then(|length| body.get(..length)) {
                    Some(said) if said.len() < body.len() => {
                        found.add_bytes("other", "ExtraBytes", Other, body.len() - said.len());
                        container.extend(boxes::write(property.kind, said));
                    }
                    _ => container.extend(part(self.heif.data, property.whole.clone())),
                }
                continue;
            }
            if !select::is_kept(property.kind) && part(self.heif.data, property.body.clone()).iter().any(|&b| b != 0) {
                let name = format!("Property-{}", String::from_utf8_lossy(&property.kind));
                found.add_bytes("other", &name, Other, property.body.len());
            }
        }
        let associations = self.associations(&numbers);
        boxes::write(*b"iprp", &[boxes::write(*b"ipco", &container), associations].concat())
    }

    fn associations(&self, numbers: &BTreeMap<u16, u16>) -> Vec<u8> {
        let versions = &self.heif.items.versions;
        let wide = versions.wide_associations;
        let kept = |item: &Item| -> Vec<(u16, bool)> {
            item.properties.iter().filter_map(|(index, essential)| Some((*numbers.get(index)?, *essential))).collect()
        };
        let entries = self.heif.shown.iter().filter_map(|&id| Some((id, kept(self.item(id)?))));
        let entries: Vec<_> = entries.filter(|(_, kept)| !kept.is_empty()).collect();
        let mut out = vec![versions.associations, 0, 0, u8::from(wide)];
        out.extend((entries.len() as u32).to_be_bytes());
        for (id, kept) in entries {
            out.extend(if versions.associations > 0 {
                id.to_be_bytes().to_vec()
            } else {
                (id as u16).to_be_bytes().to_vec()
            });
            out.push(kept.len() as u8);
            for (index, essential) in kept {
                if wide {
                    out.extend((index | u16::from(essential) << 15).to_be_bytes());
                } else {
                    out.push(index as u8 | u8::from(essential) << 7);
                }
            }
        }
        boxes::write(*b"ipma", &out)
    }

    fn small_data(&self) -> Vec<u8> {
        let kept: Vec<u8> =
            self.small.ranges.iter().flat_map(|range| part(self.heif.data, range.clone()).iter().copied()).collect();
        if kept.is_empty() { vec![] } else { boxes::write(*b"idat", &kept) }
    }

    /// Notes bytes that nothing names: beside the items in data boxes, in boxes of no use, behind the last box.
    fn slack(&self, found: &mut Found) {
        let data = self.heif.data;
        let mut named = Room::new(
            self.heif.items.items.values().filter_map(|item| self.heif.items.places(data, item)).flatten().collect(),
        );
        named.ranges.extend(self.file.ranges.iter().cloned());
        let named = Room::new(named.ranges);
        for top in self.heif.top.iter().filter(|top| &top.kind == b"mdat") {
            found.add_bytes("trailer", "DataBesideItems", HiddenImage, named.left(data, &top.body));
        }
    }
}
