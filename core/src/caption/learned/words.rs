//! A caption as words, each with the class it stands for: 婆婆, grandma and "a lady" all name somebody.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::caption::document::Document;
use crate::rules::RuleSet;
use crate::span::fold_str;

/// Authored classes; the columns are described in the file.
const CLASSES: &str = include_str!("../../../rules/learned/classes.tsv");
/// The longest listed Chinese word, in characters.
const LONGEST: usize = 5;

/// One word, one Han character or listed Han word, one number, or one mark.
pub(super) struct Word<'a> {
    /// Shadow bytes.
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    /// The class it stands for, if any is known.
    pub(super) class: Option<&'a str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Latin,
    Number,
    Han,
    Mark,
}

/// Splits a lower-case shadow into words. `listed` are places, conditions and the like, which outweigh authored classes.
pub(super) fn split<'a>(text: &str, document: &Document, rules: &'a RuleSet) -> Vec<Word<'a>> {
    let listed = |range: &Range<usize>| {
        // Entries come in order, and none overlaps another.
        let first = document.entries.partition_point(|(_, entry)| entry.end < range.end);
        let hit = document.entries.get(first).filter(|(_, entry)| entry.start <= range.start);
        hit.and_then(|(at, _)| rules.entry(*at)).map(|entry| entry.list.as_str())
    };
    let mut words = vec![];
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let (end, kind) = word_end(text, at, c);
        if let Some(kind) = kind {
            let range = at..end;
            let own = class_of(text.get(range.clone()).unwrap_or_default());
            let class = if kind == Kind::Number { Some("number") } else { own.or_else(|| listed(&range)) };
            words.push(Word { range, kind, class });
        }
        at = end;
    }
    words
}

/// Where the word that starts with `c` at `at` ends, and what it is; no kind for what is skipped.
fn word_end(text: &str, at: usize, c: char) -> (usize, Option<Kind>) {
    let rest = text.get(at..).unwrap_or_default();
    let run = |fits: fn(char) -> bool| at + rest.find(|c| !fits(c)).unwrap_or(rest.len());
    if c.is_ascii_digit() {
        (run(|c| c.is_ascii_digit() || c == '.'), Some(Kind::Number))
    } else if is_han(c) {
        (at + han_word(rest), Some(Kind::Han))
    } else if c.is_alphabetic() {
        (run(|c| (c.is_alphabetic() && !is_han(c)) || c == '\'' || c == '-'), Some(Kind::Latin))
    } else if c.is_whitespace() {
        (at + c.len_utf8(), None)
    } else {
        (at + c.len_utf8(), Some(Kind::Mark))
    }
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// Bytes of the longest listed word that `rest` starts with, else of its first character.
fn han_word(rest: &str) -> usize {
    let Some(first) = rest.chars().next() else { return 0 };
    let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(known().longest_from(first));
    let listed = ends.filter(|end| rest.get(..*end).is_some_and(|word| class_of(word).is_some()));
    listed.last().unwrap_or(first.len_utf8())
}

fn class_of(word: &str) -> Option<&'static str> {
    let first = word.chars().next()?;
    if is_han(first) && known().longest_from(first) == 0 { None } else { known().classes.get(word).copied() }
}

/// The class of each authored word.
struct Known {
    classes: HashMap<String, &'static str>,
    /// Characters of the longest word that begins with each Han character, from [`FIRST_HAN`].
    longest: Vec<u8>,
}

const FIRST_HAN: u32 = 0x3400;

impl Known {
    /// Characters of the longest listed word that begins with `first`.
    fn longest_from(&self, first: char) -> usize {
        let at = u32::from(first).checked_sub(FIRST_HAN);
        at.and_then(|at| self.longest.get(at as usize)).map_or(0, |longest| usize::from(*longest))
    }
}

fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let classes = read_classes();
        let mut longest = vec![];
        for word in classes.keys() {
            let at =
                word.chars().next().and_then(|first| u32::from(first).checked_sub(FIRST_HAN)).map(|at| at as usize);
            if let Some(at) = at {
                longest.resize(longest.len().max(at + 1), 0);
                longest[at] = longest[at].max(word.chars().count().min(LONGEST) as u8);
            }
        }
        Known { classes, longest }
    })
}

fn read_classes() -> HashMap<String, &'static str> {
    let rows = CLASSES.lines().filter(|line| !line.starts_with('#'));
    let named = rows.filter_map(|line| line.split_once('\t'));
    // The first class that lists a word keeps it.
    let mut classes = HashMap::new();
    for (class, columns) in named {
        for word in columns.split(['\t', '|']).filter(|word| !word.is_empty()) {
            classes.entry(fold_str(word)).or_insert(class);
        }
    }
    classes
}
