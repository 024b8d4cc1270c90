//! Every literal of every pack and list in one sorted table, and what each hit means.
//!
//! A scan looks each place of the text up once: the literals that stand there are the last literal not after the rest
//! of the text, or prefixes of that one. The table needs no building when it is opened, and costs what its text costs.

use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::fold_str;

/// Who asked for a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Owner {
    Context(usize),
    /// Cancels a context that it overlaps.
    Unless(usize),
    /// Rule and match.
    Term(usize, usize),
    Label(usize),
    Stop(usize),
    /// A set of literals that patterns wait for, by its number. It may stand inside a word.
    Trigger(u32),
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

/// A shadow as it is written, and with its ASCII letters in lower case.
pub(crate) struct Cased<'a> {
    pub(crate) written: &'a str,
    pub(crate) lower: String,
}

impl<'a> Cased<'a> {
    pub(crate) fn new(written: &'a str) -> Self {
        Self { written, lower: written.to_ascii_lowercase() }
    }
}

/// One owner of a literal, and how the literal must stand for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Claim {
    owner: Owner,
    /// Written with a final `*`: a stem, so the end needs no boundary.
    stem: bool,
    /// The capitals that must stand as written (lists of names and places).
    cased: Option<String>,
    /// Claims on one literal are heard in the order of their forms.
    form: u32,
}

/// Collects literals before the table is made.
#[derive(Default)]
pub(crate) struct Builder {
    claims: HashMap<String, Vec<Claim>>,
    forms: HashMap<(String, bool, Option<String>), u32>,
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
        let lower = text.to_ascii_lowercase();
        let cased = cased.then_some(text);
        let next = self.forms.len() as u32;
        let form = *self.forms.entry((lower.clone(), stem, cased.clone())).or_insert(next);
        self.claims.entry(lower).or_default().push(Claim { owner, stem, cased, form });
    }

    pub(crate) fn build(self) -> TermTable {
        let mut sorted: Vec<(String, Vec<Claim>)> = self.claims.into_iter().collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        let mut table = TermTable::default();
        // The literals that begin the one before, shortest first.
        let mut open: Vec<usize> = vec![];
        for (at, (text, mut claims)) in sorted.into_iter().enumerate() {
            while open.last().is_some_and(|shorter| !text.starts_with(table.literal(*shorter))) {
                open.pop();
            }
            table.shorter.push(open.last().map_or(NONE, |at| *at as u32));
            open.push(at);
            claims.sort_by_key(|claim| claim.form);
            table.text.push_str(&text);
            table.ends.push(table.text.len() as u32);
            for claim in claims {
                match claim.owner {
                    Owner::Trigger(set) => table.triggers.push(set),
                    _ => table.claims.push(claim),
                }
            }
            table.claim_ends.push(table.claims.len() as u32);
            table.trigger_ends.push(table.triggers.len() as u32);
        }
        table
    }
}

fn owner_takes_stems(owner: Owner) -> bool {
    !matches!(owner, Owner::Trigger(_) | Owner::Entry(_))
}

/// No shorter literal begins this one.
const NONE: u32 = u32::MAX;

/// Literals in byte order, ASCII in lower case.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct TermTable {
    /// All literals, one after the other.
    text: String,
    ends: Vec<u32>,
    /// For each literal the longest other one that begins it.
    shorter: Vec<u32>,
    claims: Vec<Claim>,
    claim_ends: Vec<u32>,
    /// The sets of each literal that open patterns.
    triggers: Vec<u32>,
    trigger_ends: Vec<u32>,
    /// Where the literals of each first two bytes start.
    #[serde(skip)]
    index: Vec<u32>,
}

impl TermTable {
    /// Makes the index; nothing is found before.
    pub(crate) fn open(&mut self) {
        let mut index = vec![0_u32; (1 << 16) + 1];
        for at in 0..self.ends.len() {
            if let Some(slot) = index.get_mut(usize::from(first_two(self.literal(at).as_bytes())) + 1) {
                *slot += 1;
            }
        }
        let mut total = 0;
        for slot in &mut index {
            total += *slot;
            *slot = total;
        }
        self.index = index;
    }

    fn literal(&self, at: usize) -> &str {
        self.text.get(slice(&self.ends, at)).unwrap_or_default()
    }

    fn claims(&self, at: usize) -> &[Claim] {
        self.claims.get(slice(&self.claim_ends, at)).unwrap_or_default()
    }

