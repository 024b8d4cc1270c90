//! Scans whose tables were made for this photo, progressive ones among them: read code by code and written with other
//! tables, printed ones or made for what is left, so that the tables do not tell what was covered.
//!
//! T.81 annexes F.2.2 and G.1.2. Of coefficients that earlier scans coded only one bit is held: whether it is zero.

use super::bits::Writer;
use super::frame::Frame;
use super::huffman::{Stated, Table};
use super::kept::{KEPT, Kept, Late};
use super::scan::Job;
use super::trade;
use super::waves::Pass;
use crate::error::{CheckError, Result};

/// For each block of each component, which coefficients are not zero so far, by zigzag place.
pub(super) struct History(pub(super) Vec<Vec<u64>>);

impl History {
    /// Most bytes that a history may take: a photo of 130 MP stays below it.
    const BYTES: u64 = 24 << 20;

    pub(super) fn none() -> Self {
        Self(vec![])
    }

    /// Memory for a progressive frame; none for others.
    pub(super) fn new(frame: &Frame) -> Result<Self> {
        if !frame.progressive {
            return Ok(Self::none());
        }
        if frame.blocks() * 8 > Self::BYTES {
            return Err(CheckError::needs_pixels("large-progressive-jpeg"));
        }
        Ok(Self(frame.components.iter().map(|c| vec![0; (c.columns * c.rows) as usize]).collect()))
    }
}

/// The tables in force by class and place: DC 0 to 3, waves 4 to 7.
pub(super) type Tables = [Option<Table>; 8];

/// Codes the scan anew into `out`: its tables, the scan `header` as it is, and the codes.
///
/// Sequential scans get the tables that T.81 prints: they cost a percent or two more than fitting ones, which take a
/// second pass, and tell nothing at all. Codes that they lack, and progressive scans, get tables made for what is left.
/// The codes of a scan may be `late`; those of the scan in front are waited for.
pub(super) fn scan(
    job: &Job,
    tables: &Tables,
    history: &mut History,
    header: &[u8],
    out: &mut Writer,
    late: &mut Late,
) -> Result<()> {
    let start = out.out.len();
    if !job.frame.progressive {
        let made = announce(&printed(job), header, out);
        if trade::scan(job, tables, &made, out)? {
            return Ok(());
        }
        out.cut(start);
    }
    let keeps = job.scan.first > 0 && job.raw.len() <= KEPT;
    let mut kept = Kept::new(keeps);
    Pass::new(job, tables, history, &mut kept, keeps).run()?;
    late.settle(out).ok_or_else(|| job.broken())?;
    let fitting = |counts: &[u32; 256]| counts.iter().any(|&n| n > 0).then(|| Stated::fitting(counts));
    let mut made = announce(&kept.counts.each_ref().map(fitting), header, out);
    if keeps {
        let wave_table = job.blocks().first().map_or(0, |block| 4 + block.ac);
        let table = made.get_mut(wave_table).and_then(Option::take);
        return table.and_then(|table| late.start(kept, table, out)).ok_or_else(|| job.broken());
    }
    let mut coded = Coded { tables: &made, out, missing: false };
    Pass::new(job, tables, history, &mut coded, true).run()?;
    if coded.missing { Err(job.broken()) } else { Ok(()) }
}

/// The printed tables for the places that the scan names: those of luminance for the first, of chrominance for others.
fn printed(job: &Job) -> [Option<Stated>; 8] {
    let mut stated = [const { None }; 8];
    for block in job.blocks() {
        for (class, place) in [(0, block.dc), (1, block.ac)] {
            if let Some(slot) = stated.get_mut(4 * class + place) {
                *slot = Stated::standard(class, place.min(1)).cloned();
            }
        }
    }
    stated
}

/// Writes the segments with these tables, and the header of their scan.
fn announce(stated: &[Option<Stated>; 8], header: &[u8], out: &mut Writer) -> Tables {
    for (name, table) in [0, 1, 2, 3, 0x10, 0x11, 0x12, 0x13].into_iter().zip(stated) {
        let Some(table) = table else { continue };
        let body = table.segment(name);
        out.out.extend_from_slice(&[0xFF, 0xC4]);
        out.out.extend_from_slice(&(body.len() as u16 + 2).to_be_bytes());
        out.out.extend_from_slice(&body);
    }
    out.out.extend_from_slice(header);
    stated.each_ref().map(|table| Table::new(table.as_ref()?))
}

/// Where codes go: first to be counted, then to be written.
pub(super) trait Sink {
    /// A symbol of the table numbered as in [`Tables`], and `size` more bits, at most 41.
    fn code(&mut self, table: usize, symbol: u8, bits: u64, size: u32);
    /// Bits as they are, at most 57.
    fn plain(&mut self, bits: u64, size: u32);
    /// The end of a stretch.
    fn end(&mut self, marker: Option<u8>);
}

struct Coded<'a> {
    tables: &'a Tables,
    out: &'a mut Writer,
    /// Whether a code was asked for that the tables lack.
    missing: bool,
}

impl Sink for Coded<'_> {
    fn code(&mut self, table: usize, symbol: u8, bits: u64, size: u32) {
        match self.tables[table & 7].as_ref().and_then(|table| table.code(symbol)) {
            Some((code, length)) => self.out.put(u64::from(code) << size | bits, length + size),
            None => self.missing = true,
        }
    }

    fn plain(&mut self, bits: u64, size: u32) {
        self.out.put(bits, size);
    }

    fn end(&mut self, marker: Option<u8>) {
        self.out.end(marker.unwrap_or(0));
    }
}
