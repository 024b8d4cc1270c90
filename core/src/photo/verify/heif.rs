//! HEIC and AVIF as the verifier reads them: from the primary item down to every byte it is made of.

use std::collections::{BTreeMap, BTreeSet};

use super::{Digest, Essence, Fault, Mode};

/// Property kinds that change how a picture looks.
const LOOKS: &str = "hvcC lhvC av1C avcC vvcC jpgC j2kH uncC cmpd cmpC icef ispe pixi colr pasp clap irot imir auxC lsel a1op a1lx clli mdcv cclv iscl";
/// Names of transparency planes.
const ALPHA: [&[u8]; 3] =
    [b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", b"urn:mpeg:hevc:2015:auxid:1", b"urn:mpeg:avc:2015:auxid:1"];

type Bytes<'a> = &'a [u8];

/// The essence of a HEIF still or sequence. In an output every byte must have a place.
pub(super) fn essence(data: &[u8], mode: Mode) -> Result<Essence, Fault> {
    let mut file = File { data, mode, ..File::default() };
    file.top()?;
    if file.sequence && file.items.is_empty() {
        return super::movie::essence(data, mode);
    }
    let mut pixels = Digest::default();
    file.show(&mut pixels)?;
    if mode == Mode::Output {
        file.nothing_else()?;
    }
    if file.sequence {
        let places = file.places(0).into_iter().map(|(offset, length)| (offset, offset + length));
        let movie = super::movie::with_items(data, mode, Some(places.collect()))?;
        pixels.part(6, &movie.pixels.bytes());
    }
    Ok(Essence { pixels, colour: Digest::default(), turn: 1, inflated: false })
}

#[derive(Default)]
struct Entry<'a> {
    kind: Bytes<'a>,
    construction: usize,
    /// Whether the places count in a file that the data information names. In an input that may be this one; the writer
    /// refuses others.
    elsewhere: bool,
    extents: Vec<(usize, usize)>,
    /// Property number and whether it is essential.
    properties: Vec<(usize, bool)>,
}

#[derive(Default)]
struct File<'a> {
    data: Bytes<'a>,
    mode: Mode,
    primary: usize,
    items: BTreeMap<usize, Entry<'a>>,
    references: Vec<(Bytes<'a>, usize, Vec<usize>)>,
    properties: Vec<(Bytes<'a>, Bytes<'a>)>,
    small: Bytes<'a>,
    /// Where the bytes of items may lie: offset of the body, its length.
    stores: Vec<(usize, usize)>,
    shown: BTreeSet<usize>,
    /// Whether there is a movie beside the items; it has a reader of its own, which looks at the top level as well.
    sequence: bool,
}

/// Takes `count` bytes off the front.
fn take<'a>(rest: &mut Bytes<'a>, count: usize) -> Result<Bytes<'a>, Fault> {
    let (taken, after) = rest.split_at_checked(count).ok_or("cut")?;
    *rest = after;
    Ok(taken)
}

/// Takes a number of `count` bytes off the front.
fn number(rest: &mut Bytes, count: usize) -> Result<usize, Fault> {
    let bytes = take(rest, count)?;
    let value = bytes.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    usize::try_from(value).map_err(|_| "number")
}

/// Takes one box off the front: its kind and body. `None` when what follows is no box.
fn next<'a>(rest: &mut Bytes<'a>) -> Option<(Bytes<'a>, Bytes<'a>)> {
    let mut head = *rest;
    let size = number(&mut head, 4).ok()?;
    let kind = take(&mut head, 4).ok()?;
    let body = match size {
        0 => head.len(),
        1 => number(&mut head, 8).ok()?.checked_sub(16)?,
        size => size.checked_sub(8)?,
    };
    let readable = kind.iter().all(|b| (0x20..0x7F).contains(b) || *b == 0xA9);
    let (body, after) = head.split_at(body.min(head.len()));
    // What is no box stays in `rest`, where the caller sees it.
    if readable {
        *rest = after;
    }
    readable.then_some((kind, body))
}

