//! The items of a HEIF file: what there is, where its bytes are, and what belongs to what
//! (ISO/IEC 23008-12 section 6; ISO/IEC 14496-12 section 8.11).

use std::collections::BTreeMap;
use std::ops::Range;

use super::boxes::{Box, Boxes};
use super::fields::Fields;
use crate::error::{CheckError, Result};
use crate::photo::bytes::{be32, part};

/// One item.
#[derive(Debug, Default, Clone)]
pub(crate) struct Item {
    /// Four letters, such as `hvc1`; zeros when the file names none.
    pub(crate) kind: [u8; 4],
    /// Its entry in the list of items, as a range of the file.
    pub(crate) entry: Range<usize>,
    /// Where the entry's header ends.
    pub(crate) entry_body: usize,
    /// Where in the entry its name starts.
    pub(crate) name: Range<usize>,
    /// The type of content, for items that are text or XMP.
    pub(crate) content: String,
    pub(crate) protected: bool,
    /// 0: places in the file; 1: places in the box for small data; 2: places in another item.
    pub(crate) construction: u8,
    /// Whether the bytes are in another file.
    pub(crate) elsewhere: bool,
    /// Which entry of the data information names the file; 0 for this one.
    source: u16,
    /// What the offsets were counted from in the list of places.
    pub(crate) base: u64,
    /// Offset and length of each piece, the base included.
    pub(crate) extents: Vec<(u64, u64)>,
    /// Index from 1 of each property, and whether it is essential.
    pub(crate) properties: Vec<(u16, bool)>,
}

/// One reference between items.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) kind: [u8; 4],
    pub(crate) from: u32,
    pub(crate) to: Vec<u32>,
}

/// What the `meta` box says.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    pub(crate) children: Vec<Box>,
    /// Whether a movie stands beside the items, so that nothing may move and the lists may not grow.
    pub(crate) sequence: bool,
    pub(crate) primary: u32,
    pub(crate) items: BTreeMap<u32, Item>,
    pub(crate) references: Vec<Reference>,
    pub(crate) properties: Vec<Box>,
    /// The body of the box for small data.
    pub(crate) small: Range<usize>,
    /// Versions and flags that are written again as they were.
    pub(crate) versions: Versions,
}

#[derive(Debug, Default)]
pub(crate) struct Versions {
    pub(crate) location: u8,
    /// Bytes of an offset, a length, a base offset and an index in the list of places.
    pub(crate) widths: [u8; 4],
    pub(crate) list: u8,
    pub(crate) references: u8,
    pub(crate) associations: u8,
    pub(crate) wide_associations: bool,
}

/// Reads the `meta` box.
pub(crate) fn read(data: &[u8], meta: &Box) -> Result<Lists> {
    let mut items = Lists::default();
    let start = meta.body.start.saturating_add(4).min(meta.body.end);
    for child in Boxes::new(data, start..meta.body.end) {
        if child.cut {
            return Err(CheckError::malformed("meta", child.whole.start));
        }
        let mut fields = Fields::new(data, &child.body);
        match &child.kind {
            b"pitm" => {
                let (version, _) = fields.version()?;
                items.primary = fields.id(version > 0)?;
            }
            b"iinf" => items.list(data, fields)?,
            b"iloc" => items.locations(fields)?,
            b"iref" => items.references(data, fields, &child)?,
            b"iprp" => items.properties(data, &child)?,
            b"idat" => items.small = child.body.clone(),
            _ => {}
        }
        items.children.push(child);
    }
    // An entry of the data information may say "this file" as well.
    let here = items.children.iter().find(|b| &b.kind == b"dinf").map(|dinf| sources(data, dinf)).unwrap_or_default();
    for item in items.items.values_mut() {
        item.elsewhere = item.source != 0 && here.get(usize::from(item.source) - 1) != Some(&true);
    }
    Ok(items)
}

/// Of each entry of the data information, whether it means this file.
fn sources(data: &[u8], dinf: &Box) -> Vec<bool> {
    let lists = Boxes::new(data, dinf.body.clone()).filter(|b| &b.kind == b"dref");
    let entries = lists.flat_map(|list| Boxes::new(data, (list.body.start + 8).min(list.body.end)..list.body.end));
    entries.map(|entry| be32(data, entry.body.start).is_some_and(|flags| flags & 1 == 1)).collect()
}

impl Lists {
    fn list(&mut self, data: &[u8], mut fields: Fields) -> Result<()> {
        let (version, _) = fields.version()?;
        self.versions.list = version;
        fields.id(version > 0)?;
        for entry in Boxes::new(data, fields.at()..fields.end()).filter(|entry| &entry.kind == b"infe") {
            let mut fields = Fields::new(data, &entry.body);
            let (version, _) = fields.version()?;
            // Versions 0 and 1 name no type and are not used by HEIF.
            if version < 2 {
                return Err(CheckError::malformed("item", entry.whole.start));
            }
            let id = fields.id(version > 2)?;
            let protected = fields.number(2)? != 0;
            let kind = fields.bytes(4)?.try_into().unwrap_or_default();
            let rest = part(data, fields.at()..entry.body.end);
            let name = rest.iter().position(|&b| b == 0).unwrap_or(rest.len());
            let content = rest.get(name + 1..).unwrap_or_default().split(|&b| b == 0).next().unwrap_or_default();
            let item = self.items.entry(id).or_default();
            item.kind = kind;
            item.protected = protected;
            item.name = fields.at()..fields.at() + name;
            item.entry_body = entry.body.start;
            item.entry = entry.whole;
            item.content = String::from_utf8_lossy(content.get(..64).unwrap_or(content)).into_owned();
        }
        Ok(())
    }