    /// Every literal in the shadow, overlaps included, in order of their ends; those that open patterns, by the number
    /// of their set, in order of their starts.
    pub(crate) fn scan(&self, shadow: &Cased, mut open: impl FnMut(u32, Range<usize>), mut emit: impl FnMut(Hit)) {
        let Cased { written, lower } = shadow;
        let mut found: Vec<(usize, usize, u32)> = vec![];
        for (start, _) in lower.char_indices() {
            let rest = lower.as_bytes().get(start..).unwrap_or_default();
            let mut at = self.last_not_after(rest);
            while let Some(literal) = at {
                let length = self.literal(literal).len();
                if rest.starts_with(self.literal(literal).as_bytes()) {
                    let sets = self.triggers.get(slice(&self.trigger_ends, literal)).unwrap_or_default();
                    for set in sets {
                        open(*set, start..start + length);
                    }
                    if !self.claims(literal).is_empty() {
                        found.push((start + length, start, literal as u32));
                    }
                }
                at = self.shorter.get(literal).filter(|next| **next != NONE).map(|next| *next as usize);
            }
        }
        found.sort_unstable_by_key(|(end, start, _)| (*end as u64) << 32 | *start as u64);
        for (end, start, literal) in found {
            self.hear(written, start..end, literal as usize, &mut emit);
        }
    }

    /// The last literal in byte order that is not after `rest` and shares its first two bytes, or is its first byte.
    fn last_not_after(&self, rest: &[u8]) -> Option<usize> {
        let key = usize::from(first_two(rest));
        let from = *self.index.get(key)? as usize;
        let to = *self.index.get(key + 1)? as usize;
        let (mut low, mut high) = (from, to);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.literal(middle).as_bytes() <= rest { low = middle + 1 } else { high = middle }
        }
        if low > from {
            return Some(low - 1);
        }
        // A literal of one byte sorts before every pair.
        let single = usize::from(*rest.first()?) << 8;
        let at = *self.index.get(single)? as usize;
        (at < *self.index.get(single + 1)? as usize && self.literal(at).len() == 1).then_some(at)
    }

    fn hear(&self, shadow: &str, range: Range<usize>, literal: usize, emit: &mut impl FnMut(Hit)) {
        let (left, right) = (is_boundary(shadow, range.start), is_boundary(shadow, range.end));
        for claim in self.claims(literal) {
            if claim.cased.as_ref().is_some_and(|cased| shadow.get(range.clone()) != Some(cased)) {
                continue;
            }
            // A label may be glued to what it labels ("NHS9995850958").
            let glued = matches!(claim.owner, Owner::Label(_));
            let whole = left && (right || claim.stem);
            if glued || whole {
                emit(Hit { owner: claim.owner, range: range.clone(), whole });
            }
        }
    }
}

/// The part of a flat list that belongs to `at`.
fn slice(ends: &[u32], at: usize) -> Range<usize> {
    let start = at.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| *end as usize);
    start..ends.get(at).map_or(start, |end| *end as usize)
}

fn first_two(bytes: &[u8]) -> u16 {
    u16::from_be_bytes([bytes.first().copied().unwrap_or(0), bytes.get(1).copied().unwrap_or(0)])
}

/// Whether words part at `at`: ASCII letters and digits must not touch ASCII letters and digits. Han characters need no
/// boundary, which `\b` would get wrong.
fn is_boundary(shadow: &str, at: usize) -> bool {
    let word = |i: usize| shadow.as_bytes().get(i).is_some_and(u8::is_ascii_alphanumeric);
    !(at.checked_sub(1).is_some_and(word) && word(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(terms: &[&str], text: &str) -> Vec<(usize, String)> {
        let mut builder = Builder::default();
        terms.iter().enumerate().for_each(|(at, term)| builder.add(term, Owner::Context(at)));
        let mut table = builder.build();
        table.open();
        let mut found = vec![];
        table.scan(
            &Cased::new(text),
            |_, _| (),
            |hit| {
                if let Owner::Context(at) = hit.owner {
                    found.push((at, text[hit.range].to_owned()));
                }
            },
        );
        found
    }

    #[test]
    fn finds_every_literal_overlaps_included() {
        let found = hits(&["bed", "bed 4", "4", "x", "病", "病人", "人"], "Bed 4, bedtime, 病人 x");
        let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, ["Bed", "Bed 4", "4", "病", "病人", "人", "x"]);
    }

    #[test]
    fn a_stem_is_open_at_its_end_only() {
        assert_eq!(hits(&["admit*"], "admitted, readmitted"), [(0, "admit".to_owned())]);
    }

    #[test]
    fn capitals_count_only_where_asked() {
        let mut builder = Builder::default();
        builder.add_cased("Hope", Owner::Entry(0));
        builder.add("hope", Owner::Context(0));
        let mut table = builder.build();
        table.open();
        let mut owners = vec![];
        table.scan(&Cased::new("hope Hope"), |_, _| (), |hit| owners.push((hit.owner, hit.range.start)));
        assert_eq!(owners, [(Owner::Context(0), 0), (Owner::Entry(0), 5), (Owner::Context(0), 5)]);
    }
}