impl<'a> File<'a> {
    fn top(&mut self) -> Result<(), Fault> {
        let (mut rest, mut lists, mut order, mut brands) = (self.data, None, vec![], &[][..]);
        while rest.len() >= 8 {
            let before = rest;
            let Some((kind, body)) = next(&mut rest) else {
                rest = before;
                break;
            };
            order.push(kind);
            match kind {
                b"meta" if lists.is_none() => lists = Some(body),
                b"mdat" => self.stores.push((self.data.len() - rest.len() - body.len(), body.len())),
                b"ftyp" => brands = body,
                _ => {}
            }
        }
        let moving = |brand: &[u8]| matches!(brand, b"avis" | b"msf1" | b"hevs" | b"hevc" | b"hevx" | b"hevm");
        let named = brands.chunks(4).enumerate().any(|(at, brand)| at != 1 && moving(brand));
        self.sequence = named && order.contains(&&b"moov"[..]);
        if self.mode == Mode::Output && !self.sequence {
            Self::brands(brands)?;
        }
        if self.mode == Mode::Output
            && !self.sequence
            && (order != [&b"ftyp"[..], b"meta", b"mdat"] && order != [&b"ftyp"[..], b"meta"] || !rest.is_empty())
        {
            return Err("leftover-box");
        }
        match lists {
            Some(lists) => self.lists(lists),
            None if self.sequence => Ok(()),
            None => Err("no-items"),
        }
    }

    /// The brands of an output are common ones: four letters that HEIF, MIAF and AVIF name.
    fn brands(body: Bytes) -> Result<(), Fault> {
        let known = "avif avio mif1 mif2 miaf heic heix heim heis heif MiHB MiHE MiHA MiPr MA1A MA1B 1pic jpeg avci j2ki vvic geo1";
        let listed = |brand: &[u8]| known.split(' ').any(|name| name.as_bytes() == brand);
        if body.len().is_multiple_of(4) && body.get(8..).unwrap_or_default().chunks(4).all(listed) {
            Ok(())
        } else {
            Err("leftover-brand")
        }
    }

    fn lists(&mut self, meta: Bytes<'a>) -> Result<(), Fault> {
        let mut rest = meta.get(4..).ok_or("cut")?;
        while let Some((kind, body)) = next(&mut rest) {
            let mut body = body;
            match kind {
                b"pitm" => {
                    let wide = number(&mut body, 4)? >> 24 > 0;
                    self.primary = number(&mut body, if wide { 4 } else { 2 })?;
                }
                b"iinf" => self.list(body)?,
                b"iloc" => self.locations(body)?,
                b"iref" => self.references(body)?,
                b"iprp" => self.properties(body)?,
                b"idat" => self.small = body,
                b"hdlr" if empty_handler(body) && (body.len() == 25 || self.sequence) => {}
                b"dinf" if body == b"\0\0\0\x1cdref\0\0\0\0\0\0\0\x01\0\0\0\x0curl \0\0\0\x01" => {}
                _ => self.mode.forbid("leftover-in-meta")?,
            }
        }
        if rest.is_empty() { Ok(()) } else { self.mode.forbid("leftover-in-meta") }
    }

    fn list(&mut self, mut body: Bytes<'a>) -> Result<(), Fault> {
        let wide = number(&mut body, 4)? >> 24 > 0;
        number(&mut body, if wide { 4 } else { 2 })?;
        while let Some((kind, mut entry)) = next(&mut body) {
            if kind != b"infe" {
                self.mode.forbid("leftover-in-list")?;
                continue;
            }
            let wide = number(&mut entry, 4)? >> 24 > 2;
            let id = number(&mut entry, if wide { 4 } else { 2 })?;
            if number(&mut entry, 2)? != 0 {
                self.mode.forbid("locked-item")?;
            }
            let item = self.items.entry(id).or_default();
            item.kind = take(&mut entry, 4)?;
            if !matches!(entry, b"\0" | b"Color\0" | b"Alpha\0") {
                self.mode.forbid("leftover-name")?;
            }
        }
        Ok(())
    }

