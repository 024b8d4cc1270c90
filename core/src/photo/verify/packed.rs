//! Streams of packed pixels as the verifier follows them: canonical codes told apart by their limits (RFC 1951 section
//! 3.2.2), counted and not unpacked.

use super::Fault;

/// What was found of a stream.
pub(super) struct Stream {
    /// Bytes that belong to it, its checksum included.
    pub(super) used: usize,
    /// Bytes it unpacks to.
    pub(super) made: u64,
    /// Whether its end was met.
    pub(super) ended: bool,
}

/// Follows a zlib stream over its pieces.
pub(super) fn follow<'a>(pieces: impl Iterator<Item = &'a [u8]> + Clone) -> Result<Stream, Fault> {
    let all = pieces.clone().map(<[u8]>::len).sum();
    let mut reader = Reader { pieces, piece: &[], window: 0, bits: 0, read: 0, missing: 0, made: 0 };
    let ended = reader.stream()?;
    // Bits that were asked for and are not there count as zeros; a stream that used any has no end.
    let ended = ended && reader.missing <= reader.bits;
    let used = if ended { reader.read - (reader.bits - reader.missing) as usize / 8 } else { all };
    Ok(Stream { used, made: reader.made, ended })
}

struct Reader<'a, I> {
    pieces: I,
    piece: &'a [u8],
    /// The next bits, the first one lowest.
    window: u64,
    bits: u32,
    read: usize,
    /// Bits in the window that stand for nothing.
    missing: u32,
    made: u64,
}

