//! The coefficients of one scan, block after block, read straight from the stuffed bytes.

use super::super::Fault;
use super::codes::{Codes, Tables, Twins};

/// What a scan tells about a block: its average (or the bit of it that is coded), and a digest of its waves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) average: i32,
    /// 0 when no wave is coded.
    pub(super) waves: u64,
}

/// What part of the coefficients the scan codes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) progressive: bool,
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) refining: bool,
}

impl Span {
    /// One bit for each wave.
    fn mask(self) -> u64 {
        u64::MAX >> (63 - self.last.min(63)) & u64::MAX << self.first.min(63)
    }
}

/// The place in the codes of one scan.
#[derive(Clone)]
pub(super) struct Stream<'a> {
    raw: &'a [u8],
    /// The next byte that is not held yet.
    at: usize,
    /// Bits from the top; those behind the first `count` are not to be trusted.
    held: u64,
    count: u32,
    /// Zeros held that stand for nothing: the codes have ended.
    past: u32,
    /// Bits taken up so far.
    filled: u64,
    tables: &'a Tables,
    pub(super) averages: [i32; 4],
    run: u32,
}

impl<'a> Stream<'a> {
    pub(super) fn new(raw: &'a [u8], tables: &'a Tables) -> Self {
        Self { raw, at: 0, held: 0, count: 0, past: 0, filled: 0, tables, averages: [0; 4], run: 0 }
    }

    /// How many bits were read so far.
    pub(super) fn consumed(&self) -> u64 {
        self.filled - u64::from(self.count)
    }

    /// Goes over `count` bits of both; answers whether they are the same.
    pub(super) fn agrees(&mut self, other: &mut Self, mut count: u64) -> bool {
        while count > 0 {
            self.fill();
            other.fill();
            let part = count.min(56) as u32;
            if (self.held ^ other.held) >> (64 - part) != 0 {
                return false;
            }
            self.drop_bits(part);
            other.drop_bits(part);
            count -= u64::from(part);
        }
        true
    }

    /// Holds at least 56 bits.
    #[inline]
    fn fill(&mut self) {
        const ONES: u64 = 0x0101_0101_0101_0101;
        if let Some(&bytes) = self.raw.get(self.at..).and_then(|rest| rest.first_chunk::<8>()) {
            let word = u64::from_be_bytes(bytes);
            let has_ff = (!word).wrapping_sub(ONES) & word & (ONES << 7) != 0;
            if !has_ff {
                self.held |= word >> self.count;
                let bytes = (63 - self.count) >> 3;
                self.at += bytes as usize;
                self.count += 8 * bytes;
                self.filled += u64::from(8 * bytes);
                return;
            }
        }
        self.fill_slowly();
    }

    #[cold]
    fn fill_slowly(&mut self) {
        while self.count <= 56 {
            let byte = match self.raw.get(self.at..) {
                Some(&[0xFF, 0, ..]) => {
                    self.at += 2;
                    0xFF
                }
                Some(&[byte, ..]) if byte != 0xFF => {
                    self.at += 1;
                    byte
                }
                _ => {
                    self.past += 8;
                    0
                }
            };
            self.held |= u64::from(byte) << (56 - self.count);
            self.count += 8;
            self.filled += 8;
        }
    }

    #[inline]
    fn drop_bits(&mut self, count: u32) {
        self.held <<= count;
        self.count -= count;
    }

    /// The next bits, at most 16.
    #[inline]
    fn bits(&mut self, count: u32) -> u32 {
        if count == 0 {
            return 0;
        }
        if self.count < count {
            self.fill();
        }
        let bits = (self.held >> (64 - count)) as u32;
        self.drop_bits(count);
        bits
    }

    /// The next code: its symbol and its length. Takes nothing, but holds enough for a value of 16 bits behind it.
    #[inline]
    fn next(&mut self, codes: &Codes) -> Result<(u8, u32), Fault> {
        self.hold();
        let (symbol, length) = codes.find(self.held);
        if length == 0 { Err("no-code") } else { Ok((symbol, length)) }
    }

    /// How many true bits are held.
    fn left(&self) -> Option<u32> {
        self.count.checked_sub(self.past)
    }

    /// Whether the stretch or scan ends here: only the filling of the last byte is left, in front of a marker.
    fn ends(&self) -> bool {
        self.left().is_some_and(|left| left < 8)
            && !matches!(self.raw.get(self.at..), Some([0xFF, 0, ..] | [..=0xFE, ..]))
    }