    fn locations(&mut self, mut body: Bytes<'a>) -> Result<(), Fault> {
        let version = number(&mut body, 4)? >> 24;
        let widths = number(&mut body, 2)?;
        let id_width = if version > 1 { 4 } else { 2 };
        for _ in 0..number(&mut body, id_width)? {
            let id = number(&mut body, id_width)?;
            let construction = if version > 0 { number(&mut body, 2)? & 15 } else { 0 };
            let elsewhere = number(&mut body, 2)? != 0;
            let base = number(&mut body, widths >> 4 & 15)?;
            let mut extents = vec![];
            for _ in 0..number(&mut body, 2)? {
                number(&mut body, if version > 0 { widths & 15 } else { 0 })?;
                let offset = base.checked_add(number(&mut body, widths >> 12 & 15)?).ok_or("number")?;
                extents.push((offset, number(&mut body, widths >> 8 & 15)?));
            }
            let item = self.items.entry(id).or_default();
            (item.construction, item.elsewhere, item.extents) = (construction, elsewhere, extents);
        }
        if body.is_empty() { Ok(()) } else { self.mode.forbid("leftover-in-places") }
    }

    fn references(&mut self, mut body: Bytes<'a>) -> Result<(), Fault> {
        let width = if number(&mut body, 4)? >> 24 > 0 { 4 } else { 2 };
        while let Some((kind, mut entry)) = next(&mut body) {
            let from = number(&mut entry, width)?;
            let to = (0..number(&mut entry, 2)?).map(|_| number(&mut entry, width)).collect::<Result<_, _>>()?;
            if !entry.is_empty() {
                self.mode.forbid("leftover-in-references")?;
            }
            self.references.push((kind, from, to));
        }
        if body.is_empty() { Ok(()) } else { self.mode.forbid("leftover-in-references") }
    }

    fn properties(&mut self, mut body: Bytes<'a>) -> Result<(), Fault> {
        while let Some((kind, mut inner)) = next(&mut body) {
            match kind {
                b"ipco" => {
                    while let Some(property) = next(&mut inner) {
                        self.properties.push(property);
                    }
                    if !inner.is_empty() {
                        self.mode.forbid("leftover-in-properties")?;
                    }
                }
                b"ipma" => self.associations(inner)?,
                _ => self.mode.forbid("leftover-in-properties")?,
            }
        }
        if body.is_empty() { Ok(()) } else { self.mode.forbid("leftover-in-properties") }
    }

    fn associations(&mut self, mut body: Bytes<'a>) -> Result<(), Fault> {
        let head = number(&mut body, 4)?;
        let (id_width, width) = (if head >> 24 > 0 { 4 } else { 2 }, if head & 1 == 1 { 2 } else { 1 });
        for _ in 0..number(&mut body, 4)? {
            let id = number(&mut body, id_width)?;
            for _ in 0..number(&mut body, 1)? {
                let value = number(&mut body, width)?;
                let essential = 1 << (8 * width - 1);
                self.items.entry(id).or_default().properties.push((value & (essential - 1), value & essential != 0));
            }
        }
        if body.is_empty() { Ok(()) } else { self.mode.forbid("leftover-in-properties") }
    }

    /// Digests the primary item, all it is made of, and the transparency of each.
    fn show(&mut self, pixels: &mut Digest) -> Result<(), Fault> {
        let mut about: BTreeMap<usize, BTreeSet<(usize, bool)>> = BTreeMap::new();
        for (at, (kind, from, to)) in self.references.iter().enumerate() {
            about.entry(*from).or_default().insert((at, false));
            if *kind == b"auxl" && self.is_alpha(*from) {
                for to in to {
                    about.entry(*to).or_default().insert((at, true));
                }
            }
        }
        let mut todo = vec![self.primary];
        while let Some(id) = todo.pop() {
            if !self.shown.insert(id) {
                continue;
            }
            self.item(id, pixels)?;
            for &(at, alpha) in about.get(&id).into_iter().flatten() {
                let Some((kind, from, to)) = self.references.get(at) else { continue };
                let made_of = !alpha && matches!(*kind, b"dimg" | b"base" | b"exbl" | b"tbas");
                if made_of || alpha || *kind == b"prem" {
                    pixels.part(4, &[kind, from.to_be_bytes().as_slice()].concat());
                }
                if made_of {
                    for id in to {
                        pixels.part(5, &id.to_be_bytes());
                    }
                    todo.extend(to);
                }
                if alpha {
                    todo.push(*from);
                }
            }
        }
        Ok(())
    }

    fn is_alpha(&self, id: usize) -> bool {
        let properties = self.items.get(&id).map(|item| item.properties.as_slice()).unwrap_or_default();
        let named = |&(index, _): &(usize, bool)| {
            let (kind, body) = self.properties.get(index.checked_sub(1)?)?;
            (*kind == b"auxC").then(|| body.get(4..)?.split(|&b| b == 0).next())?
        };
        properties.iter().find_map(named).is_some_and(|name| ALPHA.contains(&name))
    }

