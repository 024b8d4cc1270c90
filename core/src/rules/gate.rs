//! Which literals a pattern cannot do without, so that it runs only where one of them stands.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Hir, HirKind};
use serde::{Deserialize, Serialize};

/// The most literals that one pattern may add to the automaton.
const MOST: usize = 600;
/// The most that are taken from one end of it.
const FEW: usize = 128;
/// Literals are cut to so many bytes, three Han characters: short ones are shared by many patterns.
const BYTES: usize = 9;

/// When a pattern is worth running.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Gate {
    /// Some literal of these must stand in the text (any case). Once they are in the table of terms the list is empty.
    Literals(Vec<String>),
    /// The text must hold a digit.
    Digit,
    Always,
}

/// The gate of a pattern.
pub(super) fn of(source: &str) -> Gate {
    let source = source.trim_start_matches("(?-i)").replace("(?-i:", "(?:");
    let Ok(hir) = regex_syntax::parse(&source) else { return Gate::Always };
    match needed(&hir) {
        Some(literals) => Gate::Literals(literals),
        None if needs_digit(&hir) => Gate::Digit,
        None => Gate::Always,
    }
}

/// A folded pattern whose ends must stand free: tried again, shorter or longer, until they do (`gent|gentleman` finds
/// "gentleman"). A pattern with the group `id` is left alone: its ends are not the span's.
pub(super) fn free_ends(source: &str) -> String {
    // A half boundary, or a change between ASCII letters and anything else: only "both sides ASCII letters" fails.
    // The start is left to the caller: a look-behind there would cost the search its literals.
    const END: &str = r"(?-u:\b{end-half}|\b)";
    match source.strip_prefix("(?-i)") {
        _ if source.contains("(?P<id>") => source.into(),
        Some(rest) => format!("(?-i)(?:{rest}){END}"),
        None => format!("(?:{source}){END}"),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(source: &str) -> Gate {
        of(&free_ends(source))
    }

    #[test]
    fn gates_come_from_the_pattern_itself() {
        assert_eq!(
            gate("bed [0-9]+"),
            Gate::Literals((0..10).map(|d| format!("bed {d}")).collect())
        );
        assert_eq!(
            gate("第[0-9]+床"),
            Gate::Literals((0..10).map(|d| format!("第{d}")).collect())
        );
        assert_eq!(gate("[0-9]{10}"), Gate::Digit);
        assert_eq!(gate(r"\w+ing"), Gate::Literals(vec!["ing".into()]));
        assert_eq!(
            gate(r"(?:\w+ ){0,3}(?:tattoo|scar)s?"),
            Gate::Literals(vec!["scar".into(), "tattoo".into()])
        );
        assert_eq!(gate(r"\w+"), Gate::Always);
    }
}