    fn locations(&mut self, mut fields: Fields) -> Result<()> {
        let (version, _) = fields.version()?;
        self.versions.location = version;
        let sizes = fields.number(2)? as usize;
        let [offset, length, base, index] = [sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15];
        if version > 2 || [offset, length, base, index].iter().any(|size| ![0, 4, 8].contains(size)) {
            return Err(CheckError::malformed("iloc", fields.at()));
        }
        // An offset of no width means "see the base offset", of which a copy has no use.
        self.versions.widths = [offset.max(4), length.max(4), base, index].map(|width| width as u8);
        for _ in 0..fields.id(version > 1)? {
            let id = fields.id(version > 1)?;
            let construction = if version > 0 { fields.number(2)? as u8 & 15 } else { 0 };
            let source = fields.number(2)? as u16;
            let start = fields.number(base)?;
            let mut extents = vec![];
            for _ in 0..fields.number(2)? {
                fields.number(if version > 0 { index } else { 0 })?;
                let place = start.checked_add(fields.number(offset)?);
                extents
                    .push((place.ok_or_else(|| CheckError::malformed("iloc", fields.at()))?, fields.number(length)?));
            }
            let item = self.items.entry(id).or_default();
            if !item.extents.is_empty() {
                return Err(CheckError::malformed("iloc", fields.at()));
            }
            (item.construction, item.source, item.base, item.extents) = (construction, source, start, extents);
        }
        Ok(())
    }

    fn references(&mut self, data: &[u8], mut fields: Fields, parent: &Box) -> Result<()> {
        let (version, _) = fields.version()?;
        self.versions.references = version;
        for entry in Boxes::new(data, fields.at()..parent.body.end) {
            let mut fields = Fields::new(data, &entry.body);
            let from = fields.id(version > 0)?;
            let count = fields.number(2)?;
            let to = (0..count).map(|_| fields.id(version > 0)).collect::<Result<_>>()?;
            self.references.push(Reference { kind: entry.kind, from, to });
        }
        Ok(())
    }

    fn properties(&mut self, data: &[u8], parent: &Box) -> Result<()> {
        for child in Boxes::new(data, parent.body.clone()) {
            match &child.kind {
                b"ipco" => self.properties = Boxes::new(data, child.body.clone()).collect(),
                b"ipma" => self.associations(Fields::new(data, &child.body))?,
                _ => {}
            }
        }
        Ok(())
    }

    fn associations(&mut self, mut fields: Fields) -> Result<()> {
        let (version, flags) = fields.version()?;
        let wide = flags & 1 == 1;
        self.versions.associations = self.versions.associations.max(version);
        self.versions.wide_associations |= wide;
        for _ in 0..fields.number(4)? {
            let id = fields.id(version > 0)?;
            let count = fields.number(1)?;
            let item = self.items.entry(id).or_default();
            for _ in 0..count {
                let value = fields.number(if wide { 2 } else { 1 })? as u16;
                let essential = if wide { 0x8000 } else { 0x80 };
                item.properties.push((value & !essential, value & essential != 0));
            }
        }
        Ok(())
    }

    /// The property an item's association points to.
    pub(crate) fn property(&self, index: u16) -> Option<&Box> {
        self.properties.get(usize::from(index).checked_sub(1)?)
    }

    /// The property of this kind that an item has.
    pub(crate) fn property_of(&self, id: u32, kind: [u8; 4]) -> Option<&Box> {
        let item = self.items.get(&id)?;
        item.properties.iter().filter_map(|&(index, _)| self.property(index)).find(|found| found.kind == kind)
    }

    /// What kind of second picture an item is, as its property says: a name ending in `:1` or `alpha` means transparency.
    pub(crate) fn auxiliary(&self, data: &[u8], id: u32) -> Option<String> {
        let name = part(data, self.property_of(id, *b"auxC")?.body.clone()).get(4..)?;
        let end = name.iter().position(|&b| b == 0).unwrap_or(name.len()).min(120);
        Some(String::from_utf8_lossy(name.get(..end)?).into_owned())
    }

    /// The pieces of an item as ranges of the file; `None` when they are not all in it.
    pub(crate) fn places(&self, data: &[u8], item: &Item) -> Option<Vec<Range<usize>>> {
        let room = match item.construction {
            0 => 0..data.len(),
            1 => self.small.clone(),
            _ => return None,
        };
        let place = |&(offset, length): &(u64, u64)| {
            let start = room.start.checked_add(usize::try_from(offset).ok()?)?;
            let end = start.checked_add(usize::try_from(length).ok()?)?;
            (length > 0 && end <= room.end && !item.elsewhere).then_some(start..end)
        };
        item.extents.iter().map(place).collect()
    }
}