    /// Goes over a restart marker; `nth` counts them.
    pub(super) fn restart(&mut self, nth: u32, strict: bool) -> Result<(), Fault> {
        if self.left().is_none() || (strict && !self.ends()) {
            return Err("scan-length");
        }
        let rest = self.raw.get(self.at..).unwrap_or_default();
        let marker = memchr::memchr_iter(0xFF, rest).find(|&at| rest.get(at + 1).is_some_and(|&b| b != 0 && b != 0xFF));
        let marker = marker.ok_or("restart")?;
        if rest.get(marker + 1) != Some(&(0xD0 + (nth % 8) as u8)) {
            return Err("restart");
        }
        (self.held, self.count, self.past, self.run, self.filled) = (0, 0, 0, 0, 0);
        (self.averages, self.at) = ([0; 4], self.at + marker + 2);
        Ok(())
    }

    /// The end of the scan; in a copy nothing may follow the last block.
    pub(super) fn finish(&self, strict: bool) -> Result<(), Fault> {
        let good = self.left().is_some() && (!strict || (self.ends() && self.at == self.raw.len())) && self.run == 0;
        if good { Ok(()) } else { Err("scan-length") }
    }

    /// Whether all codes up to the end are the same in both, so that blocks need no reading.
    pub(super) fn same_rest(&self, other: &Self) -> bool {
        let (mut a, mut b) = (self.clone(), other.clone());
        loop {
            a.fill();
            b.fill();
            let (Some(left_a), Some(left_b)) = (a.left(), b.left()) else { return false };
            let common = left_a.min(left_b).min(56);
            if common == 0 {
                return left_a.max(left_b) < 8 && a.at == a.raw.len() && b.at == b.raw.len();
            }
            if (a.held ^ b.held) >> (64 - common) != 0 {
                return false;
            }
            a.drop_bits(common);
            b.drop_bits(common);
        }
    }

    fn value(&mut self, size: u32) -> i32 {
        let bits = self.bits(size).cast_signed();
        if size > 0 && bits < 1 << (size - 1) { bits + 1 - (1 << size) } else { bits }
    }

    /// Reads a block of a component with the tables `dc` and `ac` and the waves known so far, which it adds to.
    pub(super) fn block(
        &mut self,
        span: Span,
        (component, dc, ac): (usize, usize, usize),
        known: &mut u64,
    ) -> Result<Block, Fault> {
        if span.first == 0 && span.refining {
            return Ok(Block { average: self.bits(1).cast_signed(), waves: 0 });
        }
        if span.first == 0 {
            let average = self.average(component, dc)?;
            let waves = if span.progressive { 0 } else { self.waves(ac, 1, 63, known)? };
            if !span.progressive && self.run > 0 {
                return Err("waves");
            }
            return Ok(Block { average, waves });
        }
        let waves =
            if span.refining { self.refine(ac, span, known)? } else { self.waves(ac, span.first, span.last, known)? };
        Ok(Block { average: 0, waves })
    }

    /// Goes over a block of a sequential scan in both streams; answers whether they hold the same.
    ///
    /// Both at once, so that neither waits for the other, and compared as they are coded. `twins` are of these tables.
    pub(super) fn same_block(
        &mut self,
        other: &mut Stream,
        (component, dc, ac): (usize, usize, usize),
        twins: &Twins,
    ) -> Result<bool, Fault> {
        if self.average(component, dc)? != other.average(component, dc)? {
            return Ok(false);
        }
        let (ours, theirs) = (self.codes(4 + ac)?, other.codes(4 + ac)?);
        let mut wave = 1;
        while wave < 64 {
            self.hold();
            other.hold();
            let twin = twins.find(self.held);
            if let Some(next) = twin.behind(wave).filter(|_| twin.is_at(other.held)) {
                wave = next;
                self.drop_bits(twin.ours_bits.into());
                other.drop_bits(twin.theirs_bits.into());
                if twin.ends {
                    return Ok(true);
                }
                continue;
            }
            let ((symbol, length), (their_symbol, their_length)) = (ours.find(self.held), theirs.find(other.held));
            if length == 0 || their_length == 0 {
                return Err("no-code");
            }
            let size = u32::from(symbol & 15);
            let value = |held: u64, length: u32| held << length >> 1 >> (63 - size);
            if symbol != their_symbol || value(self.held, length) != value(other.held, their_length) {
                return Ok(false);
            }
            self.drop_bits(length + size);
            other.drop_bits(their_length + size);
            if size == 0 && symbol != 0xF0 {
                return if symbol == 0 { Ok(true) } else { Err("waves") };
            }
            wave += u32::from(symbol >> 4) + 1;
        }
        if wave == 64 { Ok(true) } else { Err("waves") }
    }

