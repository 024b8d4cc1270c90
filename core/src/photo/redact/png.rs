//! Regions of a PNG: rows are unpacked, filled and packed again one by one; every other chunk stays.
//!
//! Filters and packing are chosen anew for all rows of a frame: the ones in the file were chosen with the covered pixels
//! in view. W3C PNG, third edition, sections 7, 9 and 11.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Decompress, FlushDecompress, Status};

use super::region::{Area, stretches};
use crate::error::{CheckError, Result};
use crate::photo::bytes::{be32, part};
use crate::photo::limits::{INFLATED_BYTES, ROW_BYTES};
use crate::photo::png::chunk::{Chunk, Chunks, SIGNATURE};
use crate::photo::png::header::Header;
use crate::photo::png::write::chunk;

/// Longest image chunk written, in bytes.
const CHUNK: usize = 1 << 20;

/// Covers `areas` of every frame. Everything else in the file stays.
pub(super) fn cover(data: &[u8], areas: &[Area]) -> Result<Vec<u8>> {
    let mut chunks = Chunks::new(data).peekable();
    let mut coverer = Coverer {
        data,
        areas,
        out: SIGNATURE.to_vec(),
        header: None,
        ink: vec![],
        palette: None,
        key: None,
        frame: None,
        number: 0,
    };
    let mut end = data.len();
    while let Some(step) = chunks.next() {
        let first = step?;
        end = first.body.end + 4;
        let mut run = vec![first];
        let is_pixels = |kind: &[u8; 4]| kind == b"IDAT" || kind == b"fdAT";
        while run.first().is_some_and(|first| is_pixels(&first.kind))
            && let Some(more) =
                chunks.next_if(|next| next.as_ref().is_ok_and(|next| Some(next.kind) == run.first().map(|c| c.kind)))
        {
            run.push(more?);
            end = run.last().map_or(end, |last| last.body.end + 4);
        }
        coverer.run(&run)?;
    }
    coverer.out.extend_from_slice(part(data, end..data.len()));
    Ok(coverer.out)
}

/// Where a frame lies in the picture.
#[derive(Debug, Clone, Copy)]
struct Frame {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
}

struct Coverer<'a> {
    data: &'a [u8],
    areas: &'a [Area],
    out: Vec<u8>,
    header: Option<Header>,
    /// What a covered pixel holds: whole bytes, or one byte with the value in its lowest bits.
    ink: Vec<u8>,
    palette: Option<&'a [u8]>,
    /// The transparency chunk.
    key: Option<&'a [u8]>,
    /// The frame announced last.
    frame: Option<Frame>,
    /// The next sequence number of an animation.
    number: u32,
}

