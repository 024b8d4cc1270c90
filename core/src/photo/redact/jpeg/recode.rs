//! Scans whose tables were made for this photo, progressive ones among them: read code by code and written with other
//! tables, printed ones or made for what is left, so that the tables do not tell what was covered.
//!
//! T.81 annexes F.2.2 and G.1.2. Of coefficients that earlier scans coded only one bit is held: whether it is zero.

use super::bits::{Reader, Writer};
use super::frame::Frame;
use super::huffman::{Stated, Table};
use super::scan::{Block, DC_SIZE, Job, extend, sized};
use crate::error::{CheckError, Result};

/// A run of blocks without further waves is at most this long (T.81 G.1.2.2).
const LONGEST_RUN: u32 = 0x7FFF;

/// For each block of each component, which coefficients are not zero so far, by zigzag place.
pub(super) struct History(Vec<Vec<u64>>);

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
pub(super) fn scan(job: &Job, tables: &Tables, history: &mut History, header: &[u8], out: &mut Writer) -> Result<()> {
    let start = out.out.len();
    if !job.frame.progressive && write(job, tables, history, &printed(job), header, out)? {
        return Ok(());
    }
    out.out.truncate(start);
    let mut counts = Counts(Box::new([[0; 256]; 8]));
    Pass::new(job, tables, history, &mut counts, false).run()?;
    let fitting = |counts: &[u32; 256]| counts.iter().any(|&n| n > 0).then(|| Stated::fitting(counts));
    let stated = counts.0.each_ref().map(fitting);
    if write(job, tables, history, &stated, header, out)? { Ok(()) } else { Err(job.broken()) }
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

/// Writes the scan with these tables; false when they lack a code.
fn write(
    job: &Job,
    tables: &Tables,
    history: &mut History,
    stated: &[Option<Stated>; 8],
    header: &[u8],
    out: &mut Writer,
) -> Result<bool> {
    for (name, table) in [0, 1, 2, 3, 0x10, 0x11, 0x12, 0x13].into_iter().zip(stated) {
        let Some(table) = table else { continue };
        let body = table.segment(name);
        out.out.extend_from_slice(&[0xFF, 0xC4]);
        out.out.extend_from_slice(&(body.len() as u16 + 2).to_be_bytes());
        out.out.extend_from_slice(&body);
    }
    out.out.extend_from_slice(header);
    let made = stated.each_ref().map(|table| Table::new(table.as_ref()?));
    let mut coded = Coded { tables: &made, out, missing: false };
    Pass::new(job, tables, history, &mut coded, true).run()?;
    Ok(!coded.missing)
}

/// Where codes go: first to be counted, then to be written.
trait Sink {
    /// A symbol of the table numbered as in [`Tables`], and `size` more bits.
    fn code(&mut self, table: usize, symbol: u8, bits: u64, size: u32);
    /// Bits as they are, at most 57.
    fn plain(&mut self, bits: u64, size: u32);
    /// The end of a stretch.
    fn end(&mut self, marker: Option<u8>);
}

struct Counts(Box<[[u32; 256]; 8]>);

impl Sink for Counts {
    fn code(&mut self, table: usize, symbol: u8, _: u64, _: u32) {
        self.0[table & 7][usize::from(symbol)] += 1;
    }

    fn plain(&mut self, _: u64, _: u32) {}

    fn end(&mut self, _: Option<u8>) {}
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
        self.out.align();
        if let Some(marker) = marker {
            self.out.out.extend_from_slice(&[0xFF, marker]);
        }
    }
}

/// One pass over the scan.
struct Pass<'a, S> {
    job: &'a Job<'a>,
    tables: &'a Tables,
    history: &'a mut History,
    sink: &'a mut S,
    /// Whether the history is brought up to date: in the last pass only.
    keeps: bool,
    reader: Reader<'a>,
    given: [i32; 4],
    made: [i32; 4],
    /// Blocks still to come of a run of blocks without further waves.
    run: u32,
    pending: Pending,
}

/// A run to be written, with the bits that mend the coefficients of its blocks.
#[derive(Default)]
struct Pending {
    run: u32,
    bits: Vec<(u64, u32)>,
}

