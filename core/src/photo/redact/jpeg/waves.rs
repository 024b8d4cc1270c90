//! One pass over a scan that is coded anew code by code: progressive ones (T.81 annex G.1.2), and sequential ones that
//! the printed tables do not serve (F.2.2).

use super::bits::Reader;
use super::recode::{History, Sink, Tables};
use super::scan::{Block, DC_SIZE, Job, extend, sized};
use crate::error::{CheckError, Result};

/// A run of blocks without further waves is at most this long (T.81 G.1.2.2).
const LONGEST_RUN: u32 = 0x7FFF;

/// One pass over the scan.
pub(super) struct Pass<'a, S> {
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
    pub(super) fn new(
        job: &'a Job,
        tables: &'a Tables,
        history: &'a mut History,
        sink: &'a mut S,
        keeps: bool,
    ) -> Self {
        let reader = Reader::new(&[], vec![]);
        let (given, made, run, pending) = Default::default();
        Self { job, tables, history, sink, keeps, reader, given, made, run, pending }
    }

    pub(super) fn run(mut self) -> Result<()> {
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

    #[inline]
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

    /// The symbol that comes next, the length of its code, and the bits that start with it. Takes nothing.
    #[inline]
    fn symbol(&self, table: usize) -> Result<(u8, u32, u64)> {
        let word = self.reader.peek();
        let found = self.tables.get(table).and_then(|t| t.as_ref()).and_then(|table| table.symbol(word));
        found.map(|(symbol, length)| (symbol, length, word)).ok_or_else(|| self.job.broken())
    }

    fn average(&mut self, block: Block, hidden: bool) -> Result<()> {
        let (size, length, _) = self.symbol(block.dc)?;
        let size = size.into();
        if size > DC_SIZE {
            return Err(CheckError::needs_pixels("jpeg-values"));
        }
        self.reader.at += length as usize;
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
        let mut wave = 1;
        while wave < 64 {
            let (symbol, length, word) = self.symbol(table)?;
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
    #[inline]
    fn first(&mut self, block: Block, old: u64, hidden: bool) -> Result<u64> {
        let (scan, table) = (self.job.scan, 4 + block.ac);
        let (mut wave, mut new) = (scan.first, old);
        while self.run == 0 && wave <= scan.last {
            let (symbol, length, word) = self.symbol(table)?;
            let (zeros, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 && zeros < 15 {
                self.start_run(length, zeros);
                break;
            }
            let bits = word << length >> 1 >> (63 - size);
            self.reader.at += (length + size) as usize;
            wave += zeros;
            if wave > scan.last {
                return Err(self.job.broken());
            }
            new |= u64::from(size > 0) << wave;
            wave += 1;
            if !hidden {
                self.flush(table);
                self.sink.code(table, symbol, bits, size);
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
    #[inline]
    fn refine(&mut self, block: Block, old: u64, hidden: bool) -> Result<u64> {
        let (scan, table) = (self.job.scan, 4 + block.ac);
        // The waves that are known and those that are not, from the next one to the last of the scan.
        let places = u64::MAX >> (63 - scan.last) & u64::MAX << scan.first;
        let (mut known, mut free, mut new) = (old & places, !old & places, old);
        while self.run == 0 && known | free != 0 {
            let (symbol, length, word) = self.symbol(table)?;
            let (zeros, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 && zeros < 15 {
                self.start_run(length, zeros);
                break;
            }
            if size > 1 || free.count_ones() < zeros + size {
                return Err(self.job.broken());
            }
            for _ in 0..zeros {
                free &= free.wrapping_sub(1);
            }
            // The place of the new wave, and the known ones in front of it, each with its bit.
            let place = free & free.wrapping_neg();
            let passed = known & place.wrapping_sub(1);
            let count = passed.count_ones();
            new |= place * u64::from(size);
            (known, free) = (known & !passed, free & !place);
            self.mended_code(table, (symbol, length, word), size, count, hidden);
        }
        if self.run == 0 {
            if hidden {
                self.end_block(table, 0, 0);
            }
            return Ok(new);
        }
        self.run -= 1;
        let count = known.count_ones();
        let mends = self.take(count);
        let (mends, count) = if hidden { (0, 0) } else { (mends, count) };
        self.end_block(table, mends, count);
        Ok(new)
    }

    /// Takes a code that was looked at, the sign of its wave (if `size` is 1), and the bits of `count` known waves.
    #[inline]
    fn mended_code(&mut self, table: usize, of: (u8, u32, u64), size: u32, count: u32, hidden: bool) {
        let (symbol, length, word) = of;
        let more = size + count;
        // A sink takes 41 bits with a code; with the longest code they still lie in the word.
        if more <= 41 {
            self.reader.at += (length + more) as usize;
            if !hidden {
                self.flush(table);
                self.sink.code(table, symbol, word << length >> 1 >> (63 - more), more);
            }
            return;
        }
        self.reader.at += length as usize;
        let (sign, mends) = (self.take(size), self.take(count));
        if !hidden {
            self.flush(table);
            self.sink.code(table, symbol, sign, size);
            plain(self.sink, mends, count);
        }
    }

    /// Up to 64 bits.
    #[inline]
    fn take(&mut self, count: u32) -> u64 {
        let low = count.min(32);
        let high = u64::from(self.reader.take(count - low));
        high << low | u64::from(self.reader.take(low))
    }

    /// Takes the code of a run of blocks, and how long it is.
    fn start_run(&mut self, length: u32, power: u32) {
        self.reader.at += length as usize;
        self.run = (1 << power) + self.reader.take(power);
    }

    /// Adds a block without further waves to the run to be written.
    #[inline]
    fn end_block(&mut self, table: usize, mends: u64, count: u32) {
        self.pending.run += 1;
        if count > 0 {
            self.pending.bits.push((mends, count));
        }
        if self.pending.run == LONGEST_RUN {
            self.flush(table);
        }
    }

    #[inline]
    fn flush(&mut self, table: usize) {
        if self.pending.run > 0 {
            self.write_run(table);
        }
    }

    /// Writes the run (T.81 G.1.2.2: its length in powers of two), then the mending bits of its blocks.
    fn write_run(&mut self, table: usize) {
        let power = self.pending.run.ilog2();
        let rest = self.pending.run - (1 << power);
        self.sink.code(table, (power << 4) as u8, rest.into(), power);
        for (bits, count) in self.pending.bits.drain(..) {
            plain(self.sink, bits, count);
        }
        self.pending.run = 0;
    }
}

/// Up to 64 bits as they are.
fn plain(sink: &mut impl Sink, bits: u64, count: u32) {
    if count <= 48 {
        return sink.plain(bits, count);
    }
    sink.plain(bits >> 32, count - 32);
    sink.plain(bits & u64::from(u32::MAX), 32);
}
