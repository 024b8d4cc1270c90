//! Bits of entropy-coded data, read and written (T.81 F.2.2.5 and F.1.2.3): a byte FF is followed by a stuffed 00.

use memchr::memchr;

/// Bytes of one window. Data is unstuffed a window at a time, so that reading needs no look at single bytes.
const WINDOW: usize = 64 << 10;
/// More than any unit takes: ten blocks of 64 codes of 16 bits with 16 more bits each.
const UNIT: usize = 4 << 10;

/// Reads the bits of one stretch between restart markers.
pub(super) struct Reader<'a> {
    raw: &'a [u8],
    /// Unstuffed bytes, then a few zeros.
    window: Vec<u8>,
    /// How many bytes of the window are data.
    filled: usize,
    /// The next bit of the window.
    pub(super) at: usize,
}

impl<'a> Reader<'a> {
    /// Starts on a stretch that holds no marker. `window` is memory to use again.
    pub(super) fn new(raw: &'a [u8], mut window: Vec<u8>) -> Self {
        window.clear();
        let mut reader = Self { raw, window, filled: 0, at: 0 };
        reader.slide();
        reader
    }

    /// The memory, for the next stretch.
    pub(super) fn into_window(self) -> Vec<u8> {
        self.window
    }

    /// The next 57 bits or more, from the top. Behind the end come zeros.
    #[inline]
    pub(super) fn peek(&self) -> u64 {
        self.peek_at(self.at)
    }

    #[inline]
    pub(super) fn peek_at(&self, bit: usize) -> u64 {
        let bytes = self.window.get(bit >> 3..).and_then(|rest| rest.first_chunk());
        bytes.map_or(0, |bytes| u64::from_be_bytes(*bytes)) << (bit & 7)
    }

    /// Takes `count` bits, at most 32.
    pub(super) fn take(&mut self, count: u32) -> u32 {
        if count == 0 {
            return 0;
        }
        let bits = (self.peek() >> (64 - count)) as u32;
        self.at += count as usize;
        bits
    }

    /// Whether the window may end inside the next unit, and there is more to fill it with.
    #[inline]
    pub(super) fn is_short(&self) -> bool {
        self.at >> 3 > self.filled.saturating_sub(UNIT) && !self.raw.is_empty()
    }

    /// Moves the window on: what was read leaves it, and more is unstuffed.
    pub(super) fn slide(&mut self) {
        let read = (self.at >> 3).min(self.filled);
        self.window.truncate(self.filled);
        self.window.drain(..read);
        self.at -= read << 3;
        while self.window.len() < WINDOW && !self.raw.is_empty() {
            let look = self.raw.get(..WINDOW.min(self.raw.len())).unwrap_or_default();
            let found = memchr(0xFF, look).map_or(look.len(), |at| at + 1);
            self.window.extend_from_slice(self.raw.get(..found).unwrap_or_default());
            self.raw = self.raw.get(found..).unwrap_or_default();
            if self.window.last() == Some(&0xFF) && self.raw.first() == Some(&0) {
                self.raw = self.raw.get(1..).unwrap_or_default();
            }
        }
        self.filled = self.window.len();
        self.window.extend_from_slice(&[0; 16]);
    }

    /// Whether more was read than there is.
    pub(super) fn is_overrun(&self) -> bool {
        self.at > self.filled << 3
    }
}

/// Writes bits with the stuffing that keeps them apart from markers.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) out: Vec<u8>,
    /// The bits that do not fill eight bytes yet, lowest last.
    held: u64,
    count: u32,
}

impl Writer {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { out: Vec::with_capacity(bytes), held: 0, count: 0 }
    }

    /// Puts the lowest `count` bits of `bits`, at most 57; the others are zero.
    #[inline]
    pub(super) fn put(&mut self, bits: u64, count: u32) {
        let free = 64 - self.count;
        if count < free {
            self.held = self.held << count | bits;
            self.count += count;
            return;
        }
        let rest = count - free;
        // `free` is 64 only with nothing held, and then no count comes here.
        self.word(self.held << free | bits >> rest);
        self.held = bits;
        self.count = rest;
    }

    #[inline]
    fn word(&mut self, word: u64) {
        const ONES: u64 = 0x0101_0101_0101_0101;
        let inverse = !word;
        let has_ff = inverse.wrapping_sub(ONES) & word & (ONES << 7) != 0;
        if has_ff {
            word.to_be_bytes().iter().for_each(|&byte| self.byte(byte));
        } else {
            self.out.extend_from_slice(&word.to_be_bytes());
        }
    }

    fn byte(&mut self, byte: u8) {
        self.out.push(byte);
        if byte == 0xFF {
            self.out.push(0);
        }
    }

    /// Copies the bits `from..to` of the reader's window.
    pub(super) fn copy(&mut self, reader: &Reader, from: usize, to: usize) {
        let mut at = from;
        while at + 56 <= to {
            self.put(reader.peek_at(at) >> 8, 56);
            at += 56;
        }
        let rest = (to - at) as u32;
        if rest > 0 {
            self.put(reader.peek_at(at) >> (64 - rest), rest);
        }
    }

    /// Drops everything from the byte `at` on.
    pub(super) fn cut(&mut self, at: usize) {
        self.out.truncate(at);
        (self.held, self.count) = (0, 0);
    }

    /// Ends a stretch with its restart marker; 0 for none.
    pub(super) fn end(&mut self, marker: u8) {
        self.align();
        if marker > 0 {
            self.out.extend_from_slice(&[0xFF, marker]);
        }
    }

    /// Fills the last byte with ones (T.81 F.1.2.3) and writes what is held.
    pub(super) fn align(&mut self) {
        let missing = self.count.wrapping_neg() % 8;
        self.put((1 << missing) - 1, missing);
        let held = self.held;
        for at in (0..self.count / 8).rev() {
            self.byte((held >> (8 * at)) as u8);
        }
        (self.held, self.count) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_copies_what_was_written() {
        // Long enough for several windows, with FF at every place of a word.
        let value = |i: u64| i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40 | if i.is_multiple_of(3) { 0xFF } else { 0 };
        let width = |i: u64| (i % 24 + 1) as u32;
        let low = |i: u64| value(i) & ((1 << width(i)) - 1);
        let mut writer = Writer::default();
        (0..200_000).for_each(|i| writer.put(low(i), width(i)));
        writer.align();
        let mut reader = Reader::new(&writer.out, vec![]);
        let mut copy = Writer::default();
        copy.put(5, 3);
        let mut from = 0;
        for i in 0..200_000 {
            if reader.is_short() {
                copy.copy(&reader, from, reader.at);
                reader.slide();
                from = reader.at;
            }
            assert_eq!(u64::from(reader.take(width(i))), low(i), "{i}");
        }
        copy.copy(&reader, from, reader.at);
        copy.align();
        assert!(reader.raw.is_empty() && !reader.is_overrun() && (reader.filled << 3) - reader.at < 8);
        reader.take(8);
        assert!(reader.is_overrun());
        let mut again = Reader::new(&copy.out, vec![]);
        assert_eq!(again.take(3), 5);
        for i in 0..200_000 {
            if again.is_short() {
                again.slide();
            }
            assert_eq!(u64::from(again.take(width(i))), low(i), "{i}");
        }
    }
}