    fn item(&self, id: usize, pixels: &mut Digest) -> Result<(), Fault> {
        let item = self.items.get(&id).ok_or("no-item")?;
        pixels.part(1, &[item.kind, id.to_be_bytes().as_slice()].concat());
        for &(index, essential) in &item.properties {
            let Some((kind, body)) = index.checked_sub(1).and_then(|at| self.properties.get(at)) else { continue };
            if LOOKS.split(' ').any(|name| name.as_bytes() == *kind) {
                let said = said(kind, body);
                if said.len() < body.len() {
                    self.mode.forbid("leftover-in-property")?;
                }
                pixels.part(2 + u32::from(essential) * 0x100, kind);
                pixels.part(2, said);
            } else if essential {
                return Err("essential-property");
            }
        }
        let mut bytes = Digest::default();
        let whole: Result<Vec<Bytes>, Fault> = item.extents.iter().map(|&extent| self.extent(item, extent)).collect();
        match (whole?.as_slice(), self.unit_width(item)) {
            ([coded], Some(width)) => self.units(coded, width, &mut bytes)?,
            ([coded], None) if item.kind == b"av01" && !self.sequence && !self.has(item, b"a1lx") => {
                self.obus(coded, &mut bytes)?;
            }
            (pieces, _) => pieces.iter().for_each(|piece| bytes.part(0, piece)),
        }
        pixels.part(3, &bytes.bytes());
        Ok(())
    }

    /// How long the lengths between the units of an HEVC picture are.
    fn unit_width(&self, item: &Entry) -> Option<usize> {
        let mut settings =
            item.properties.iter().filter_map(|property| self.properties.get(property.0.checked_sub(1)?));
        let settings = settings.find(|property| property.0 == b"hvcC").filter(|_| item.kind == b"hvc1")?;
        Some(usize::from(settings.1.get(21)? & 3) + 1)
    }

    /// Digests the units of an HEVC picture that are no messages (types 38 and up); all of it when the lengths lie.
    fn units(&self, coded: Bytes<'a>, width: usize, bytes: &mut Digest) -> Result<(), Fault> {
        let (mut rest, mut shown, mut messages) = (coded, vec![], false);
        while rest.len() > width {
            let mut after = rest;
            let Ok(unit) = number(&mut after, width).and_then(|size| take(&mut after, size)) else { break };
            let Some(head) = unit.first().filter(|_| unit.len() > 1) else { break };
            if head >> 1 & 63 < 38 {
                shown.push(unit);
            } else {
                messages = true;
            }
            rest = after;
        }
        let lies = rest.len() > width || shown.is_empty();
        if !lies && (messages || !rest.is_empty()) {
            self.mode.forbid("leftover-messages")?;
        }
        if lies {
            bytes.part(0, coded);
        }
        shown.iter().filter(|_| !lies).for_each(|unit| bytes.part(1, unit));
        Ok(())
    }

    fn has(&self, item: &Entry, kind: Bytes) -> bool {
        let named = |&(index, _): &(usize, bool)| index.checked_sub(1).and_then(|at| self.properties.get(at));
        item.properties.iter().filter_map(named).any(|property| property.0 == kind)
    }

    /// Digests the units of an AV1 picture that can change it; all of it when the lengths lie.
    fn obus(&self, coded: Bytes<'a>, bytes: &mut Digest) -> Result<(), Fault> {
        let (mut rest, mut shown, mut spare) = (coded, vec![], false);
        while let Some((unit, head, after)) = obu(rest) {
            let message = unit.get(head);
            match unit.first().map_or(0, |first| first >> 3 & 15) {
                1..=4 | 6 | 7 => shown.push(unit),
                5 if message.is_some_and(|kind| matches!(kind, 1..=3)) => shown.push(unit),
                _ => spare = true,
            }
            rest = after;
        }
        if rest.is_empty() && !shown.is_empty() {
            for unit in shown {
                bytes.part(1, unit);
            }
            if spare { self.mode.forbid("leftover-messages") } else { Ok(()) }
        } else {
            bytes.part(0, coded);
            Ok(())
        }
    }

