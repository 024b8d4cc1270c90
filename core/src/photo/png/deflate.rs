//! Where a compressed stream ends and how much it holds, without unpacking it (RFC 1950, RFC 1951).
//!
//! What follows the end of the stream inside an image chunk shows nothing, and is where cropped screenshots kept the part
//! that was cut away (CVE-2023-21036). Codes are followed and what they stand for is only counted, so that a small file that unpacks to gigabytes costs no
//! more than its size.

use crate::photo::bytes::part;

/// Lengths 3 to 258: the shortest of each code, and how many bits follow.
const LENGTHS: [(u32, u32); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];
/// The order in which the lengths of the codes for code lengths come.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/// Bits looked up at once; longer codes are followed bit by bit.
const FAST: u32 = 10;
/// Bits whose symbols are taken at once in long blocks, and after how many symbols a block is long.
const RUN_BITS: u32 = 12;
const RUNS_AFTER: usize = 512;

/// What a stream is found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// Bytes of the packed form, checksum included.
    pub(super) used: usize,
    /// Bytes it unpacks to.
    pub(super) made: u64,
    /// Whether it comes to its end, checksum and all; otherwise the data ends before.
    pub(super) ended: bool,
}

/// Follows the zlib stream that `bodies` hold one after the other; `None` when it is no such stream.
pub(super) fn extent(bodies: &[&[u8]]) -> Option<Extent> {
    let mut bits = Bits { bodies, body: 0, at: 0, held: 0, count: 0, taken: 0 };
    let mut made = 0;
    match walk(&mut bits, &mut made) {
        Ok(()) => Some(Extent { used: bits.taken - bits.count as usize / 8, made, ended: true }),
        Err(Stop::Cut) => Some(Extent { used: bodies.iter().map(|body| body.len()).sum(), made, ended: false }),
        Err(Stop::Broken) => None,
    }
}

/// Why a stream cannot be followed on.
enum Stop {
    Cut,
    Broken,
}

fn walk(bits: &mut Bits, made: &mut u64) -> Result<(), Stop> {
    let (method, flags) = (bits.take(8)?, bits.take(8)?);
    if method & 15 != 8 || method > 0x7F || (method << 8 | flags) % 31 != 0 || flags & 0x20 != 0 {
        return Err(Stop::Broken);
    }
    loop {
        let last = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => stored(bits, made)?,
            1 => block(bits, &fixed(), made)?,
            2 => {
                let codes = dynamic(bits)?;
                block(bits, &codes, made)?;
            }
            _ => return Err(Stop::Broken),
        }
        if last {
            break;
        }
    }
    bits.align();
    bits.take(16)?;
    bits.take(16)?;
    Ok(())
}

fn stored(bits: &mut Bits, made: &mut u64) -> Result<(), Stop> {
    bits.align();
    let (length, check) = (bits.take(16)?, bits.take(16)?);
    if length ^ check != 0xFFFF {
        return Err(Stop::Broken);
    }
    for _ in 0..length {
        bits.take(8)?;
        *made += 1;
    }
    Ok(())
}

/// One block of codes, up to its end.
fn block(bits: &mut Bits, codes: &[Code; 2], made: &mut u64) -> Result<(), Stop> {
    for _ in 0..RUNS_AFTER {
        bits.fill();
        match symbol(bits, codes)? {
            Some(length) => *made += u64::from(length),
            None => return Ok(()),
        }
    }
    // A long block: from here on several symbols at once, by what the next bits stand for together.
    // Worked out when it is met first: few of all windows are, and many blocks in a file are hardly longer than this.
    let mut runs = vec![UNKNOWN; 1 << RUN_BITS];
    loop {
        bits.fill();
        let window = bits.held & ((1 << RUN_BITS) - 1);
        if let Some(slot) = runs.get_mut(window as usize)
            && *slot == UNKNOWN
        {
            *slot = run(window, codes);
        }
        match runs.get(window as usize) {
            Some(&(length, count)) if count > 0 && count <= bits.count => {
                bits.held_bits(count)?;
                *made += u64::from(length);
            }
            _ => match symbol(bits, codes)? {
                Some(length) => *made += u64::from(length),
                None => return Ok(()),
            },
        }
    }
}

/// The place of a run that was not worked out yet.
const UNKNOWN: (u32, u32) = (u32::MAX, u32::MAX);

/// What the whole symbols in these bits unpack to together, and how many bits they take.
fn run(window: u64, codes: &[Code; 2]) -> (u32, u32) {
    let mut bits = Bits { bodies: &[], body: 0, at: 0, held: window, count: RUN_BITS, taken: 0 };
    let mut all = (0, 0);
    while let Ok(Some(length)) = symbol(&mut bits, codes) {
        all = (all.0 + length, RUN_BITS - bits.count);
    }
    all
}

