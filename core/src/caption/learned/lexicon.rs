//! What rare words stand for: an authored lexicon of words and short phrases in fine classes, so that a wording that was
//! never trained on is like one that was.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::words::is_han;
use crate::span::fold_str;

/// Authored entries; the columns are described in the file.
const LEXICON: &str = include_str!("../../../rules/learned/lexicon.tsv");
/// Most words of an English phrase.
const MOST_WORDS: usize = 3;

/// A word or phrase of the lexicon in a text.
pub(super) struct Entry {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// Its fine class, such as `someone.trade`.
    pub(super) class: &'static str,
}

/// Every entry in a lower-case shadow, the longest at each place, none over another.
pub(super) fn entries(text: &str) -> Vec<Entry> {
    let lexicon = lexicon();
    let mut found = vec![];
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let hit = if is_han(c) {
            lexicon.han(text, at)
        } else if c.is_alphabetic() {
            lexicon.latin(text, at)
        } else {
            None
        };
        let end = match hit {
            Some(entry) => {
                let end = entry.range.end;
                found.push(entry);
                end
            }
            None if c.is_alphabetic() && !is_han(c) => word_end(text, at),
            None => at + c.len_utf8(),
        };
        at = end;
    }
    found
}

struct Lexicon {
    classes: HashMap<String, &'static str>,
    /// Characters of the longest Chinese entry that begins with each character.
    longest: HashMap<char, usize>,
}

impl Lexicon {
    fn han(&self, text: &str, at: usize) -> Option<Entry> {
        let rest = text.get(at..)?;
        let longest = *self.longest.get(&rest.chars().next()?)?;
        let ends = rest.char_indices().map(|(i, c)| at + i + c.len_utf8()).take(longest);
        ends.filter_map(|end| self.entry(text, at..end)).last()
    }

    /// The longest phrase of whole words that begins here.
    fn latin(&self, text: &str, at: usize) -> Option<Entry> {
        let mut end = word_end(text, at);
        let mut longest = self.entry(text, at..end).or_else(|| {
            let own = text.get(at..end)?.strip_suffix("'s")?.len();
            Some(Entry { range: at..end, ..self.entry(text, at..at + own)? })
        });
        for _ in 1..MOST_WORDS {
            let next = text.get(end..).filter(|rest| rest.starts_with(' ')).map(|_| end + 1);
            let Some(next) = next.filter(|next| starts_word(text, *next)) else { break };
            end = word_end(text, next);
            longest = self.entry(text, at..end).or(longest);
        }
        longest
    }

    fn entry(&self, text: &str, range: Range<usize>) -> Option<Entry> {
        let class = self.classes.get(text.get(range.clone())?)?;
        Some(Entry { range, class })
    }
}

fn lexicon() -> &'static Lexicon {
    static KNOWN: OnceLock<Lexicon> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut lexicon = Lexicon { classes: HashMap::new(), longest: HashMap::new() };
        let rows = LEXICON.lines().filter(|line| !line.starts_with('#'));
        for (class, columns) in rows.filter_map(|line| line.split_once('\t')) {
            for word in columns.split(['\t', '|']).filter(|word| !word.is_empty()) {
                let folded = fold_str(word).to_lowercase();
                if let Some(first) = folded.chars().next().filter(|c| is_han(*c)) {
                    let longest = lexicon.longest.entry(first).or_default();
                    *longest = (*longest).max(folded.chars().count());
                }
                // The first class that lists a word keeps it.
                lexicon.classes.entry(folded).or_insert(class);
            }
        }
        lexicon
    })
}

fn starts_word(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|c| c.is_alphabetic() && !is_han(c))
}

fn word_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find(|c: char| !(c.is_alphanumeric() && !is_han(c) || matches!(c, '\'' | '-'))).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_entry_counts_and_none_lies_over_another() {
        let text = "my gardener's nan passed away, 那个老船长走了";
        let found: Vec<&str> = entries(text).iter().filter_map(|e| text.get(e.range.clone())).collect();
        assert!(
            found.contains(&"gardener's") && found.contains(&"passed away") && found.contains(&"老船长"),
            "{found:?}"
        );
        assert!(entries(text).windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
    }

    #[test]
    fn every_line_has_a_class_and_words() {
        for line in LEXICON.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert!(
                columns.len() == 3 && columns[0].contains('.') && columns[1..].iter().any(|c| !c.is_empty()),
                "{line}"
            );
        }
    }
}
