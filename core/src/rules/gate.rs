//! Which literals a pattern cannot do without, so that it runs only where one of them stands.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Hir, HirKind};

/// The most literals that one pattern may add to the automaton.
const MOST: usize = 600;
/// The most that are taken from one end of it.
const FEW: usize = 128;
/// Literals are cut to so many bytes, three Han characters: short ones are shared by many patterns.
const BYTES: usize = 9;

/// When a pattern is worth running.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Some literal of these must stand in the text (any case).
    Literals(Vec<String>),
    /// The text must hold a digit.
    Digit,
    Always,
}

/// The gate of a parsed pattern.
pub(super) fn of(hir: &Hir) -> Gate {
    match needed(hir) {
        Some(literals) => Gate::Literals(literals),
        None if needs_digit(hir) => Gate::Digit,
        None => Gate::Always,
    }
}

/// A set of which every match holds one: its own beginnings, else those of a part that it always has, else its ends.
///
/// The first that serves is taken: looking for the best costs more at start than it saves later.
fn needed(hir: &Hir) -> Option<Vec<String>> {
    edge(hir, ExtractKind::Prefix).or_else(|| inner(hir)).or_else(|| edge(hir, ExtractKind::Suffix))
}

fn inner(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Concat(parts) => parts.iter().filter_map(needed).min_by_key(|set| cost(set)),
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Alternation(branches) => {
            let all: Option<Vec<Vec<String>>> = branches.iter().map(needed).collect();
            all.map(|sets| union(sets.concat())).filter(|set| set.len() <= MOST)
        }
        _ => None,
    }
}

/// The literals that a match begins or ends with, when they are few and long enough to be rare.
fn edge(hir: &Hir, kind: ExtractKind) -> Option<Vec<String>> {
    let mut extractor = Extractor::new();
    extractor.kind(kind).limit_class(10).limit_literal_len(BYTES).limit_total(FEW);
    let sequence = extractor.extract(hir);
    let set = union(sequence.literals()?.iter().map(|literal| whole_characters(literal.as_bytes())).collect());
    Some(set).filter(|set| !set.is_empty() && set.iter().all(|text| is_rare(text)))
}

/// The characters of a literal that the extractor may have cut inside a character at either end.
fn whole_characters(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_matches(char::REPLACEMENT_CHARACTER).to_owned()
}

/// One ASCII letter stands everywhere, and so do digits; two letters, or one Han character, do not.
fn is_rare(text: &str) -> bool {
    !text.bytes().all(|b| b.is_ascii_digit() || b" -+.".contains(&b)) && has_weight(text)
}

fn has_weight(text: &str) -> bool {
    text.trim().chars().count() >= 2 || !text.is_ascii()
}

/// Fewer and longer literals are better.
fn cost(set: &[String]) -> usize {
    let shortest = set.iter().map(|text| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>()).min();
    set.len() * 100 / shortest.unwrap_or(1).min(5)
}

fn union(mut set: Vec<String>) -> Vec<String> {
    for text in &mut set {
        text.make_ascii_lowercase();
    }
    set.sort();
    set.dedup();
    set
}

/// Whether every match holds a digit.
fn needs_digit(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => {
            class.iter().all(|range| range.start().is_ascii_digit() && range.end().is_ascii_digit())
        }
        HirKind::Literal(literal) => literal.0.iter().any(u8::is_ascii_digit),
        HirKind::Concat(parts) => parts.iter().any(needs_digit),
        HirKind::Capture(capture) => needs_digit(&capture.sub),
        HirKind::Repetition(repetition) => repetition.min > 0 && needs_digit(&repetition.sub),
        HirKind::Alternation(branches) => branches.iter().all(needs_digit),
        _ => false,
    }
}