/// How many bytes the next symbol stands for; `None` at the end of the block.
fn symbol(bits: &mut Bits, [literals, distances]: &[Code; 2]) -> Result<Option<u32>, Stop> {
    let symbol = literals.next(bits)?;
    if symbol < 256 {
        return Ok(Some(1));
    }
    if symbol == 256 {
        return Ok(None);
    }
    // A length and a distance with their extra bits take 48 bits at most.
    let (base, extra) = *LENGTHS.get(symbol as usize - 257).ok_or(Stop::Broken)?;
    let length = base + bits.held_bits(extra)?;
    let distance = distances.next(bits)?;
    if distance > 29 {
        return Err(Stop::Broken);
    }
    bits.held_bits((distance / 2).saturating_sub(1))?;
    Ok(Some(length))
}

fn fixed() -> [Code; 2] {
    let lengths = [vec![8; 144], vec![9; 112], vec![7; 24], vec![8; 8]].concat();
    [Code::new(&lengths), Code::new(&[5; 30])].map(Option::unwrap_or_default)
}

fn dynamic(bits: &mut Bits) -> Result<[Code; 2], Stop> {
    let literals = bits.take(5)? as usize + 257;
    let distances = bits.take(5)? as usize + 1;
    let mut order = [0; 19];
    for &place in ORDER.iter().take(bits.take(4)? as usize + 4) {
        let length = bits.take(3)? as u8;
        if let Some(slot) = order.get_mut(place) {
            *slot = length;
        }
    }
    let code = Code::new(&order).ok_or(Stop::Broken)?;
    let mut lengths: Vec<u8> = Vec::with_capacity(literals + distances);
    while lengths.len() < literals + distances {
        bits.fill();
        let (value, times) = match code.next(bits)? {
            symbol @ 0..16 => (symbol as u8, 1),
            16 => (*lengths.last().ok_or(Stop::Broken)?, 3 + bits.held_bits(2)?),
            17 => (0, 3 + bits.held_bits(3)?),
            _ => (0, 11 + bits.held_bits(7)?),
        };
        lengths.extend(std::iter::repeat_n(value, times as usize));
    }
    let (first, second) = lengths.split_at_checked(literals).ok_or(Stop::Broken)?;
    let fits = lengths.len() == literals + distances;
    let code = |lengths| Code::new(lengths).filter(|_| fits).ok_or(Stop::Broken);
    Ok([code(first)?, code(second)?])
}

/// A canonical code.
#[derive(Default)]
struct Code {
    /// By the next bits: symbol and, in the high half, the length of its code; 0 for codes that are longer.
    fast: Vec<u32>,
    /// How many codes there are of each length, and the symbols in the order of their codes.
    counts: [u16; 16],
    symbols: Vec<u16>,
}

impl Code {
    /// The code with these lengths; `None` when there are more codes than fit.
    fn new(lengths: &[u8]) -> Option<Self> {
        let mut counts = [0u16; 16];
        for &length in lengths {
            *counts.get_mut(usize::from(length))? += 1;
        }
        counts[0] = 0;
        // The first code of each length, and where its symbols start.
        let (mut next, mut starts, mut code, mut start) = ([0u32; 16], [0usize; 16], 0u32, 0usize);
        for ((&count, next), first) in counts.iter().zip(&mut next).zip(&mut starts) {
            code <<= 1;
            (*next, *first) = (code, start);
            code += u32::from(count);
            start += usize::from(count);
        }
        let longest = counts.iter().rposition(|&count| count > 0).unwrap_or(0) as u32;
        // Kraft: the codes of the longest length end at or before the last one there can be.
        if (1..16)
            .scan(1i32, |left, at| {
                *left = (*left << 1) - i32::from(*counts.get(at)?);
                Some(*left)
            })
            .any(|left| left < 0)
        {
            return None;
        }
        let bits = longest.min(FAST);
        let mut fast = vec![0; 1 << bits];
        let mut symbols = vec![0; start];
        for (symbol, &length) in (0u16..).zip(lengths).filter(|(_, length)| **length > 0) {
            let at = usize::from(length);
            *symbols.get_mut(*starts.get(at)?)? = symbol;
            *starts.get_mut(at)? += 1;
            let code = *next.get(at)?;
            *next.get_mut(at)? += 1;
            if u32::from(length) <= bits {
                let low = code.reverse_bits() >> (32 - u32::from(length));
                for slot in fast.get_mut(low as usize..)?.iter_mut().step_by(1 << length) {
                    *slot = u32::from(length) << 16 | u32::from(symbol);
                }
            }
        }
        Some(Self { fast, counts, symbols })
    }

    /// Takes one symbol.
    fn next(&self, bits: &mut Bits) -> Result<u32, Stop> {
        let low = bits.held as usize & (self.fast.len() - usize::from(!self.fast.is_empty()));
        match self.fast.get(low) {
            Some(&entry) if entry > 0 => {
                bits.held_bits(entry >> 16)?;
                Ok(entry & 0xFFFF)
            }
            _ => self.slow(bits),
        }
    }

