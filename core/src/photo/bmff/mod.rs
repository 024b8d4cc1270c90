//! HEIC, HEIF and AVIF stills: the primary picture with its tiles and its transparency, and nothing else.
//!
//! The lists of items are written again, because they name everything that is dropped; the coded pictures are copied.
//! In a sequence nothing can move, because a movie's tables say where everything is: there the lists are written anew in
//! their old place, and the movie is blanked like a video's.

pub(super) mod boxes;
mod fields;
pub(super) mod items;
mod select;
mod units;
mod write;

use std::collections::BTreeSet;
use std::ops::Range;

use super::Opened;
use super::bytes::{be32, part};
use super::metadata::{self, Found};
use super::movie::Eraser;
use super::report::Format;
use crate::error::{CheckError, Result};
use boxes::{Box, Boxes};
use items::Lists;

/// The file as it was read: its boxes, its items, and which of them are shown.
pub(super) struct Heif<'a> {
    pub(super) data: &'a [u8],
    pub(super) top: Vec<Box>,
    pub(super) trailer: Range<usize>,
    pub(super) items: Lists,
    pub(super) shown: BTreeSet<u32>,
}

/// Reads a HEIF still: its picture, what is hidden, and the plan of a clean copy.
pub(super) fn open(format: Format, data: &[u8]) -> Result<Opened> {
    let mut walk = Boxes::new(data, 0..data.len());
    let top: Vec<Box> = walk.by_ref().collect();
    let sequence = top.iter().any(|b| &b.kind == b"moov") && has_sequence_brand(data, &top);
    let find = |kind: &[u8; 4]| top.iter().find(|b| &b.kind == kind);
    let Some(meta) = find(b"meta").cloned() else {
        if sequence {
            return super::movie::open(format, data);
        }
        let what = if find(b"moov").is_some() {
            "sequence"
        } else if find(b"mini").is_some() {
            "mini"
        } else {
            "no-items"
        };
        return Err(CheckError::UnsupportedFormat { format: format!("{}-{what}", format.name()) });
    };
    let mut items = items::read(data, &meta)?;
    items.sequence = sequence;
    let shown = select::shown(data, &items)?;
    let trailer = walk.rest.clone();
    let heif = Heif { data, top, trailer, items, shown };
    if sequence {
        return in_sequence(format, &heif, &meta);
    }
    let mut found = Found::default();
    let plan = write::clean(&heif, &mut found)?;
    let (width, height, orientation) = heif.picture().ok_or_else(|| CheckError::malformed("size", 0))?;
    metadata::heif(&heif, &mut found);
    Ok(Opened { width, height, orientation, found: found.close(), plan })
}

/// A sequence: its movie is blanked like a video's, its lists are written anew in their place, and nothing moves.
fn in_sequence(format: Format, heif: &Heif, meta: &Box) -> Result<Opened> {
    let mut eraser = Eraser::new(heif.data);
    eraser.movie(format, &heif.top)?;
    let (lists, places) = write::in_place(heif, meta.whole.len(), &mut eraser.found)?;
    eraser.anew = Some((meta.whole.clone(), lists));
    eraser.samples.extend(places);
    metadata::heif_items(heif, &mut eraser.found);
    let end = eraser.top(&heif.top);
    metadata::trailer(part(heif.data, heif.trailer.clone()), &mut eraser.found);
    let plan = eraser.plan(end);
    let (width, height, orientation) = heif.picture().ok_or_else(|| CheckError::malformed("size", 0))?;
    Ok(Opened { width, height, orientation, found: eraser.found.close(), plan })
}

/// Whether a file type box names a sequence of pictures, as its own kind or as one it can be read as.
fn has_sequence_brand(data: &[u8], top: &[Box]) -> bool {
    let brands = top.first().filter(|b| &b.kind == b"ftyp").map(|b| part(data, b.body.clone())).unwrap_or_default();
    brands
        .as_chunks::<4>()
        .0
        .iter()
        .enumerate()
        .any(|(at, brand)| at != 1 && matches!(brand, b"avis" | b"msf1" | b"hevs" | b"hevc" | b"hevx" | b"hevm"))
}

impl Heif<'_> {
    /// Pixels as stored, and the turn as the EXIF orientation that looks the same.
    fn picture(&self) -> Option<(u32, u32, u8)> {
        let property =
            |kind| self.items.property_of(self.items.primary, kind).map(|found| part(self.data, found.body.clone()));
        let size = property(*b"ispe")?;
        let (mut width, mut height) = (be32(size, 4)?, be32(size, 8)?);
        if let Some(crop) = property(*b"clap") {
            let ratio = |at| be32(crop, at)?.checked_div(be32(crop, at + 4)?);
            (width, height) = (ratio(0)?.min(width), ratio(8)?.min(height));
        }
        // Quarter turns against the clock, then a mirror: 0 top to bottom, 1 left to right (ISO/IEC 23008-12 6.5.10, 6.5.12).
        let turn = property(*b"irot").and_then(|b| b.first()).map_or(0, |b| b & 3);
        let mirror = property(*b"imir").and_then(|b| b.first()).map(|b| b & 1);
        let orientation = match (turn, mirror) {
            (0, None) => 1,
            (1, None) => 8,
            (2, None) => 3,
            (3, None) => 6,
            (0, Some(1)) | (2, Some(0)) => 2,
            (0 | 2, Some(_)) => 4,
            (1, Some(0)) | (3, Some(1)) => 5,
            _ => 7,
        };
        Some((width, height, orientation))
    }
}
