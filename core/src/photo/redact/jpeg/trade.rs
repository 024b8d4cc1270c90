//! Sequential scans with tables of the photo's own: their codes are traded for those that T.81 prints.
//!
//! Waves keep their values, so that a few bits, once looked up, stand for a few bits of the copy: several codes at once.

use super::bits::{Reader, Writer};
use super::huffman::Table;
use super::recode::Tables;
use super::scan::{Block, DC_SIZE, Job, extend, sized};
use crate::error::{CheckError, Result};

/// Bits that [`Trades`] looks at.
const STRIDE: u32 = 11;

/// What the next bits of the photo become, as many whole codes with their values as they hold.
struct Trades(Box<[Trade; 1 << STRIDE]>);

/// Bits to write and how many; how many bits they stand for, and how many waves; whether the block ends with them.
#[derive(Clone, Copy, Default)]
struct Trade {
    made: u32,
    puts: u8,
    /// 0 when the first code does not fit, or the other table has none for it.
    takes: u8,
    waves: u8,
    ends: bool,
}

impl Trades {
    fn new(given: &Table, made: &Table) -> Self {
        let mut trades = Box::new([Trade::default(); 1 << STRIDE]);
        for (word, trade) in (0u64..).zip(trades.iter_mut()) {
            while let Some(next) = trade.and_next(given, made, word << (64 - STRIDE)) {
                *trade = next;
            }
        }
        Self(trades)
    }
}

impl Trade {
    /// This and the code that follows in `word`, if all of it fits.
    fn and_next(self, given: &Table, made: &Table, word: u64) -> Option<Self> {
        let rest = word << self.takes;
        let (symbol, length) = given.symbol(rest).filter(|_| !self.ends)?;
        let size = u32::from(symbol & 15);
        let waves = match symbol {
            0 => 0,
            0xF0 => 16,
            _ if size == 0 => return None,
            _ => (symbol >> 4) + 1,
        };
        let (code, code_length) = made.code(symbol)?;
        let takes = u32::from(self.takes) + length + size;
        let puts = u32::from(self.puts) + code_length + size;
        if takes > STRIDE || puts > u32::BITS || self.waves + waves > 63 {
            return None;
        }
        let value = rest << length >> 1 >> (63 - size);
        let bits = u64::from(self.made) << (code_length + size) | u64::from(code) << size | value;
        let (made, puts, takes, waves) = (bits as u32, puts as u8, takes as u8, self.waves + waves);
        Some(Self { made, puts, takes, waves, ends: symbol == 0 })
    }
}

/// The tables of one block of a unit: the photo's and the copy's.
struct Coder<'a> {
    block: Block,
    given: (&'a Table, &'a Table),
    made: (&'a Table, &'a Table),
    trades: &'a Trades,
}

/// Codes the scan anew into `out` with the tables `made`. False when they lack a code; then `out` is of no use.
pub(super) fn scan(job: &Job, given: &Tables, made: &Tables, out: &mut Writer) -> Result<bool> {
    let blocks = job.blocks();
    let trades: [Option<Trades>; 4] = std::array::from_fn(|place| {
        let used = blocks.iter().any(|block| block.ac == place);
        used.then(|| Some(Trades::new(given[4 + place].as_ref()?, made[4 + place].as_ref()?)))?
    });
    let coder = |block: &Block| {
        let (given, made) = (of(given, *block)?, of(made, *block)?);
        Some(Coder { block: *block, given, made, trades: trades.get(block.ac)?.as_ref()? })
    };
    let Some(coders) = blocks.iter().map(coder).collect::<Option<Vec<_>>>() else { return Ok(false) };
    let mut window = vec![];
    for stretch in job.stretches()? {
        let reader = Reader::new(job.raw.get(stretch.bytes).unwrap_or_default(), window);
        let mut pass = Trader { job, reader, out: &mut *out, given: [0; 4], made: [0; 4] };
        let mut covered = job.covered(&stretch.units).into_iter().peekable();
        for unit in stretch.units {
            while covered.next_if(|range| range.end <= unit).is_some() {}
            let hidden = covered.peek().is_some_and(|range| range.contains(&unit));
            if !pass.unit(&coders, hidden)? {
                return Ok(false);
            }
        }
        window = pass.reader.into_window();
        out.end(stretch.marker.unwrap_or(0));
    }
    Ok(true)
}

