//! Huffman codes, to be read: one by one, or several at once beside those of another table.

use super::super::Fault;

/// Bits that are looked up at once.
const SHORT: u32 = 11;

/// A Huffman code, to be read.
pub(super) struct Codes {
    /// By the next eleven bits: symbol | length << 8; 0 for none.
    short: Box<[u16; 1 << SHORT]>,
    /// The longer codes in order: the code from the top of 16 bits, its length, its symbol.
    long: Vec<(u16, u32, u8)>,
    /// By symbol: a code for it, from the top of 16 bits, and its length; 0 for none.
    by_symbol: Box<[(u16, u8); 256]>,
}

/// The codes of a scan by class × 4 + place.
pub(super) type Tables = [Option<Codes>; 8];

impl Codes {
    /// Reads 16 counts and the symbols they count.
    pub(super) fn new(table: &[u8]) -> Result<Self, Fault> {
        let (counts, mut symbols) = table.split_at_checked(16).ok_or("table-unread")?;
        let mut codes = Self { short: Box::new([0; 1 << SHORT]), long: vec![], by_symbol: Box::new([(0, 0); 256]) };
        let mut next = 0u32;
        for (length, &count) in (1u32..).zip(counts) {
            for _ in 0..count {
                let (&symbol, rest) = symbols.split_first().ok_or("table-unread")?;
                symbols = rest;
                let span = 1u32 << (16 - length);
                if next + span > 1 << 16 {
                    return Err("table-unread");
                }
                if length <= SHORT {
                    let from = (next >> (16 - SHORT)) as usize;
                    let to = from + (span >> (16 - SHORT)) as usize;
                    codes.short.get_mut(from..to).ok_or("table-unread")?.fill(u16::from(symbol) | (length << 8) as u16);
                } else {
                    codes.long.push((next as u16, length, symbol));
                }
                codes.by_symbol[usize::from(symbol)] = (next as u16, length as u8);
                next += span;
            }
        }
        Ok(codes)
    }

    /// The symbol at the top of `bits` and how long its code is; length 0 when there is none.
    #[inline]
    pub(super) fn find(&self, bits: u64) -> (u8, u32) {
        let entry = self.short[(bits >> (64 - SHORT)) as usize];
        if entry != 0 {
            return (entry as u8, (entry >> 8).into());
        }
        let top = (bits >> 48) as u16;
        let after = self.long.partition_point(|&(code, ..)| code <= top);
        let found = after.checked_sub(1).and_then(|at| self.long.get(at));
        let fits = |&&(code, length, _): &&(u16, u32, u8)| u32::from(top - code) < 1 << (16 - length);
        found.filter(fits).map_or((0, 0), |&(_, length, symbol)| (symbol, length))
    }
}

/// Bits that [`Twins`] are looked up by.
const MANY: u32 = 11;

/// For the next bits of one stream, what another stream with other tables has to hold there to say the same.
pub(super) struct Twins(Box<[Twin; 1 << MANY]>);

/// Some codes of a block's waves, with their values, in both streams.
#[derive(Clone, Copy, Default)]
pub(super) struct Twin {
    /// The bits of the other stream, from the top.
    theirs: u32,
    /// How many bits it is in the other stream, and in this one; 0 when nothing is known.
    pub(super) theirs_bits: u8,
    pub(super) ours_bits: u8,
    /// How many waves they stand for, and whether the block ends with them.
    waves: u8,
    pub(super) ends: bool,
}

impl Twins {
    pub(super) fn new(ours: &Codes, theirs: &Codes) -> Self {
        let mut twins = Box::new([Twin::default(); 1 << MANY]);
        for (bits, twin) in (0u64..).zip(twins.iter_mut()) {
            while !twin.ends && twin.grow(bits << (64 - MANY), ours, theirs) {}
        }
        Self(twins)
    }

    #[inline]
    pub(super) fn find(&self, bits: u64) -> Twin {
        self.0[(bits >> (64 - MANY)) as usize]
    }
}

impl Twin {
    /// Takes up one more code, if it fits.
    fn grow(&mut self, bits: u64, ours: &Codes, theirs: &Codes) -> bool {
        let bits = bits << self.ours_bits;
        let (symbol, length) = ours.find(bits);
        let (code, their_length) = theirs.by_symbol[usize::from(symbol)];
        let size = symbol & 15;
        let ours_bits = u32::from(self.ours_bits + size) + length;
        let theirs_bits = u32::from(self.theirs_bits + their_length + size);
        let waves = self.waves + if symbol == 0 { 0 } else { (symbol >> 4) + 1 };
        let odd = size == 0 && !matches!(symbol, 0 | 0xF0);
        if length == 0 || their_length == 0 || odd || ours_bits > MANY || theirs_bits > 32 || waves > 63 {
            return false;
        }
        let at = u32::from(self.theirs_bits);
        let value = bits << length >> 1 >> (63 - size);
        let tail = (value << 1 << (31 - size)) as u32;
        self.theirs |= u32::from(code) << 16 >> at;
        self.theirs |= tail.checked_shr(at + u32::from(their_length)).unwrap_or(0);
        (self.theirs_bits, self.ours_bits) = (theirs_bits as u8, ours_bits as u8);
        (self.waves, self.ends) = (waves, symbol == 0);
        true
    }

    /// The wave behind, for a block that stands at `wave`; `None` when it is better to read code by code.
    #[inline]
    pub(super) fn behind(self, wave: u32) -> Option<u32> {
        let next = wave + u32::from(self.waves);
        (self.ours_bits > 0 && next <= 64 - u32::from(self.ends)).then_some(next)
    }

    /// Whether the other stream, whose next bits are `held`, has the twin there.
    #[inline]
    pub(super) fn is_at(self, held: u64) -> bool {
        let differ = (held >> 32) as u32 ^ self.theirs;
        differ.checked_shr(32 - u32::from(self.theirs_bits)) == Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_say_the_same() {
        // The same symbols with codes of other lengths: end, one wave of 1 bit, two of 3, sixteen zeros.
        let table = |counts: [u8; 4], symbols: [u8; 4]| {
            let counts: [u8; 16] = std::array::from_fn(|i| counts.get(i).copied().unwrap_or(0));
            Codes::new(&[&counts[..], &symbols].concat()).unwrap()
        };
        let ours = table([1, 1, 1, 1], [0x01, 0x00, 0x13, 0xF0]);
        let theirs = table([0, 3, 1, 0], [0x00, 0xF0, 0x13, 0x01]);
        let twins = Twins::new(&ours, &theirs);
        // 0 1 | 110 101 | 10 in ours: 110 1 | 10 101 | 00 in theirs.
        let twin = twins.find(0b01_1101_0110 << 54);
        assert_eq!((twin.ours_bits, twin.theirs_bits, twin.behind(1), twin.ends), (10, 11, Some(4), true));
        assert!(twin.is_at(0b110_1101_0100 << 53) && !twin.is_at(0b110_1101_1100 << 53));
        assert_eq!((twin.behind(60), twin.behind(61)), (Some(63), None));
    }
}