impl<'a, I: Iterator<Item = &'a [u8]>> Reader<'a, I> {
    /// Has at least 32 bits in the window.
    fn need(&mut self) {
        while self.bits < 32 {
            if let Some((word, rest)) = self.piece.split_first_chunk::<4>() {
                self.window |= u64::from(u32::from_le_bytes(*word)) << self.bits;
                self.bits += 32;
                self.read += 4;
                self.piece = rest;
            } else if let Some((byte, rest)) = self.piece.split_first() {
                self.window |= u64::from(*byte) << self.bits;
                self.bits += 8;
                self.read += 1;
                self.piece = rest;
            } else if let Some(next) = self.pieces.next() {
                self.piece = next;
            } else {
                self.bits += 32;
                self.missing += 32;
            }
        }
    }

    fn over(&self) -> bool {
        self.missing > self.bits
    }

    fn drop_bits(&mut self, count: u32) {
        self.window >>= count;
        self.bits -= count;
    }

    fn number(&mut self, count: u32) -> usize {
        self.need();
        let value = self.window & ((1 << count) - 1);
        self.drop_bits(count);
        value as usize
    }

    fn symbol(&mut self, code: &Canon) -> Result<usize, Fault> {
        self.need();
        let ahead = (self.window as u32).reverse_bits() >> 17;
        let length = (code.shortest..16).find(|&length| code.limits.get(length).is_some_and(|&limit| ahead < limit));
        let length = length.ok_or("inflate")?;
        self.drop_bits(length as u32);
        let offset = code.offsets.get(length).copied().unwrap_or_default();
        code.symbols
            .get((ahead >> (15 - length)).wrapping_add(offset) as usize)
            .map(|&symbol| symbol.into())
            .ok_or("inflate")
    }

    /// The whole stream; false when it breaks off.
    fn stream(&mut self) -> Result<bool, Fault> {
        let head = self.number(8) << 8 | self.number(8);
        if self.over() {
            return Ok(false);
        }
        if head & 0x8F20 != 0x0800 || !head.is_multiple_of(31) {
            return Err("inflate");
        }
        let mut last = false;
        while !last && !self.over() {
            last = self.number(1) == 1;
            match self.number(2) {
                _ if self.over() => {}
                0 => self.plain()?,
                1 => {
                    let lengths: Vec<u8> = (0..288)
                        .map(|at| match at {
                            144..256 => 9,
                            256..280 => 7,
                            _ => 8,
                        })
                        .collect();
                    self.codes(&Canon::new(&lengths)?, &Canon::new(&[5; 30])?)?;
                }
                2 => self.own_codes()?,
                _ => return Err("inflate"),
            }
        }
        self.align();
        self.number(16);
        self.number(16);
        Ok(last && !self.over())
    }

    fn align(&mut self) {
        self.drop_bits(self.bits % 8);
    }

    fn plain(&mut self) -> Result<(), Fault> {
        self.align();
        let (length, check) = (self.number(16), self.number(16));
        if length != !check & 0xFFFF && !self.over() {
            return Err("inflate");
        }
        for _ in 0..length {
            self.number(8);
            if self.over() {
                break;
            }
            self.made += 1;
        }
        Ok(())
    }

    fn own_codes(&mut self) -> Result<(), Fault> {
        let sizes = [self.number(5) + 257, self.number(5) + 1];
        let mut lengths = [0; 19];
        let given = self.number(4) + 4;
        for at in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15usize].into_iter().take(given) {
            let length = self.number(3) as u8;
            lengths.get_mut(at).into_iter().for_each(|slot| *slot = length);
        }
        let code = Canon::new(&lengths)?;
        let mut all: Vec<u8> = vec![];
        while all.len() < sizes[0] + sizes[1] && !self.over() {
            let symbol = self.symbol(&code)?;
            let (repeated, times) = match symbol {
                16 => (*all.last().ok_or("inflate")?, 3 + self.number(2)),
                17 => (0, 3 + self.number(3)),
                18 => (0, 11 + self.number(7)),
                _ => (symbol as u8, 1),
            };
            all.resize(all.len() + times, repeated);
        }
        if self.over() {
            return Ok(());
        }
        if all.len() != sizes[0] + sizes[1] {
            return Err("inflate");
        }
        let (first, second) = all.split_at_checked(sizes[0]).ok_or("inflate")?;
        self.codes(&Canon::new(first)?, &Canon::new(second)?)
    }

    fn codes(&mut self, lengths: &Canon, distances: &Canon) -> Result<(), Fault> {
        let mut sums: Vec<Option<(u32, u64)>> = vec![];
        for step in 0u64.. {
            if step == 600 {
                // In what is left of a long block, twelve bits at a time: what they stand for is kept once it is known.
                sums = vec![None; 4096];
            }
            self.need();
            let (ahead, there) = (self.window & 4095, self.bits.saturating_sub(self.missing));
            let known =
                sums.get_mut(ahead as usize).map(|slot| *slot.get_or_insert_with(|| sum(ahead, lengths, distances)));
            // Near the end of data that breaks off, codes are taken one by one: nothing is made of bits that are not there.
            if let Some((bits, made)) = known.filter(|sum| (1..=there).contains(&sum.0)) {
                self.drop_bits(bits);
                self.made += made;
            } else if !self.code(lengths, distances)? {
                break;
            }
            if self.over() {
                break;
            }
        }
        Ok(())
    }

    /// One code with what belongs to it; false at the end of the block or of the data.
    fn code(&mut self, lengths: &Canon, distances: &Canon) -> Result<bool, Fault> {
        let symbol = self.symbol(lengths);
        if self.over() {
            return Ok(false);
        }
        let length = match symbol? {
            0..256 => {
                self.made += 1;
                return Ok(true);
            }
            256 => return Ok(false),
            symbol @ 257..265 => symbol - 254,
            symbol @ 265..285 => {
                let extra = (symbol as u32 - 261) / 4;
                (((symbol - 265) % 4 + 4) << extra) + 3 + self.number(extra)
            }
            285 => 258,
            _ => return Err("inflate"),
        };
        let distance = self.symbol(distances);
        if self.over() {
            return Ok(false);
        }
        let distance = distance?;
        if distance > 29 {
            return Err("inflate");
        }
        self.number((distance as u32 / 2).saturating_sub(1));
        if self.over() {
            return Ok(false);
        }
        self.made += length as u64;
        Ok(true)
    }
}

