//! Huffman tables: read (T.81 annex C), looked up, and made to fit (annex K.2).

use std::sync::LazyLock;

/// Bits of the direct look-up. Longer codes are rare and searched.
const LOOK: u32 = 10;
/// A table as a file states it: how many codes of each length from 1 to 16, and their symbols in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) counts: [u8; 16],
    pub(super) symbols: Vec<u8>,
}

impl Stated {
    /// Splits the body of a DHT segment into (class << 4 | place) and tables. What does not start one ends it.
    pub(super) fn read(body: &[u8]) -> Vec<(u8, Self)> {
        let (mut at, mut all) = (0, vec![]);
        while let Some(&counts) = body.get(at + 1..).and_then(|rest| rest.first_chunk::<16>()) {
            let total = counts.iter().map(|&n| usize::from(n)).sum::<usize>();
            let (Some(&name @ (0x00..=0x03 | 0x10..=0x13)), Some(symbols)) =
                (body.get(at), body.get(at + 17..at + 17 + total))
            else {
                break;
            };
            all.push((name, Self { counts, symbols: symbols.to_vec() }));
            at += 17 + total;
        }
        all
    }

    /// Whether this is one of the tables that T.81 annex K prints: then it tells nothing about this photo.
    pub(super) fn is_standard(&self) -> bool {
        STANDARD.iter().any(|standard| standard == self)
    }

    /// The tables that decoders assume where a file has none: of class 0 (DC) or 1 (waves), for place 0 or 1.
    pub(super) fn standard(class: usize, place: usize) -> Option<&'static Self> {
        STANDARD.get(2 * class + place).filter(|_| place < 2)
    }

    /// The body of a DHT segment with this table.
    pub(super) fn segment(&self, name: u8) -> Vec<u8> {
        [&[name][..], &self.counts, &self.symbols].concat()
    }

    /// The best table for symbols that occur as often as `counts` says: annex K.2, with the limit of 16 bits of K.3.
    ///
    /// Depends on the counts alone. Symbols that do not occur get no code.
    pub(super) fn fitting(counts: &[u32; 256]) -> Self {
        // One symbol more keeps the code of ones alone free, as the format demands.
        let mut weights: Vec<u64> = counts.iter().map(|&n| u64::from(n)).chain([1]).collect();
        let mut lengths = [0usize; 257];
        let mut groups: Vec<Vec<usize>> = (0..257).map(|symbol| vec![symbol]).collect();
        let lightest = |weights: &[u64], but: Option<usize>| {
            let alive = weights.iter().enumerate().rev().filter(|&(i, &w)| w > 0 && Some(i) != but);
            alive.min_by_key(|&(_, &w)| w).map(|(i, _)| i)
        };
        while let Some(a) = lightest(&weights, None)
            && let Some(b) = lightest(&weights, Some(a))
        {
            let (taken, weight) = (std::mem::take(&mut groups[b]), std::mem::take(&mut weights[b]));
            weights[a] += weight;
            groups[a].extend(taken);
            groups[a].iter().for_each(|&symbol| lengths[symbol] += 1);
        }
        let mut of_length = [0u32; 258];
        (0..257).filter(|&s| lengths[s] > 0).for_each(|s| of_length[lengths[s]] += 1);
        for long in (17..258).rev() {
            while of_length[long] > 0 {
                // Two codes that are too long: one takes their parent's place, the other shares a shorter code.
                let Some(short) = (1..long - 1).rev().find(|&length| of_length[length] > 0) else { break };
                of_length[long] -= 2;
                of_length[long - 1] += 1;
                of_length[short + 1] += 2;
                of_length[short] -= 1;
            }
        }
        if let Some(longest) = (1..17).rev().find(|&length| of_length[length] > 0) {
            of_length[longest] -= 1;
        }
        let mut order: Vec<usize> = (0..256).filter(|&symbol| lengths[symbol] > 0).collect();
        order.sort_by_key(|&symbol| (lengths[symbol], symbol));
        Self {
            counts: std::array::from_fn(|i| of_length[i + 1] as u8),
            symbols: order.into_iter().map(|symbol| symbol as u8).collect(),
        }
    }
}