/// The tables of a block's average and waves.
fn of(tables: &Tables, block: Block) -> Option<(&Table, &Table)> {
    Some((tables.get(block.dc)?.as_ref()?, tables.get(4 + block.ac)?.as_ref()?))
}

struct Trader<'a, 'b> {
    job: &'a Job<'a>,
    reader: Reader<'a>,
    out: &'b mut Writer,
    given: [i32; 4],
    made: [i32; 4],
}

impl Trader<'_, '_> {
    fn unit(&mut self, coders: &[Coder], hidden: bool) -> Result<bool> {
        if self.reader.is_short() {
            self.reader.slide();
        }
        for coder in coders {
            let whole = self.average(coder, hidden)?
                && if hidden { self.waves::<true>(coder)? } else { self.waves::<false>(coder)? };
            if !whole {
                return Ok(false);
            }
        }
        if self.reader.is_overrun() { Err(self.job.broken()) } else { Ok(true) }
    }

    fn average(&mut self, coder: &Coder, hidden: bool) -> Result<bool> {
        let word = self.reader.peek();
        let (size, length) = coder.given.0.symbol(word).ok_or_else(|| self.job.broken())?;
        let (size, component) = (u32::from(size), coder.block.component & 3);
        let deep = || CheckError::needs_pixels("jpeg-values");
        if size > DC_SIZE {
            return Err(deep());
        }
        self.reader.at += (length + size) as usize;
        let difference = extend((word << length >> 1 >> (63 - size)) as u32, size);
        self.given[component] = self.given[component].wrapping_add(difference);
        let value = if hidden { self.job.fill[component] } else { self.given[component] };
        let (size, bits) = sized(value.wrapping_sub(self.made[component]));
        if size > DC_SIZE {
            return Err(deep());
        }
        self.made[component] = value;
        let code = coder.made.0.code(size as u8);
        if let Some((code, length)) = code {
            self.out.put(u64::from(code) << size | bits, length + size);
        }
        Ok(code.is_some())
    }

    /// The waves of a block; those of a hidden one are only stepped over.
    #[inline]
    fn waves<const HIDDEN: bool>(&mut self, coder: &Coder) -> Result<bool> {
        let (mut at, mut wave) = (self.reader.at, 1u32);
        'block: loop {
            let mut word = self.reader.peek_at(at);
            // 57 bits are there; a trade takes 11 at most, a single code 31.
            let mut left = 57u32;
            while left >= 31 {
                let trade = coder.trades.0[(word >> (64 - STRIDE)) as usize];
                let (mut takes, waves) = (u32::from(trade.takes), u32::from(trade.waves));
                let mut ends = trade.ends;
                if takes > 0 && wave + waves <= 63 + u32::from(!ends) {
                    wave += waves;
                    if !HIDDEN {
                        self.out.put(trade.made.into(), trade.puts.into());
                    }
                } else {
                    let Some((steps, bits)) = self.single::<HIDDEN>(coder, word)? else { return Ok(false) };
                    (takes, ends) = (bits, steps == 0);
                    wave += steps;
                }
                at += takes as usize;
                if ends || wave >= 64 {
                    break 'block;
                }
                word <<= takes;
                left -= takes;
            }
        }
        self.reader.at = at;
        if wave > 64 {
            return Err(self.job.broken());
        }
        let end = coder.made.1.code(0).filter(|_| HIDDEN);
        if let Some((code, length)) = end {
            self.out.put(code.into(), length);
        }
        Ok(end.is_some() == HIDDEN)
    }

    /// One code; answers how many waves it stands for, 0 for the end, and its bits. `None` when the copy has no code.
    fn single<const HIDDEN: bool>(&mut self, coder: &Coder, word: u64) -> Result<Option<(u32, u32)>> {
        let (symbol, length) = coder.given.1.symbol(word).ok_or_else(|| self.job.broken())?;
        let size = u32::from(symbol & 15);
        let steps = match symbol {
            0 => 0,
            0xF0 => 16,
            _ if size == 0 => return Err(self.job.broken()),
            _ => u32::from(symbol >> 4) + 1,
        };
        if !HIDDEN {
            let Some((code, code_length)) = coder.made.1.code(symbol) else { return Ok(None) };
            let value = word << length >> 1 >> (63 - size);
            self.out.put(u64::from(code) << size | value, code_length + size);
        }
        Ok(Some((steps, length + size)))
    }
}
