//! Sequential scans with standard tables: the codes of covered units are replaced, the others are copied bit for bit.
//!
//! Nothing is decoded but the averages (DC), which are coded as differences: the first block behind a covered run gets
//! its difference put right. All other codes are only stepped over, to find where the units lie.

use std::ops::Range;

use super::bits::{Reader, Writer};
use super::huffman::{Table, Waves};
use super::scan::{Block, DC_SIZE, Job, extend, sized};
use crate::error::{CheckError, Result};

/// The tables of one block of a unit.
struct Coder<'a> {
    block: Block,
    dc: &'a Table,
    ac: &'a Table,
    waves: &'a Waves,
}

/// Tables by place; those that no scan needs may be missing.
pub(super) struct Tables {
    pub(super) dc: [Option<Table>; 4],
    pub(super) ac: [Option<(Table, Waves)>; 4],
}

/// Codes the scan anew into `out`.
pub(super) fn scan(job: &Job, tables: &Tables, out: &mut Writer) -> Result<()> {
    let coder = |block: Block| {
        let (dc, (ac, waves)) = (tables.dc.get(block.dc)?.as_ref()?, tables.ac.get(block.ac)?.as_ref()?);
        Some(Coder { block, dc, ac, waves })
    };
    let coders: Vec<Coder> = job.blocks().into_iter().map(coder).collect::<Option<_>>().ok_or_else(|| job.broken())?;
    let mut window = vec![];
    for stretch in job.stretches()? {
        let covered = job.covered(&stretch.units);
        let bytes = job.raw.get(stretch.bytes).unwrap_or_default();
        if covered.is_empty() {
            out.out.extend_from_slice(bytes);
        } else {
            let mut copier = Copier::new(job, &coders, Reader::new(bytes, window), out);
            copier.stretch(&stretch.units, &covered)?;
            window = copier.reader.into_window();
        }
        if let Some(marker) = stretch.marker {
            out.out.extend_from_slice(&[0xFF, marker]);
        }
    }
    Ok(())
}

struct Copier<'a, 'b> {
    job: &'a Job<'a>,
    coders: &'a [Coder<'a>],
    reader: Reader<'b>,
    out: &'a mut Writer,
    /// The first bit that is read and not copied yet.
    from: usize,
    /// The last average of each component: as the file has it, and as the copy has it.
    given: [i32; 4],
    made: [i32; 4],
}

