//! Where the samples of a track are: chunks of samples, by the tables (ISO/IEC 14496-12 section 8.7).

use std::ops::Range;

use crate::photo::bmff::boxes::Box;
use crate::photo::bytes::{be32, part};

/// Each chunk as a range of the file. `None` when the tables do not fit each other or the file.
pub(super) fn places(data: &[u8], tables: &[Box]) -> Option<Vec<Range<usize>>> {
    let table = |kinds: [&[u8; 4]; 2]| tables.iter().find(|b| kinds.contains(&&b.kind));
    let offsets = table([b"stco", b"co64"])?;
    let offset_body = part(data, offsets.body.clone());
    let count = be32(offset_body, 4)? as usize;
    let wide = &offsets.kind == b"co64";
    if count.checked_mul(if wide { 8 } else { 4 })? > offset_body.len() {
        return None;
    }
    let groups = part(data, table([b"stsc", b"stsc"])?.body.clone());
    let mut sizes =
        Sizes::open(part(data, table([b"stsz", b"stz2"])?.body.clone()), table([b"stz2", b"stz2"]).is_some())?;
    let mut group = 0;
    let mut places = vec![];
    for chunk in 0..count {
        // The group that starts last at or before this chunk says how many samples it has.
        while be32(groups, 8 + 12 * (group + 1)).is_some_and(|first| first as usize <= chunk + 1)
            && group + 1 < be32(groups, 4)? as usize
        {
            group += 1;
        }
        let samples = be32(groups, 8 + 12 * group + 4)?;
        let start = if wide {
            (be32(offset_body, 8 + 8 * chunk)? == 0).then(|| be32(offset_body, 12 + 8 * chunk))??
        } else {
            be32(offset_body, 8 + 4 * chunk)?
        } as usize;
        let end = start.checked_add(sizes.take(samples)?)?;
        if end > data.len() {
            return None;
        }
        places.push(start..end);
    }
    (sizes.left == 0).then_some(places)
}

/// Sample sizes in order.
struct Sizes<'a> {
    body: &'a [u8],
    /// Bits of one size in the table, or the size that all samples share.
    bits: usize,
    common: u32,
    next: usize,
    left: u32,
}

impl<'a> Sizes<'a> {
    fn open(body: &'a [u8], compact: bool) -> Option<Self> {
        let (field, left) = (be32(body, 4)?, be32(body, 8)?);
        let (bits, common) = if compact { (field as usize & 0xFF, 0) } else { (32, field) };
        let listed = (left as usize).checked_mul(bits)?.div_ceil(8) <= body.len().saturating_sub(12);
        (matches!(bits, 4 | 8 | 16 | 32) && (common > 0 || listed)).then_some(Self {
            body,
            bits,
            common,
            next: 0,
            left,
        })
    }

    /// The sizes of the next `count` samples together.
    fn take(&mut self, count: u32) -> Option<usize> {
        self.left = self.left.checked_sub(count)?;
        if self.common > 0 {
            return (self.common as usize).checked_mul(count as usize);
        }
        let mut sum = 0usize;
        for _ in 0..count {
            sum = sum.checked_add(self.size(self.next)?)?;
            self.next += 1;
        }
        Some(sum)
    }

    fn size(&self, at: usize) -> Option<usize> {
        let byte = |at: usize| self.body.get(12 + at).map(|&b| usize::from(b));
        match self.bits {
            4 => Some(byte(at / 2)? >> (4 * (1 - at % 2)) & 15),
            8 => byte(at),
            16 => Some(byte(2 * at)? << 8 | byte(2 * at + 1)?),
            _ => be32(self.body, 12 + 4 * at).map(|size| size as usize),
        }
    }
}