/// The whole codes in twelve bits: how many bits they take, and what they unpack to.
fn sum(window: u64, lengths: &Canon, distances: &Canon) -> (u32, u64) {
    let mut reader =
        Reader { pieces: std::iter::empty::<&[u8]>(), piece: &[], window, bits: 12, read: 0, missing: 0, made: 0 };
    let mut all = (0, 0);
    while let Ok(true) = reader.code(lengths, distances) {
        all = (12 - (reader.bits - reader.missing), reader.made);
    }
    all
}

/// A canonical code: codes of one length are neighbours, and shorter ones come first.
struct Canon {
    symbols: Vec<u16>,
    /// By length: what the next 15 bits, first bit highest, are less than.
    limits: [u32; 16],
    /// By length: from a code to its place among the symbols, wrapping around.
    offsets: [u32; 16],
    shortest: usize,
}

impl Canon {
    fn new(lengths: &[u8]) -> Result<Self, Fault> {
        let mut symbols: Vec<u16> =
            (0..lengths.len() as u16).filter(|&at| lengths.get(usize::from(at)) != Some(&0)).collect();
        symbols.sort_by_key(|&symbol| lengths.get(usize::from(symbol)));
        let (mut limits, mut offsets, mut first, mut before) = ([0; 16], [0; 16], 0u32, 0u32);
        for (length, (limit, offset)) in limits.iter_mut().zip(&mut offsets).enumerate().skip(1) {
            let count = lengths.iter().filter(|&&own| usize::from(own) == length).count();
            *offset = before.wrapping_sub(first);
            first += count as u32;
            before += count as u32;
            *limit = first << (15 - length);
            first <<= 1;
        }
        if limits.iter().any(|&limit| limit > 1 << 15) {
            return Err("inflate");
        }
        let shortest = lengths.iter().filter(|&&length| length > 0).min().copied().unwrap_or(1);
        Ok(Self { symbols, limits, offsets, shortest: shortest.into() })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_the_end(
            bytes in prop::collection::vec(prop_oneof![Just(0u8), Just(7), any::<u8>()], 0..6_000),
            times in 1usize..60,
            level in 0u32..10,
            cut in 0usize..6_000,
            tail in prop::collection::vec(any::<u8>(), 0..20),
        ) {
            let mut encoder = ZlibEncoder::new(vec![], Compression::new(level));
            encoder.write_all(&bytes.repeat(times)).unwrap();
            let packed = encoder.finish().unwrap();
            let with_tail = [&packed[..], &tail].concat();
            let (head, rest) = with_tail.split_at(cut.min(with_tail.len()));
            let stream = follow([head, &[], rest].into_iter()).unwrap();
            prop_assert_eq!((stream.used, stream.made, stream.ended), (packed.len(), (bytes.len() * times) as u64, true));
            let cut = follow([packed.split_at(cut.min(packed.len() - 1)).0].into_iter()).unwrap();
            prop_assert!(!cut.ended && cut.made <= (bytes.len() * times) as u64);
        }

        #[test]
        fn never_counts_what_is_not_there(
            byte in prop_oneof![Just(0u8), any::<u8>()],
            noise in prop::collection::vec(any::<u8>(), 1_000..3_000),
            level in 1u32..10,
            short in 1usize..12,
        ) {
            let bytes = [&noise.repeat(3)[..], &[byte; 40]].concat();
            let mut encoder = ZlibEncoder::new(vec![], Compression::new(level));
            encoder.write_all(&bytes).unwrap();
            let packed = encoder.finish().unwrap();
            let cut = follow([packed.split_at(packed.len() - short).0].into_iter()).unwrap();
            prop_assert!(!cut.ended && cut.made <= bytes.len() as u64, "{} of {}", cut.made, bytes.len());
        }

        #[test]
        fn never_runs_away(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = follow([&[0x78, 0x9C][..], &bytes].into_iter());
        }
    }
}
