//! A fast 128-bit digest, to compare an input with its cleaned copy without holding both in memory.
//!
//! It guards against faults of ours, not against forgery: both sides are read from files that this process wrote or was
//! given, and nobody gains from a collision. Multiply-and-fold as in wyhash, in two lanes.

/// A running digest of parts, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digest {
    lanes: [u64; 2],
}

const KEYS: [u64; 4] = [0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB, 0x8EBC_6AF0_9C88_C6E3, 0x5899_65CC_7537_4CC3];

impl Default for Digest {
    fn default() -> Self {
        Self { lanes: [KEYS[2], KEYS[3]] }
    }
}

impl Digest {
    /// Takes one part: its name and its bytes. Two parts never digest as one.
    pub(super) fn part(&mut self, name: u32, bytes: &[u8]) {
        self.mix(u64::from(name), bytes.len() as u64);
        let (blocks, tail) = bytes.as_chunks::<16>();
        for block in blocks {
            let [a, b] = halves(block);
            self.mix(a, b);
        }
        let mut last = [0; 16];
        for (to, from) in last.iter_mut().zip(tail) {
            *to = *from;
        }
        let [a, b] = halves(&last);
        self.mix(a, b);
    }

    /// The digest as bytes, to take it into another one.
    pub(super) fn bytes(&self) -> [u8; 16] {
        (u128::from(self.lanes[0]) << 64 | u128::from(self.lanes[1])).to_be_bytes()
    }

    fn mix(&mut self, a: u64, b: u64) {
        let [x, y] = self.lanes;
        self.lanes = [
            fold(x ^ a ^ KEYS[0], b ^ KEYS[1]).wrapping_add(a),
            fold(y ^ b ^ KEYS[2], a ^ KEYS[3]).wrapping_add(b).rotate_left(23),
        ];
    }
}

fn halves(block: &[u8; 16]) -> [u64; 2] {
    let all = u128::from_le_bytes(*block);
    [all as u64, (all >> 64) as u64]
}

fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(parts: &[(u32, &[u8])]) -> Digest {
        let mut digest = Digest::default();
        for (name, bytes) in parts {
            digest.part(*name, bytes);
        }
        digest
    }

    #[test]
    fn tells_apart() {
        let all = [
            digest(&[]),
            digest(&[(1, b"")]),
            digest(&[(1, b"\0")]),
            digest(&[(1, b"ab")]),
            digest(&[(2, b"ab")]),
            digest(&[(1, b"a"), (1, b"b")]),
            digest(&[(1, &[0; 16])]),
            digest(&[(1, &[0; 17])]),
            digest(&[(1, &[0; 32])]),
        ];
        for (i, a) in all.iter().enumerate() {
            assert!(all.iter().skip(i + 1).all(|b| a != b), "{i}");
        }
        assert_eq!(digest(&[(1, b"ab")]), all[3]);
    }

    #[test]
    fn one_bit_anywhere_shows() {
        let whole = vec![7; 100];
        for at in 0..100 {
            let mut other = whole.clone();
            other[at] ^= 1;
            assert_ne!(digest(&[(1, &whole)]), digest(&[(1, &other)]), "{at}");
        }
    }
}