impl<'a, 'b> Copier<'a, 'b> {
    fn new(job: &'a Job, coders: &'a [Coder<'a>], reader: Reader<'b>, out: &'a mut Writer) -> Self {
        Self { job, coders, reader, out, from: 0, given: [0; 4], made: [0; 4] }
    }

    fn stretch(&mut self, units: &Range<u32>, covered: &[Range<u32>]) -> Result<()> {
        let mut unit = units.start;
        for run in covered {
            self.keep(unit..run.start)?;
            for _ in run.clone() {
                self.cover()?;
            }
            unit = run.end;
        }
        self.keep(unit..units.end)?;
        self.flush();
        self.out.align();
        Ok(())
    }

    /// Copies units as they are; the first averages behind a covered run are mended.
    fn keep(&mut self, units: Range<u32>) -> Result<()> {
        for unit in units.clone() {
            self.ready()?;
            if unit == units.start && self.made != self.given {
                self.mend()?;
                continue;
            }
            for coder in self.coders {
                let difference = self.average(coder)?;
                self.advance(coder, difference);
                self.waves(coder)?;
            }
        }
        if !units.is_empty() {
            self.made = self.given;
        }
        self.ready()
    }

    /// Replaces one unit by flat blocks.
    fn cover(&mut self) -> Result<()> {
        self.ready()?;
        self.flush();
        for coder in self.coders {
            let difference = self.average(coder)?;
            self.advance(coder, difference);
            self.waves(coder)?;
        }
        for coder in self.coders {
            let component = coder.block.component & 3;
            let (fill, made) = (self.job.fill[component], self.made[component]);
            self.put_average(coder, fill.wrapping_sub(made))?;
            let (code, length) = coder.ac.code(0).ok_or_else(|| self.job.broken())?;
            self.out.put(code.into(), length);
            self.made[component] = fill;
        }
        self.from = self.reader.at;
        Ok(())
    }

    /// Copies one unit but for the difference of each component's first average.
    fn mend(&mut self) -> Result<()> {
        self.flush();
        for coder in self.coders {
            let component = coder.block.component & 3;
            let difference = self.average(coder)?;
            self.advance(coder, difference);
            if coder.block.first {
                let (given, made) = (self.given[component], self.made[component]);
                self.put_average(coder, given.wrapping_sub(made))?;
                self.from = self.reader.at;
            }
            self.waves(coder)?;
            self.flush();
        }
        Ok(())
    }

    /// Before each unit: all of it is in the window, and nothing behind the end was read.
    fn ready(&mut self) -> Result<()> {
        if self.reader.is_short() {
            self.flush();
            self.reader.slide();
            self.from = self.reader.at;
        }
        if self.reader.is_overrun() { Err(self.job.broken()) } else { Ok(()) }
    }

    /// Takes a difference of an average. A hostile file can make the sum of them as large as it likes.
    fn advance(&mut self, coder: &Coder, difference: i32) {
        let given = &mut self.given[coder.block.component & 3];
        *given = given.wrapping_add(difference);
    }

    fn flush(&mut self) {
        self.out.copy(&self.reader, self.from, self.reader.at);
        self.from = self.reader.at;
    }

    fn put_average(&mut self, coder: &Coder, difference: i32) -> Result<()> {
        let (size, bits) = sized(difference);
        let code = (size <= DC_SIZE).then(|| coder.dc.code(size as u8)).flatten();
        let (code, length) = code.ok_or_else(|| CheckError::needs_pixels("jpeg-values"))?;
        self.out.put(u64::from(code) << size | bits, length + size);
        Ok(())
    }

    /// Reads the difference of an average.
    #[inline]
    fn average(&mut self, coder: &Coder) -> Result<i32> {
        let word = self.reader.peek();
        let (size, length) = coder.dc.symbol(word).ok_or_else(|| self.job.broken())?;
        let size = u32::from(size);
        if size > DC_SIZE {
            return Err(CheckError::needs_pixels("jpeg-values"));
        }
        self.reader.at += (length + size) as usize;
        let bits = if size == 0 { 0 } else { (word << length >> (64 - size)) as u32 };
        Ok(extend(bits, size))
    }

    /// Steps over the waves of a block.
    #[inline]
    fn waves(&mut self, coder: &Coder) -> Result<()> {
        let (mut at, mut wave) = (self.reader.at, 1u32);
        'block: loop {
            let mut word = self.reader.peek_at(at);
            // 57 bits are there; a step takes 12 at most, a single code 31.
            let mut left = 57u32;
            while left >= 31 {
                let step = coder.waves.step(word);
                let (bits, waves) = (u32::from(step.bits), u32::from(step.waves));
                if bits > 0 && wave + waves <= 63 + u32::from(!step.ends) {
                    wave += waves;
                    at += bits as usize;
                    if step.ends || wave == 64 {
                        break 'block;
                    }
                    word <<= bits;
                    left -= bits;
                    continue;
                }
                let (symbol, length) = coder.ac.symbol(word).ok_or_else(|| self.job.broken())?;
                let size = u32::from(symbol & 15);
                wave += match symbol {
                    0 => 64,
                    0xF0 => 16,
                    _ if size == 0 => return Err(self.job.broken()),
                    _ => u32::from(symbol >> 4) + 1,
                };
                at += (length + size) as usize;
                match wave {
                    64.. if symbol == 0 => break 'block,
                    64 => break 'block,
                    65.. => return Err(self.job.broken()),
                    _ => {}
                }
                word <<= length + size;
                left -= length + size;
            }
        }
        self.reader.at = at;
        Ok(())
    }
}
