//! MP4 and `QuickTime` video: places, makers, times and user data are blanked where they stand.
//!
//! Nothing moves, so every table of sample places stays right: what is dropped becomes a free box of zeros, and what is
//! behind the last box that is needed is cut. Only picture and sound tracks stay; bytes that no sample of theirs covers
//! are zeros. What a codec itself writes into its samples is not looked at.

mod samples;
mod track;

use std::ops::Range;

use super::Opened;
use super::bmff::boxes::{Box, Boxes};
use super::bytes::part;
use super::metadata::{self, Found};
use super::plan::Plan;
use super::report::Format;
use crate::error::{CheckError, Result};
use crate::span::MetadataKind::{Other, Time};

/// Reads a video: its picture, what is hidden, and the plan of a clean copy.
pub(super) fn open(format: Format, data: &[u8]) -> Result<Opened> {
    let mut walk = Boxes::new(data, 0..data.len());
    let top: Vec<Box> = walk.by_ref().collect();
    let mut eraser = Eraser::new(data);
    eraser.movie(format, &top)?;
    let end = eraser.top(&top);
    metadata::trailer(part(data, walk.rest.clone()), &mut eraser.found);
    let (width, height) = eraser.size.ok_or_else(|| CheckError::malformed("track", 0))?;
    Ok(Opened { width, height, orientation: 1, plan: eraser.plan(end), found: eraser.found.close() })
}

/// The boxes inside a box; an error when they do not fill it.
fn children(data: &[u8], parent: &Box) -> Result<Vec<Box>> {
    let mut walk = Boxes::new(data, parent.body.clone());
    let all: Vec<Box> = walk.by_ref().collect();
    // QuickTime may end a list with a zero of four bytes.
    let rest = part(data, walk.rest.clone());
    if all.iter().any(|b| b.cut) || rest.iter().any(|&b| b != 0) {
        return Err(CheckError::malformed("box", parent.whole.start));
    }
    Ok(all)
}

/// What is to be blanked, and what must stay.
pub(super) struct Eraser<'a> {
    data: &'a [u8],
    pub(super) found: Found,
    /// Stretches that become zeros.
    zeros: Vec<Range<usize>>,
    /// Where a box's name becomes `free`.
    free: Vec<usize>,
    /// Stretches that hold samples of kept tracks.
    pub(super) samples: Vec<Range<usize>>,
    /// A box that is written anew in its own place.
    pub(super) anew: Option<(Range<usize>, Vec<u8>)>,
    /// Pixels of the first picture track.
    size: Option<(u32, u32)>,
}