    #[inline]
    fn codes(&self, table: usize) -> Result<&'a Codes, Fault> {
        self.tables[table & 7].as_ref().ok_or("no-table")
    }

    /// Holds what a code and its value can take.
    #[inline]
    fn hold(&mut self) {
        if self.count < 32 {
            self.fill();
        }
    }

    /// Goes over a block of a sequential scan. `twins` are of its table, and of any other.
    #[inline]
    pub(super) fn skip(&mut self, (component, dc, ac): (usize, usize, usize), twins: &Twins) -> Result<(), Fault> {
        self.average(component, dc)?;
        let codes = self.codes(4 + ac)?;
        let mut wave = 1;
        while wave < 64 {
            self.hold();
            let twin = twins.find(self.held);
            if let Some(next) = twin.behind(wave) {
                wave = next;
                self.drop_bits(twin.ours_bits.into());
                if twin.ends {
                    return Ok(());
                }
                continue;
            }
            let (symbol, length) = codes.find(self.held);
            if length == 0 {
                return Err("no-code");
            }
            self.drop_bits(length + u32::from(symbol & 15));
            if symbol.trailing_zeros() >= 4 && symbol != 0xF0 {
                return if symbol == 0 { Ok(()) } else { Err("waves") };
            }
            wave += u32::from(symbol >> 4) + 1;
        }
        if wave == 64 { Ok(()) } else { Err("waves") }
    }

    fn average(&mut self, component: usize, table: usize) -> Result<i32, Fault> {
        let (size, length) = self.next(self.codes(table)?)?;
        if size > 15 {
            return Err("average");
        }
        self.drop_bits(length);
        let difference = self.value(size.into());
        let average = self.averages[component & 3].wrapping_add(difference);
        self.averages[component & 3] = average;
        Ok(average)
    }

    /// Waves that are coded whole.
    fn waves(&mut self, ac: usize, first: u32, last: u32, known: &mut u64) -> Result<u64, Fault> {
        let (mut wave, mut digest) = (first, 0);
        if self.run > 0 {
            self.run -= 1;
            return Ok(0);
        }
        let codes = self.codes(4 + ac)?;
        while wave <= last {
            let (symbol, length) = self.next(codes)?;
            let (zeros, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 && zeros < 15 {
                self.drop_bits(length);
                self.run = (1 << zeros) - 1 + self.bits(zeros);
                break;
            }
            wave += zeros;
            if wave > last {
                return Err("waves");
            }
            if size > 0 {
                // The size and the bits behind the code tell the value.
                let value = self.held << length >> (64 - size);
                *known |= 1 << wave;
                digest = mix(digest, u64::from(wave << 8 | size) << 32 | value) | 1;
            }
            self.drop_bits(length + size);
            wave += 1;
        }
        Ok(digest)
    }

    /// Waves of which one more bit is coded.
    ///
    /// What is known before and behind tells where each bit belongs, so that the bits in order tell all the rest.
    fn refine(&mut self, ac: usize, span: Span, known: &mut u64) -> Result<u64, Fault> {
        let (codes, before) = (self.codes(4 + ac)?, *known);
        let (mut signs, mut mends, mut rest) = (0, 0, span.mask());
        while rest != 0 && self.run == 0 {
            let (symbol, length) = self.next(codes)?;
            self.drop_bits(length);
            let (zeros, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 && zeros < 15 {
                self.run = (1 << zeros) + self.bits(zeros);
                break;
            }
            let sign = self.bits(size.min(1));
            let unknown = (0..zeros).fold(rest & !before, |places, _| places & places.wrapping_sub(1));
            let lowest = unknown & unknown.wrapping_neg();
            if size > 0 {
                if lowest == 0 {
                    return Err("waves");
                }
                *known |= lowest;
                signs = signs << 1 | u64::from(sign);
            }
            // All in front of the new wave, or all when there is no place for one.
            let passed = rest & lowest.wrapping_sub(1);
            mends = self.mend(passed & before, mends);
            rest &= !(passed | lowest);
        }
        if self.run > 0 {
            self.run -= 1;
            mends = self.mend(rest & before, mends);
        }
        let any = *known & span.mask() != 0;
        Ok(if any { mix(mix(mix(0, *known), signs), mends) | 1 } else { 0 })
    }

    /// Reads one more bit of each of these waves, behind the bits of others.
    #[inline]
    fn mend(&mut self, waves: u64, mut bits: u64) -> u64 {
        let mut count = waves.count_ones();
        while count > 0 {
            let part = count.min(16);
            bits = bits << part | u64::from(self.bits(part));
            count -= part;
        }
        bits
    }
}

/// Takes a number into a digest. Two that differ once never become the same by what is alike behind.
pub(super) fn mix(digest: u64, number: u64) -> u64 {
    (digest ^ number).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
}