/// A table ready to decode and to encode with.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// By the next bits: length << 8 | symbol; 0 where the code is longer or there is none.
    look: Box<[u16; 1 << LOOK]>,
    /// For each length: one past its last code, from the top of 16 bits; its first code; the place of its first symbol.
    ends: [(u32, u32, usize); 17],
    symbols: Vec<u8>,
    /// By symbol: the code and its length; length 0 where there is none.
    codes: Box<[(u16, u8); 256]>,
}

impl Table {
    /// `None` when the lengths do not make up a code.
    pub(super) fn new(stated: &Stated) -> Option<Self> {
        let mut table = Self {
            look: Box::new([0; 1 << LOOK]),
            ends: [(0, 0, 0); 17],
            symbols: stated.symbols.clone(),
            codes: Box::new([(0, 0); 256]),
        };
        let (mut code, mut index) = (0u32, 0usize);
        for (length, &count) in (1u32..).zip(&stated.counts) {
            let first = code;
            for _ in 0..count {
                let symbol = *stated.symbols.get(index)?;
                if code >= 1 << length {
                    return None;
                }
                let place = table.codes.get_mut(usize::from(symbol))?;
                if place.1 == 0 {
                    *place = (code as u16, length as u8);
                }
                if length <= LOOK {
                    let start = (code << (LOOK - length)) as usize;
                    let entry = (length << 8) as u16 | u16::from(symbol);
                    table.look.get_mut(start..start + (1 << (LOOK - length)))?.fill(entry);
                }
                code += 1;
                index += 1;
            }
            if count > 0 {
                *table.ends.get_mut(length as usize)? = (code << (16 - length), first, index - usize::from(count));
            }
            code <<= 1;
        }
        Some(table)
    }

    /// The symbol that the top bits of `word` start with, and the length of its code.
    #[inline]
    pub(super) fn symbol(&self, word: u64) -> Option<(u8, u32)> {
        let entry = self.look[(word >> (64 - LOOK)) as usize];
        if entry != 0 { Some((entry as u8, u32::from(entry >> 8))) } else { self.search(word) }
    }

    #[cold]
    fn search(&self, word: u64) -> Option<(u8, u32)> {
        let top = (word >> 48) as u32;
        let length = (LOOK + 1..=16).find(|&length| top < self.ends[length as usize].0)?;
        let (_, first, place) = self.ends[length as usize];
        let index = place + ((top >> (16 - length)) - first) as usize;
        Some((*self.symbols.get(index)?, length))
    }

    /// The code of a symbol and its length; `None` when the table has none.
    #[inline]
    pub(super) fn code(&self, symbol: u8) -> Option<(u16, u32)> {
        let (code, length) = self.codes[usize::from(symbol)];
        (length > 0).then_some((code, length.into()))
    }
}

/// Bits that [`Waves`] looks at.
const STRIDE: u32 = 12;

/// Steps over the waves of sequential blocks, as many codes at a time as the next bits hold whole.
pub(super) struct Waves(Box<[Step; 1 << STRIDE]>);

/// What the next bits hold: how many bits of whole codes, how many waves they stand for, and whether the block ends.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Step {
    /// 0 when the first code does not fit.
    pub(super) bits: u8,
    pub(super) waves: u8,
    pub(super) ends: bool,
}

impl Waves {
    pub(super) fn new(table: &Table) -> Self {
        let mut steps = Box::new([Step::default(); 1 << STRIDE]);
        for (word, step) in (0u64..).zip(steps.iter_mut()) {
            while let Some((symbol, length)) = table.symbol(word << (64 - STRIDE) << step.bits) {
                let bits = u32::from(step.bits) + length + u32::from(symbol & 15);
                let waves = match symbol {
                    0 => 0,
                    0xF0 => 16,
                    code if code.trailing_zeros() >= 4 => break,
                    code => (code >> 4) + 1,
                };
                if bits > STRIDE || step.waves + waves > 63 {
                    break;
                }
                *step = Step { bits: bits as u8, waves: step.waves + waves, ends: symbol == 0 };
                if step.ends {
                    break;
                }
            }
        }
        Self(steps)
    }

    #[inline]
    pub(super) fn step(&self, word: u64) -> Step {
        self.0[(word >> (64 - STRIDE)) as usize]
    }
}