impl<'a> Eraser<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Self { data, found: Found::default(), zeros: vec![], free: vec![], samples: vec![], anew: None, size: None }
    }

    /// Blanks what the one movie box of the file tells. An error when there is none, or one that cannot be followed.
    pub(super) fn movie(&mut self, format: Format, top: &[Box]) -> Result<()> {
        let refuse = |what: &str| Err(CheckError::UnsupportedFormat { format: format!("{}-{what}", format.name()) });
        let moov = top.iter().filter(|b| &b.kind == b"moov").collect::<Vec<_>>();
        let [moov] = moov.as_slice() else { return Err(CheckError::malformed("moov", 0)) };
        if moov.cut {
            return Err(CheckError::malformed("moov", moov.whole.start));
        }
        if top.iter().any(|b| matches!(&b.kind, b"moof" | b"sidx" | b"styp")) {
            return refuse("fragmented");
        }
        for child in children(self.data, moov)? {
            match &child.kind {
                b"mvhd" => self.times(&child, "CreateDate"),
                b"trak" => track::clean(self, &child)?,
                b"mvex" => return refuse("fragmented"),
                b"cmov" => return refuse("compressed"),
                b"iods" => {}
                _ => self.erase(&child),
            }
        }
        Ok(())
    }

    /// Notes a box and turns it into a free one.
    fn erase(&mut self, dropped: &Box) {
        metadata::movie(self.data, dropped, &mut self.found);
        self.blank(dropped);
    }

    fn blank(&mut self, dropped: &Box) {
        self.zero(dropped.body.clone());
        self.free.push(dropped.whole.start + 4);
    }

    /// Blanks a stretch that is not blank yet.
    fn zero(&mut self, range: Range<usize>) {
        if part(self.data, range.clone()).iter().any(|&b| b != 0) {
            self.zeros.push(range);
        }
    }

    /// Blanks the two times that a header box starts with.
    fn times(&mut self, header: &Box, name: &str) {
        let wide = part(self.data, header.body.clone()).first() == Some(&1);
        let start = header.body.start + 4;
        let range = start..(start + if wide { 16 } else { 8 }).min(header.body.end);
        if let Some(moment) = metadata::moment(part(self.data, range.clone()), wide) {
            self.found.add("exif", name, Time, &moment);
        }
        self.zero(range);
    }

    /// Blanks what is not needed on the top level; answers where the last needed box ends.
    pub(super) fn top(&mut self, top: &[Box]) -> usize {
        let anew = self.anew.as_ref().map(|anew| anew.0.clone());
        let needed = |b: &Box| matches!(&b.kind, b"ftyp" | b"moov" | b"mdat") || anew.as_ref() == Some(&b.whole);
        let last = top.iter().rposition(needed).map_or(0, |at| at + 1);
        let end = last.checked_sub(1).and_then(|at| top.get(at)).map_or(0, |b| b.whole.end);
        for (at, found) in top.iter().enumerate() {
            match &found.kind {
                b"ftyp" | b"moov" => {}
                _ if anew.as_ref() == Some(&found.whole) => {}
                b"mdat" => self.gaps(&found.body),
                b"wide" if found.body.is_empty() => {}
                _ if at < last => self.erase(found),
                _ => metadata::movie(self.data, found, &mut self.found),
            }
        }
        end
    }

    /// Blanks the bytes of a data box that belong to no sample of a kept track.
    fn gaps(&mut self, body: &Range<usize>) {
        self.samples.sort_by_key(|range| range.start);
        let (mut at, mut gaps) = (body.start, vec![]);
        for range in self.samples.iter().filter(|range| range.end > body.start && range.start < body.end) {
            gaps.push(at..range.start.max(at));
            at = at.max(range.end);
        }
        gaps.push(at..body.end.max(at));
        for gap in gaps {
            let bytes = part(self.data, gap.clone());
            if bytes.iter().any(|&b| b != 0) {
                self.found.add_bytes("trailer", "DataBesideSamples", Other, bytes.len());
                self.zeros.push(gap);
            }
        }
    }

    /// The copy up to `end`, with everything blanked.
    pub(super) fn plan(&mut self, end: usize) -> Plan {
        let mut edits: Vec<(usize, usize, Edit)> = self.zeros.iter().map(|r| (r.start, r.end, Edit::Zeros)).collect();
        edits.extend(self.free.iter().map(|&at| (at, at + 4, Edit::Free)));
        edits.extend(self.anew.take().map(|(range, bytes)| (range.start, range.end, Edit::Anew(bytes))));
        edits.sort_by_key(|edit| edit.0);
        let (mut plan, mut at) = (Plan::default(), 0);
        for (start, stop, edit) in edits {
            // A stretch inside one that is blanked already.
            if start < at || stop > end {
                continue;
            }
            plan.copy(at..start);
            match edit {
                Edit::Free if part(self.data, start..stop) == b"skip" => plan.copy(start..stop),
                Edit::Free => plan.own(*b"free"),
                Edit::Zeros => plan.zeros(stop - start),
                Edit::Anew(bytes) => plan.own(bytes),
            }
            at = stop;
        }
        plan.copy(at..end);
        plan
    }
}

/// What becomes of a stretch.
enum Edit {
    Zeros,
    /// The name of a box that is free now.
    Free,
    Anew(Vec<u8>),
}