impl<'a, S: Sink> Pass<'a, S> {
    fn new(job: &'a Job, tables: &'a Tables, history: &'a mut History, sink: &'a mut S, keeps: bool) -> Self {
        let reader = Reader::new(&[], vec![]);
        let (given, made, run, pending) = Default::default();
        Self { job, tables, history, sink, keeps, reader, given, made, run, pending }
    }

    fn run(mut self) -> Result<()> {
        let job = self.job;
        let blocks = job.blocks();
        for stretch in job.stretches()? {
            let window = std::mem::replace(&mut self.reader, Reader::new(&[], vec![])).into_window();
            self.reader = Reader::new(job.raw.get(stretch.bytes).unwrap_or_default(), window);
            (self.given, self.made, self.run) = ([0; 4], [0; 4], 0);
            let mut covered = job.covered(&stretch.units).into_iter().peekable();
            for unit in stretch.units {
                while covered.next_if(|range| range.end <= unit).is_some() {}
                let hidden = covered.peek().is_some_and(|range| range.contains(&unit));
                if self.reader.is_short() {
                    self.reader.slide();
                }
                for block in &blocks {
                    self.block(*block, unit, hidden)?;
                }
                if self.reader.is_overrun() {
                    return Err(job.broken());
                }
            }
            let wave_table = blocks.first().map_or(0, |block| 4 + block.ac);
            self.flush(wave_table);
            if self.run > 0 {
                return Err(job.broken());
            }
            self.sink.end(stretch.marker);
        }
        Ok(())
    }

    fn block(&mut self, block: Block, unit: u32, hidden: bool) -> Result<()> {
        let scan = self.job.scan;
        if scan.first == 0 {
            if scan.refining {
                let bit = self.reader.take(1);
                let fill = self.fill(block).cast_unsigned() & 1;
                self.sink.plain(if hidden { fill } else { bit }.into(), 1);
                return Ok(());
            }
            self.average(block, hidden)?;
            return if self.job.frame.progressive { Ok(()) } else { self.sequential(block, hidden) };
        }
        let slot = |history: &mut History| history.0.get(block.component)?.get(unit as usize).copied();
        let old = slot(self.history).ok_or_else(|| self.job.broken())?;
        let new = if scan.refining { self.refine(block, old, hidden)? } else { self.first(block, old, hidden)? };
        if self.keeps
            && let Some(place) = self.history.0.get_mut(block.component).and_then(|of| of.get_mut(unit as usize))
        {
            *place = new;
        }
        Ok(())
    }

    /// The covered average as this scan codes it.
    fn fill(&self, block: Block) -> i32 {
        self.job.fill[block.component & 3] >> self.job.scan.low
    }

    fn symbol(&mut self, table: usize) -> Result<u8> {
        let word = self.reader.peek();
        let found = self.tables.get(table).and_then(|t| t.as_ref()).and_then(|table| table.symbol(word));
        let (symbol, length) = found.ok_or_else(|| self.job.broken())?;
        self.reader.at += length as usize;
        Ok(symbol)
    }

    fn average(&mut self, block: Block, hidden: bool) -> Result<()> {
        let size = self.symbol(block.dc)?.into();
        if size > DC_SIZE {
            return Err(CheckError::needs_pixels("jpeg-values"));
        }
        let bits = self.reader.take(size);
        let component = block.component & 3;
        self.given[component] = self.given[component].wrapping_add(extend(bits, size));
        let value = if hidden { self.fill(block) } else { self.given[component] };
        let (size, bits) = sized(value.wrapping_sub(self.made[component]));
        if size > DC_SIZE {
            return Err(CheckError::needs_pixels("jpeg-values"));
        }
        self.made[component] = value;
        self.sink.code(block.dc, size as u8, bits, size);
        Ok(())
    }

    /// The waves of a block of a sequential scan.
    fn sequential(&mut self, block: Block, hidden: bool) -> Result<()> {
        let table = 4 + block.ac;
        let codes = self.tables.get(table).and_then(Option::as_ref).ok_or_else(|| self.job.broken())?;
        let mut wave = 1;
        while wave < 64 {
            let word = self.reader.peek();
            let (symbol, length) = codes.symbol(word).ok_or_else(|| self.job.broken())?;
            let size = u32::from(symbol & 15);
            let bits = word << length >> 1 >> (63 - size);
            self.reader.at += (length + size) as usize;
            if !hidden {
                self.sink.code(table, symbol, bits, size);
            }
            wave += match symbol {
                0 => break,
                0xF0 => 16,
                _ if size == 0 => return Err(self.job.broken()),
                _ => u32::from(symbol >> 4) + 1,
            };
        }
        if wave > 64 {
            return Err(self.job.broken());
        }
        if hidden {
            self.sink.code(table, 0, 0, 0);
        }
        Ok(())
    }