    fn extent(&self, item: &Entry, (offset, length): (usize, usize)) -> Result<Bytes<'a>, Fault> {
        let stop = offset
            .checked_add(length)
            .filter(|_| length > 0 && !(item.elsewhere && self.mode == Mode::Output))
            .ok_or("place")?;
        match item.construction {
            1 => self.small.get(offset..stop).ok_or("place"),
            0 if self.stores.iter().any(|&(start, size)| start <= offset && stop <= start + size) => {
                self.data.get(offset..stop).ok_or("place")
            }
            _ => Err("place"),
        }
    }

    /// Offset and length of every piece of the shown items, in the file (0) or in the box for small data (1).
    fn places(&self, construction: usize) -> Vec<(usize, usize)> {
        let shown = self.items.iter().filter(|(id, item)| self.shown.contains(id) && item.construction == construction);
        shown.flat_map(|(_, item)| item.extents.iter().copied()).collect()
    }

    /// Nothing in the lists that is not shown, and no byte in a store that no item names.
    fn nothing_else(&self) -> Result<(), Fault> {
        if self.items.keys().any(|id| !self.shown.contains(id)) {
            return Err("leftover-item");
        }
        let known = |id: &usize| self.shown.contains(id);
        if self
            .references
            .iter()
            .any(|(kind, from, to)| !known(from) || !to.iter().all(known) || matches!(*kind, b"thmb" | b"cdsc"))
        {
            return Err("leftover-reference");
        }
        let used: BTreeSet<usize> =
            self.items.values().flat_map(|item| &item.properties).map(|property| property.0).collect();
        let looks = |kind: Bytes| LOOKS.split(' ').any(|name| name.as_bytes() == kind);
        if (1..=self.properties.len()).any(|at| !used.contains(&at)) || self.properties.iter().any(|p| !looks(p.0)) {
            return Err("leftover-property");
        }
        let whole = |&(start, size): &(usize, usize)| covers(self.places(0), start, start + size);
        let covered = self.sequence || self.stores.iter().all(whole);
        if covered && covers(self.places(1), 0, self.small.len()) { Ok(()) } else { Err("leftover-data") }
    }
}

/// The AV1 unit at the front, how long its head is, and what follows it (AV1 specification 5.3.1 and 5.3.2).
fn obu(data: Bytes) -> Option<(Bytes, usize, Bytes)> {
    let first = *data.first().filter(|first| *first & 0x80 == 0)?;
    let mut head = 1 + usize::from(first >> 2 & 1);
    let length = if first & 2 == 0 {
        data.len().checked_sub(head)?
    } else {
        let size = data.get(head..)?.iter().take(8).position(|byte| byte & 0x80 == 0)?;
        let digits = data.get(head..=head + size)?.iter().rev();
        head += size + 1;
        usize::try_from(digits.fold(0u64, |sum, digit| sum << 7 | u64::from(digit & 0x7F))).ok()?
    };
    let (unit, after) = data.split_at_checked(head.checked_add(length)?)?;
    Some((unit, head, after))
}

/// Whether a handler box says "picture", and has no name.
fn empty_handler(body: Bytes) -> bool {
    body.len() >= 25 && body.starts_with(b"\0\0\0\0\0\0\0\0pict") && body.iter().skip(12).all(|&b| b == 0)
}

/// What a property says: as much of its body as its rules give it.
fn said<'a>(kind: Bytes, body: Bytes<'a>) -> Bytes<'a> {
    let length = match kind {
        b"irot" | b"imir" | b"a1op" => 1,
        b"lsel" => 2,
        b"clli" => 4,
        b"pasp" => 8,
        b"ispe" | b"iscl" => 12,
        b"mdcv" => 24,
        b"clap" => 32,
        b"colr" if body.starts_with(b"nclx") => 11,
        b"pixi" if body.starts_with(&[0; 4]) => 5 + usize::from(body.get(4).copied().unwrap_or(0)),
        _ => body.len(),
    };
    body.get(..length).unwrap_or(body)
}

/// Whether the places cover every byte from `start` to `end`.
fn covers(mut places: Vec<(usize, usize)>, start: usize, end: usize) -> bool {
    places.sort_unstable();
    places.iter().fold(start, |at, &(offset, length)| if offset <= at { at.max(offset + length) } else { at }) >= end
}