    /// Bit by bit, as the code is defined.
    fn slow(&self, bits: &mut Bits) -> Result<u32, Stop> {
        let (mut code, mut first, mut start) = (0u32, 0u32, 0u32);
        for &count in self.counts.iter().skip(1) {
            code |= bits.held_bits(1)?;
            let count = u32::from(count);
            if code.wrapping_sub(first) < count {
                let symbol = self.symbols.get((start + code - first) as usize);
                return symbol.map(|&symbol| symbol.into()).ok_or(Stop::Broken);
            }
            start += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        Err(Stop::Broken)
    }
}

/// Bits out of bodies one after the other, lowest first.
struct Bits<'a> {
    bodies: &'a [&'a [u8]],
    body: usize,
    at: usize,
    held: u64,
    count: u32,
    /// Bytes taken into `held` so far.
    taken: usize,
}

impl Bits<'_> {
    /// Holds at least 56 bits, or all there are.
    fn fill(&mut self) {
        if self.count >= 56 {
            return;
        }
        let body = self.bodies.get(self.body).copied().unwrap_or_default();
        if let Some(&word) = body.get(self.at..).and_then(|rest| rest.first_chunk::<8>()) {
            let bytes = (63 - self.count) / 8;
            self.held |= u64::from_le_bytes(word) << self.count;
            self.count += 8 * bytes;
            // Bits above the count are taken again by the next filling.
            self.held &= u64::MAX >> (64 - self.count);
            self.at += bytes as usize;
            self.taken += bytes as usize;
            return;
        }
        while self.count < 56 {
            let Some(body) = self.bodies.get(self.body) else { return };
            if let Some(&byte) = body.get(self.at) {
                self.held |= u64::from(byte) << self.count;
                self.count += 8;
                self.at += 1;
                self.taken += 1;
            } else {
                (self.body, self.at) = (self.body + 1, 0);
            }
        }
    }

    /// Takes bits of what is held.
    fn held_bits(&mut self, count: u32) -> Result<u32, Stop> {
        if count > self.count {
            return Err(Stop::Cut);
        }
        let bits = self.held & !(u64::MAX << count);
        self.held >>= count;
        self.count -= count;
        Ok(bits as u32)
    }

    fn take(&mut self, count: u32) -> Result<u32, Stop> {
        self.fill();
        self.held_bits(count)
    }

    /// Goes on to the next whole byte.
    fn align(&mut self) {
        let count = self.count % 8;
        self.held >>= count;
        self.count -= count;
    }
}

/// How many bytes of each body belong to the first `used` bytes of all.
pub(super) fn shares(bodies: &[&[u8]], used: usize) -> Vec<usize> {
    let mut left = used;
    bodies
        .iter()
        .map(|body| {
            let share = part(body, 0..left.min(body.len())).len();
            left -= share;
            share
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use flate2::{Compress, Compression, FlushCompress};
    use proptest::prelude::*;

    use super::*;

    fn pack(bytes: &[u8], level: u32) -> Vec<u8> {
        let mut packed = Vec::with_capacity(bytes.len() + 1_000);
        Compress::new(Compression::new(level), true).compress_vec(bytes, &mut packed, FlushCompress::Finish).unwrap();
        packed
    }

    #[test]
    fn refuses_what_is_no_stream() {
        assert_eq!(extent(&[b"\x78\x9d"]), None, "a wrong check");
        assert_eq!(extent(&[b"\x78\x9c\x07"]), None, "a block of no kind");
        assert_eq!(extent(&[b"\x78\x9c\x01\x01\0\0\0a"]), None, "a stored length that contradicts itself");
        assert_eq!(extent(&[]), Some(Extent { used: 0, made: 0, ended: false }));
    }

    proptest! {
        #[test]
        fn finds_the_end_that_unpacking_finds(
            bytes in prop::collection::vec(prop_oneof![Just(0u8), Just(7), any::<u8>()], 0..6_000),
            times in 1usize..60,
            level in 0u32..10,
            cut in 0usize..6_000,
            tail in prop::collection::vec(any::<u8>(), 0..20),
        ) {
            let bytes = bytes.repeat(times);
            let packed = pack(&bytes, level);
            let whole = Extent { used: packed.len(), made: bytes.len() as u64, ended: true };
            let with_tail = [&packed[..], &tail].concat();
            let (head, rest) = with_tail.split_at(cut.min(with_tail.len()));
            prop_assert_eq!(extent(&[head, &[], rest]), Some(whole));
            let (head, _) = packed.split_at(cut.min(packed.len() - 1));
            prop_assert!(!extent(&[head]).unwrap().ended);
        }

        #[test]
        fn never_runs_away(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            extent(&[&[0x78, 0x9C][..], &bytes]);
        }
    }
}