impl Coverer<'_> {
    fn run(&mut self, run: &[Chunk]) -> Result<()> {
        let Some(first) = run.first() else { return Ok(()) };
        let body = part(self.data, first.body.clone());
        match &first.kind {
            b"IHDR" if self.header.is_none() => self.header = Some(Header::read(body)?),
            b"PLTE" => self.palette = Some(body),
            b"tRNS" => self.key = Some(body),
            b"fcTL" if body.len() == 26 => {
                let side = |at| be32(body, at).unwrap_or(0);
                self.frame = Some(Frame { width: side(4), height: side(8), x: side(12), y: side(16) });
                let numbered = chunk(first.kind, &[&self.next_number(), body.get(4..).unwrap_or_default()]);
                self.out.extend_from_slice(&numbered);
                return Ok(());
            }
            b"IDAT" | b"fdAT" => return self.pixels(run),
            _ => {}
        }
        self.out.extend_from_slice(part(self.data, first.whole()));
        Ok(())
    }

    fn next_number(&mut self) -> [u8; 4] {
        self.number += 1;
        (self.number - 1).to_be_bytes()
    }

    /// One stream of pixels, unpacked and packed again.
    fn pixels(&mut self, run: &[Chunk]) -> Result<()> {
        let header = self.header.ok_or_else(|| CheckError::malformed("header", 8))?;
        let kind = run.first().map_or(*b"IDAT", |chunk| chunk.kind);
        let still = Frame { x: 0, y: 0, width: header.width, height: header.height };
        let frame = if &kind == b"fdAT" { self.frame.unwrap_or(still) } else { still };
        let inside = |side: u32, at: u32, most: u32| side > 0 && at.checked_add(side).is_some_and(|end| end <= most);
        if !inside(frame.width, frame.x, header.width) || !inside(frame.height, frame.y, header.height) {
            return Err(CheckError::malformed("frame", run.first().map_or(0, |chunk| chunk.body.start)));
        }
        if self.ink.is_empty() {
            self.ink = ink(&header, self.palette, self.key);
        }
        let skip = if &kind == b"fdAT" { 4 } else { 0 };
        let mut rows = Rows::new(&header, frame, self.areas, &self.ink)?;
        let (mut inflate, mut buffer) = (Decompress::new(true), vec![0; 32 << 10]);
        'chunks: for chunk in run {
            let mut packed = part(self.data, chunk.body.start + skip..chunk.body.end);
            loop {
                let (taken, made) = (inflate.total_in(), inflate.total_out());
                let status = inflate.decompress(packed, &mut buffer, FlushDecompress::None);
                packed = packed.get((inflate.total_in() - taken) as usize..).unwrap_or_default();
                let bytes = buffer.get(..(inflate.total_out() - made) as usize).unwrap_or_default();
                rows.feed(bytes)?;
                match status {
                    Ok(Status::StreamEnd) => break 'chunks,
                    Ok(_) if rows.is_done() => break 'chunks,
                    Ok(_) if !packed.is_empty() || inflate.total_out() > made => {}
                    Ok(_) => break,
                    Err(_) => return Err(CheckError::malformed("image-data", chunk.body.start)),
                }
            }
        }
        let packed =
            rows.finish().ok_or_else(|| CheckError::malformed("image-data", run.last().map_or(0, |c| c.body.end)))?;
        for piece in packed.chunks(CHUNK) {
            let number = if skip > 0 { self.next_number().to_vec() } else { vec![] };
            let numbered = chunk(kind, &[&number, piece]);
            self.out.extend_from_slice(&numbered);
        }
        Ok(())
    }
}

/// What a covered pixel holds: opaque black, or the darkest colour that the picture has.
fn ink(header: &Header, palette: Option<&[u8]>, key: Option<&[u8]>) -> Vec<u8> {
    let bytes = (header.bits / 8).max(1) as usize;
    match header.colour {
        3 => {
            let colours = palette.unwrap_or_default().as_chunks::<3>().0;
            let opacity = |at: usize| key.and_then(|key| key.get(at)).copied().unwrap_or(255);
            let light = |colour: &[u8; 3]| colour.iter().map(|&c| u32::from(c)).sum::<u32>();
            let most = 1usize << header.bits;
            let darkest =
                (0..colours.len().min(most)).min_by_key(|&at| (255 - opacity(at), colours.get(at).map(light)));
            vec![darkest.unwrap_or(0) as u8]
        }
        // The alpha channel comes last.
        4 | 6 => {
            let alpha = bytes / if header.colour == 4 { 2 } else { 4 };
            [vec![0; bytes - alpha], vec![255; alpha]].concat()
        }
        // A picture whose black is transparent gets the next darkest value.
        _ if key.is_some_and(|key| key.iter().all(|&byte| byte == 0)) => [vec![0; bytes - 1], vec![1]].concat(),
        _ => vec![0; bytes],
    }
}