    /// The waves that a progressive scan codes first; answers which are not zero.
    fn first(&mut self, block: Block, old: u64, hidden: bool) -> Result<u64> {
        let (scan, table) = (self.job.scan, 4 + block.ac);
        let (mut wave, mut new) = (scan.first, old);
        while self.run == 0 && wave <= scan.last {
            let symbol = self.symbol(table)?;
            let (zeros, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 && zeros < 15 {
                self.run = (1 << zeros) + self.reader.take(zeros);
                break;
            }
            let bits = self.reader.take(size);
            wave += zeros;
            if wave > scan.last {
                return Err(self.job.broken());
            }
            new |= u64::from(size > 0) << wave;
            wave += 1;
            if !hidden {
                self.flush(table);
                self.sink.code(table, symbol, bits.into(), size);
            }
        }
        let rest = self.run > 0;
        self.run -= u32::from(rest);
        // Where the codes reach the last wave there is no end to code.
        if rest || hidden {
            self.end_block(table, 0, 0);
        }
        Ok(new)
    }

    /// One more bit of waves that are known, and waves that come up only now; answers which are not zero.
    fn refine(&mut self, block: Block, old: u64, hidden: bool) -> Result<u64> {
        let (scan, table) = (self.job.scan, 4 + block.ac);
        let (mut wave, mut new) = (scan.first, old);
        while self.run == 0 && wave <= scan.last {
            let symbol = self.symbol(table)?;
            let (mut zeros, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 && zeros < 15 {
                self.run = (1 << zeros) + self.reader.take(zeros);
                break;
            }
            if size > 1 {
                return Err(self.job.broken());
            }
            let sign = self.reader.take(size);
            let (mut mends, mut count) = (0, 0);
            // Over the waves that are known, each with its bit, to the place of the new one.
            while wave <= scan.last {
                if old >> wave & 1 == 1 {
                    mends = mends << 1 | u64::from(self.reader.take(1));
                    count += 1;
                } else if zeros == 0 {
                    break;
                } else {
                    zeros -= 1;
                }
                wave += 1;
            }
            if wave > scan.last && (size > 0 || zeros > 0) {
                return Err(self.job.broken());
            }
            if size > 0 {
                new |= 1 << wave;
            }
            wave += 1;
            if !hidden {
                self.flush(table);
                self.sink.code(table, symbol, sign.into(), size);
                plain(self.sink, mends, count);
            }
        }
        if self.run == 0 {
            if hidden {
                self.end_block(table, 0, 0);
            }
            return Ok(new);
        }
        self.run -= 1;
        let (mut mends, mut count) = (0, 0);
        for known in wave..=scan.last {
            if old >> known & 1 == 1 {
                mends = mends << 1 | u64::from(self.reader.take(1));
                count += 1;
            }
        }
        let (mends, count) = if hidden { (0, 0) } else { (mends, count) };
        self.end_block(table, mends, count);
        Ok(new)
    }

    /// Adds a block without further waves to the run to be written.
    fn end_block(&mut self, table: usize, mends: u64, count: u32) {
        self.pending.run += 1;
        if count > 0 {
            self.pending.bits.push((mends, count));
        }
        if self.pending.run == LONGEST_RUN {
            self.flush(table);
        }
    }

    /// Writes the run (T.81 G.1.2.2: its length in powers of two), then the mending bits of its blocks.
    fn flush(&mut self, table: usize) {
        if self.pending.run == 0 {
            return;
        }
        let power = self.pending.run.ilog2();
        let rest = self.pending.run - (1 << power);
        self.sink.code(table, (power << 4) as u8, rest.into(), power);
        for (bits, count) in self.pending.bits.drain(..) {
            plain(self.sink, bits, count);
        }
        self.pending.run = 0;
    }
}

/// Up to 63 bits as they are.
fn plain(sink: &mut impl Sink, bits: u64, count: u32) {
    let low = count.min(32);
    sink.plain(bits >> low & ((1 << 31) - 1), count - low);
    sink.plain(bits & ((1 << low) - 1), low);
}
