//! Names and what looks like names: word sets for the recognisers.

use std::collections::HashSet;

use super::lexicon::words;

/// Name lists, folded. English words keep their capitals; Chinese is Simplified.
pub(crate) struct Names {
    surnames_en: HashSet<String>,
    given_en: HashSet<String>,
    /// Eponyms, drugs' makers and the like: never a patient's name on their own.
    not_names_en: HashSet<String>,
    surnames_zh: HashSet<String>,
    given_zh: HashSet<char>,
    not_names_zh: HashSet<String>,
}

impl Names {
    pub(crate) fn load() -> Self {
        let set = |name: &str| words(name).into_iter().collect::<HashSet<String>>();
        Self {
            surnames_en: set("surnames-en"),
            given_en: words("given-en").into_iter().chain(words("given-en-ambiguous")).collect(),
            not_names_en: words("eponyms").into_iter().chain(words("public-figures")).collect(),
            surnames_zh: set("surnames-zh"),
            given_zh: words("given-chars-zh").iter().flat_map(|w| w.chars().next()).collect(),
            not_names_zh: set("not-names-zh"),
        }
    }

    pub(crate) fn is_surname_en(&self, word: &str) -> bool {
        self.surnames_en.contains(word)
    }

    pub(crate) fn is_given_en(&self, word: &str) -> bool {
        self.given_en.contains(word)
    }

    pub(crate) fn is_not_name_en(&self, words: &str) -> bool {
        self.not_names_en.contains(words)
    }

    pub(crate) fn is_surname_zh(&self, word: &str) -> bool {
        self.surnames_zh.contains(word)
    }

    pub(crate) fn is_given_zh(&self, c: char) -> bool {
        self.given_zh.contains(&c) || c == '○'
    }

    pub(crate) fn is_not_name_zh(&self, word: &str) -> bool {
        self.not_names_zh.contains(word)
    }
}