/// Takes unpacked bytes and makes covered, packed rows of them.
struct Rows<'a> {
    frame: Frame,
    areas: &'a [Area],
    ink: &'a [u8],
    /// Bits of one pixel, and bytes that filters look back.
    bits: usize,
    back: usize,
    /// Filters help little where a byte holds several pixels or an index.
    filters: bool,
    passes: std::vec::IntoIter<[u32; 4]>,
    pass: Option<[u32; 4]>,
    /// The row of the pass that is being read.
    row: u32,
    line: Vec<u8>,
    /// The row above: as it was, and as it is covered.
    above: Vec<u8>,
    covered_above: Vec<u8>,
    out: ZlibEncoder<Vec<u8>>,
}

impl<'a> Rows<'a> {
    fn new(header: &Header, frame: Frame, areas: &'a [Area], ink: &'a [u8]) -> Result<Self> {
        let row_bytes = (u64::from(frame.width) * header.bits).div_ceil(8);
        if row_bytes > ROW_BYTES {
            return Err(CheckError::LimitExceeded { limit: "row-bytes".into(), max: ROW_BYTES });
        }
        if header.pixel_bytes(frame.width, frame.height) > INFLATED_BYTES {
            return Err(CheckError::LimitExceeded { limit: "pixel-bytes".into(), max: INFLATED_BYTES });
        }
        let mut rows = Self {
            frame,
            areas,
            ink,
            bits: header.bits as usize,
            back: (header.bits / 8).max(1) as usize,
            filters: header.bits >= 8 && header.colour != 3,
            passes: header.passes(frame.width, frame.height).into_iter(),
            pass: None,
            row: 0,
            line: vec![],
            above: vec![],
            covered_above: vec![],
            out: ZlibEncoder::new(vec![], Compression::default()),
        };
        rows.next_pass();
        Ok(rows)
    }

    fn is_done(&self) -> bool {
        self.pass.is_none()
    }

    fn next_pass(&mut self) {
        self.pass = self.passes.next();
        let bytes = self.pass.map_or(0, |[column, _, across, _]| {
            ((self.frame.width - column).div_ceil(across) as usize * self.bits).div_ceil(8)
        });
        self.row = 0;
        self.above = vec![0; bytes];
        self.covered_above = vec![0; bytes];
    }

    /// Takes the next bytes. What comes behind the last row is left out.
    fn feed(&mut self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() && self.pass.is_some() {
            let wanted = 1 + self.above.len() - self.line.len();
            let (now, later) = bytes.split_at(wanted.min(bytes.len()));
            self.line.extend_from_slice(now);
            bytes = later;
            if now.len() == wanted {
                self.end_row()?;
            }
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<()> {
        let Some([column, row, across, down]) = self.pass else { return Ok(()) };
        let mut line = std::mem::take(&mut self.line);
        let (filter, pixels) = line.split_first_mut().ok_or_else(|| CheckError::malformed("image-data", 0))?;
        if *filter > 4 {
            return Err(CheckError::malformed("filter", 0));
        }
        unfilter(*filter, pixels, &self.above, self.back);
        self.above.copy_from_slice(pixels);
        let y = self.frame.y + row + self.row * down;
        for (start, end) in stretches(self.areas, y) {
            let place =
                |x: u32| x.saturating_sub(self.frame.x).min(self.frame.width).saturating_sub(column).div_ceil(across);
            fill(pixels, place(start) as usize..place(end) as usize, self.bits, self.ink);
        }
        let failed = |_| CheckError::Internal { code: "packing".into() };
        let filtered =
            if self.filters { filtered(pixels, &self.covered_above, self.back) } else { (0, pixels.to_vec()) };
        self.out.write_all(&[filtered.0]).and_then(|()| self.out.write_all(&filtered.1)).map_err(failed)?;
        self.covered_above.copy_from_slice(pixels);
        line.clear();
        self.line = line;
        self.row += 1;
        if row + self.row * down >= self.frame.height {
            self.next_pass();
        }
        Ok(())
    }

    /// The packed rows; `None` when some are missing.
    fn finish(self) -> Option<Vec<u8>> {
        if self.pass.is_some() { None } else { self.out.finish().ok() }
    }
}

/// Fills the pixels `range` of a row.
fn fill(row: &mut [u8], range: std::ops::Range<usize>, bits: usize, ink: &[u8]) {
    if bits >= 8 {
        let bytes = row.get_mut(range.start * bits / 8..range.end * bits / 8).unwrap_or_default();
        bytes.chunks_mut(bits / 8).for_each(|pixel| pixel.copy_from_slice(ink.get(..pixel.len()).unwrap_or_default()));
        return;
    }
    let (value, mask) = (ink.first().copied().unwrap_or(0), (1u8 << bits) - 1);
    for at in range {
        let shift = 8 - bits - at * bits % 8;
        if let Some(byte) = row.get_mut(at * bits / 8) {
            *byte = *byte & !(mask << shift) | (value & mask) << shift;
        }
    }
}

/// Takes a filter back (section 9.2).
fn unfilter(filter: u8, row: &mut [u8], above: &[u8], back: usize) {
    for at in 0..row.len() {
        let left = if at >= back { row[at - back] } else { 0 };
        let corner = if at >= back { above[at - back] } else { 0 };
        row[at] = row[at].wrapping_add(predicted(filter, left, above[at], corner));
    }
}

/// What a filter takes a byte to be.
#[inline]
fn predicted(filter: u8, left: u8, above: u8, corner: u8) -> u8 {
    match filter {
        1 => left,
        2 => above,
        3 => u16::midpoint(left.into(), above.into()) as u8,
        4 => paeth(left, above, corner),
        _ => 0,
    }
}

/// The neighbour nearest to left + above − corner (section 9.4).
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, above, corner].map(i16::from);
    let (to_a, to_b, to_c) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    match () {
        () if to_a <= to_b && to_a <= to_c => left,
        () if to_b <= to_c => above,
        () => corner,
    }
}

