//! Names and what looks like names: word sets for the recognisers.

use serde::{Deserialize, Serialize};

/// Name lists, folded and sorted. English words keep their capitals; Chinese is Simplified.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Names {
    pub(super) surnames_en: Words,
    pub(super) given_en: Words,
    /// Eponyms, drugs' makers and the like: never a patient's name on their own.
    pub(super) not_names_en: Words,
    pub(super) surnames_zh: Words,
    pub(super) given_zh: Vec<char>,
    pub(super) not_names_zh: Words,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Words(pub(super) Vec<String>);

impl Words {
    fn has(&self, word: &str) -> bool {
        self.0.binary_search_by(|listed| listed.as_str().cmp(word)).is_ok()
    }
}

impl Names {
    pub(crate) fn is_surname_en(&self, word: &str) -> bool {
        self.surnames_en.has(word)
    }

    pub(crate) fn is_given_en(&self, word: &str) -> bool {
        self.given_en.has(word)
    }

    pub(crate) fn is_not_name_en(&self, words: &str) -> bool {
        self.not_names_en.has(words)
    }

    pub(crate) fn is_surname_zh(&self, word: &str) -> bool {
        self.surnames_zh.has(word)
    }

    /// The characters that Chinese surnames begin with, in order.
    pub(crate) fn surname_beginnings_zh(&self) -> Vec<char> {
        let mut characters: Vec<char> = self.surnames_zh.0.iter().filter_map(|name| name.chars().next()).collect();
        characters.dedup();
        characters
    }

    pub(crate) fn is_given_zh(&self, c: char) -> bool {
        c == '○' || self.given_zh.binary_search(&c).is_ok()
    }

    pub(crate) fn is_not_name_zh(&self, word: &str) -> bool {
        self.not_names_zh.has(word)
    }
}
