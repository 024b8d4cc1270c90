//! A fast digest, to compare an input with its cleaned copy without holding both in memory.
//!
//! It guards against faults of ours, not against forgery: both sides are read from files that this process wrote or was
//! given, and nobody gains from a collision. Multiply-and-fold as in wyhash, in eight lanes that do not wait for each
//! other, so that it costs less than reading the file.

/// A running digest of parts, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digest {
    lanes: [u64; 8],
}

/// Bytes taken at once: two words for each lane.
const BLOCK: usize = 128;

/// Odd numbers with half of their bits set, as good multipliers are.
const KEYS: [u64; 8] = [
    0xA076_1D64_78BD_642F,
    0xE703_7ED1_A0B4_28DB,
    0x8EBC_6AF0_9C88_C6E3,
    0x5899_65CC_7537_4CC3,
    0x2D35_8DCC_AA6C_78A5,
    0x8BB8_4B93_962E_ACC9,
    0x4B33_A62E_D433_D4A3,
    0x4D5A_2DA5_1DE1_AA47,
];

impl Default for Digest {
    fn default() -> Self {
        Self { lanes: KEYS }
    }
}

impl Digest {
    /// Takes one part: its name and its bytes. Two parts never digest as one.
    pub(super) fn part(&mut self, name: u32, bytes: &[u8]) {
        let named = u128::from(name) << 64 | bytes.len() as u128;
        self.tail(&named.to_le_bytes());
        let (blocks, tail) = bytes.as_chunks::<BLOCK>();
        for block in blocks {
            self.block(block);
        }
        self.tail(tail);
    }

    /// Takes less than a block, filled up with zeros.
    fn tail(&mut self, bytes: &[u8]) {
        let mut last = [0; BLOCK];
        for (to, from) in last.iter_mut().zip(bytes) {
            *to = *from;
        }
        self.block(&last);
    }

    /// The digest as bytes, to take it into another one.
    pub(super) fn bytes(&self) -> [u8; 64] {
        let mut bytes = [0; 64];
        for (to, lane) in bytes.as_chunks_mut().0.iter_mut().zip(self.lanes) {
            *to = lane.to_be_bytes();
        }
        bytes
    }

    fn block(&mut self, block: &[u8; BLOCK]) {
        for ((lane, pair), key) in self.lanes.iter_mut().zip(block.as_chunks::<16>().0).zip(KEYS) {
            let all = u128::from_le_bytes(*pair);
            let (a, b) = (all as u64, (all >> 64) as u64);
            *lane = fold(*lane ^ a, b ^ key).wrapping_add(a).rotate_left(23).wrapping_add(b);
        }
    }
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
