//! One automaton over every literal of every pack and list, and what each hit means.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::error::{CheckError, Result};
use crate::span::fold_str;

/// Who asked for a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Context(usize),
    /// Cancels a context that it overlaps.
    Unless(usize),
    /// Rule and match.
    Term(usize, usize),
    Label(usize),
    Stop(usize),
    /// Makes a pattern worth running.
    Trigger(usize),
    /// An entry of a word list.
    Entry(usize),
}

/// A literal found in the shadow.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub owner: Owner,
    pub range: Range<usize>,
    /// The ends fall on word boundaries.
    pub whole: bool,
}

#[derive(Debug)]
struct Literal {
    text: String,
    /// Written with a final `*`: a stem, so the end needs no boundary.
    stem: bool,
    /// Owners, and whether each needs capitals as written (lists of names and places).
    owners: Vec<(Owner, bool)>,
}

/// Collects literals before the automaton is built.
#[derive(Default)]
pub(crate) struct Builder {
    literals: Vec<Literal>,
    by_text: HashMap<String, usize>,
}

impl Builder {
    /// Adds a literal; a final `*` makes it a stem.
    pub(crate) fn add(&mut self, term: &str, owner: Owner) {
        self.insert(term, owner, false);
    }

    /// Adds a literal that counts only when its ASCII capitals stand as written.
    pub(crate) fn add_cased(&mut self, term: &str, owner: Owner) {
        self.insert(term, owner, true);
    }

    fn insert(&mut self, term: &str, owner: Owner, cased: bool) {
        let folded = fold_str(term);
        let (text, stem) = match folded.strip_suffix('*') {
            Some(text) if owner_takes_stems(owner) => (text.to_owned(), true),
            _ => (folded, false),
        };
        if text.is_empty() {
            return;
        }
        // The automaton is blind to ASCII case, so one literal must not be two patterns.
        let key = format!("{}{}", text.to_ascii_lowercase(), if stem { "*" } else { "" });
        let key = if cased { format!("{key}\u{1}{text}") } else { key };
        let at = *self.by_text.entry(key).or_insert_with(|| {
            self.literals.push(Literal { text, stem, owners: vec![] });
            self.literals.len() - 1
        });
        if let Some(literal) = self.literals.get_mut(at) {
            literal.owners.push((owner, cased));
        }
    }

    pub(crate) fn build(self) -> Result<TermTable> {
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(self.literals.iter().map(|l| l.text.as_bytes()))
            .map_err(|_| CheckError::Internal { code: "terms".into() })?;
        Ok(TermTable { automaton, literals: self.literals })
    }
}

fn owner_takes_stems(owner: Owner) -> bool {
    !matches!(owner, Owner::Trigger(_) | Owner::Entry(_))
}

/// The built automaton.
pub(crate) struct TermTable {
    automaton: AhoCorasick,
    literals: Vec<Literal>,
}

impl TermTable {
    /// Every literal in the shadow, overlaps included, in order of their ends.
    pub(crate) fn scan(&self, shadow: &str, mut emit: impl FnMut(Hit)) {
        for found in self.automaton.find_overlapping_iter(shadow) {
            let Some(literal) = self.literals.get(found.pattern().as_usize()) else { continue };
            let range = found.range();
            let left = is_boundary(shadow, range.start, &literal.text, true);
            let right = literal.stem || is_boundary(shadow, range.end, &literal.text, false);
            for (owner, cased) in &literal.owners {
                if *cased && shadow.get(range.clone()) != Some(&literal.text) {
                    continue;
                }
                // A label may be glued to what it labels ("NHS9995850958"), and a trigger may sit inside a word.
                let glued = matches!(owner, Owner::Label(_) | Owner::Trigger(_));
                if glued || (left && right) {
                    emit(Hit { owner: *owner, range: range.clone(), whole: left && right });
                }
            }
        }
    }
}

/// Whether the edge of a literal at `at` stands free: ASCII letters and digits must not touch ASCII letters and
/// digits. Han characters need no boundary, which `\b` would get wrong.
fn is_boundary(shadow: &str, at: usize, literal: &str, left: bool) -> bool {
    let bytes = shadow.as_bytes();
    let (edge, neighbour) = if left {
        (literal.as_bytes().first(), at.checked_sub(1).and_then(|i| bytes.get(i)))
    } else {
        (literal.as_bytes().last(), bytes.get(at))
    };
    let word = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    !(word(edge) && word(neighbour))
}
