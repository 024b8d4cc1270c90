//! A set of contexts, by their numbers.

use serde::{Deserialize, Serialize};

const WORDS: usize = 4;
const WORD: usize = u64::BITS as usize;

/// Which contexts hold, or which are asked for: one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct ContextSet([u64; WORDS]);

impl ContextSet {
    /// How many contexts a pack may name.
    pub(crate) const MOST: usize = WORDS * WORD;

    /// The set of one context; empty when its number is not under [`Self::MOST`].
    pub(crate) fn of(at: usize) -> Self {
        let mut set = Self::default();
        set.insert(at);
        set
    }

    pub(crate) fn insert(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / WORD) {
            *word |= 1 << (at % WORD);
        }
    }

    pub(crate) fn contains(&self, at: usize) -> bool {
        self.0.get(at / WORD).is_some_and(|word| word >> (at % WORD) & 1 == 1)
    }

    /// Whether the two have a context in common.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        let mut all = *self;
        all.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_put_in() {
        for at in [0, 63, 64, 127, 128, ContextSet::MOST - 1] {
            let set = ContextSet::of(at);
            assert!(set.contains(at) && !set.contains(at ^ 1));
            assert!(set.meets(&set.union(&ContextSet::of(5))) && !set.meets(&ContextSet::of(at ^ 1)));
        }
        assert_eq!(ContextSet::of(ContextSet::MOST), ContextSet::default());
    }
}