/// Tables K.3 and K.4 (DC of luminance and chrominance), K.5 and K.6 (waves of both).
static STANDARD: LazyLock<[Stated; 4]> = LazyLock::new(|| {
    let dc = |counts| Stated { counts, symbols: (0..12).collect() };
    let waves = |counts, start: &[u8], runs: &[(u8, u8)]| {
        let rest = runs.iter().flat_map(|&(run, first)| (first..=10).map(move |size| run << 4 | size));
        Stated { counts, symbols: start.iter().copied().chain(rest).collect() }
    };
    [
        dc([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]),
        dc([0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]),
        waves([0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D], &LUMINANCE, &LUMINANCE_RUNS),
        waves([0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77], &CHROMINANCE, &CHROMINANCE_RUNS),
    ]
});
const LUMINANCE: [u8; 37] = [
    0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71, 0x14,
    0x32, 0x81, 0x91, 0xA1, 0x08, 0x23, 0x42, 0xB1, 0xC1, 0x15, 0x52, 0xD1, 0xF0, 0x24, 0x33, 0x62, 0x72, 0x82,
];
const LUMINANCE_RUNS: [(u8, u8); 16] = [
    (0, 9),
    (1, 6),
    (2, 5),
    (3, 4),
    (4, 3),
    (5, 3),
    (6, 3),
    (7, 3),
    (8, 3),
    (9, 2),
    (10, 2),
    (11, 2),
    (12, 2),
    (13, 2),
    (14, 1),
    (15, 1),
];
const CHROMINANCE: [u8; 43] = [
    0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61, 0x71, 0x13, 0x22, 0x32,
    0x81, 0x08, 0x14, 0x42, 0x91, 0xA1, 0xB1, 0xC1, 0x09, 0x23, 0x33, 0x52, 0xF0, 0x15, 0x62, 0x72, 0xD1, 0x0A, 0x16,
    0x24, 0x34, 0xE1, 0x25, 0xF1,
];
const CHROMINANCE_RUNS: [(u8, u8); 15] = [
    (1, 7),
    (2, 6),
    (3, 5),
    (4, 3),
    (5, 3),
    (6, 3),
    (7, 3),
    (8, 2),
    (9, 2),
    (10, 2),
    (11, 2),
    (12, 2),
    (13, 2),
    (14, 2),
    (15, 2),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_tables_are_whole_codes() {
        for standard in STANDARD.iter() {
            assert!(Table::new(standard).is_some());
            assert_eq!(standard.counts.iter().map(|&n| usize::from(n)).sum::<usize>(), standard.symbols.len());
            assert!(standard.is_standard());
        }
        let mut waves = STANDARD[2].symbols.clone();
        waves.sort_unstable();
        let all: Vec<u8> = (0..=255u8).filter(|s| matches!(s, 0 | 0xF0) || (1..=10).contains(&(s & 15))).collect();
        assert_eq!(waves, all);
    }

    #[test]
    fn codes_lead_back_to_their_symbols() {
        for counts in [[1; 256], std::array::from_fn(|i| 1 << (i % 31)), std::array::from_fn(|i| u32::from(i == 7))] {
            let stated = Stated::fitting(&counts);
            let table = Table::new(&stated).unwrap();
            for symbol in (0..=255u8).filter(|&s| counts[usize::from(s)] > 0) {
                let (code, length) = table.code(symbol).unwrap();
                assert!(length <= 16 && u32::from(code) != (1 << length) - 1, "ones alone are no code");
                assert_eq!(table.symbol(u64::from(code) << (64 - length)), Some((symbol, length)));
            }
            let [(name, again)] = &Stated::read(&stated.segment(0x12))[..] else { panic!("one table") };
            assert_eq!((*name, again), (0x12, &stated));
        }
    }

    #[test]
    fn refuses_what_is_no_code() {
        let counts = |first| std::array::from_fn(|i| if i == 0 { first } else { 0 });
        assert!(Table::new(&Stated { counts: counts(3), symbols: vec![1, 2, 3] }).is_none());
        assert!(Table::new(&Stated { counts: counts(2), symbols: vec![1] }).is_none());
        let table = Table::new(&Stated { counts: counts(1), symbols: vec![9] }).unwrap();
        assert_eq!((table.symbol(0), table.symbol(1 << 63)), (Some((9, 1)), None));
    }
}