/// The filter that leaves the smallest sum of differences (section 12.7), and the filtered row.
fn filtered(row: &[u8], above: &[u8], back: usize) -> (u8, Vec<u8>) {
    let with = |filter: u8| -> Vec<u8> {
        let byte = |at: usize| {
            let (left, corner) = if at >= back { (row[at - back], above[at - back]) } else { (0, 0) };
            row[at].wrapping_sub(predicted(filter, left, above[at], corner))
        };
        (0..row.len()).map(byte).collect()
    };
    let weight = |row: &[u8]| row.iter().map(|&byte| u64::from(byte.cast_signed().unsigned_abs())).sum::<u64>();
    let all = (0..5).map(|filter| (filter, with(filter)));
    all.min_by_key(|(_, row)| weight(row)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_taken_back() {
        let (above, row): (Vec<u8>, Vec<u8>) = (0..40u8).map(|i| (i.wrapping_mul(37), i.wrapping_mul(91) ^ 5)).unzip();
        for filter in 0..5u8 {
            let mut coded: Vec<u8> = (0..40)
                .map(|at| {
                    let (left, corner) = if at >= 3 { (row[at - 3], above[at - 3]) } else { (0, 0) };
                    row[at].wrapping_sub(predicted(filter, left, above[at], corner))
                })
                .collect();
            unfilter(filter, &mut coded, &above, 3);
            assert_eq!(coded, row, "{filter}");
        }
        let (filter, mut chosen) = filtered(&row, &above, 3);
        unfilter(filter, &mut chosen, &above, 3);
        assert_eq!(chosen, row);
    }

    #[test]
    fn fills_bits() {
        let mut row = [0xFF; 2];
        fill(&mut row, 3..9, 1, &[0]);
        assert_eq!(row, [0b1110_0000, 0b0111_1111]);
        let mut row = [0; 2];
        fill(&mut row, 1..3, 4, &[0xA]);
        assert_eq!(row, [0x0A, 0xA0]);
        let mut row = [9; 6];
        fill(&mut row, 1..2, 16, &[1, 2]);
        assert_eq!(row, [9, 9, 1, 2, 9, 9]);
    }
}
