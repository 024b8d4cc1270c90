//! Which literals a pattern cannot do without, so that it runs only where one of them stands.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Hir, HirKind};
use serde::{Deserialize, Serialize};

/// The most literals that one pattern may add to the automaton.
const MOST: usize = 600;
/// The most that are taken from one end of it.
const FEW: usize = 128;
/// A set that stands at fewer places than one in so many is rare enough; a better one is not looked for.
const SELDOM: f64 = 0.000_1;
/// Literals are cut to so many bytes, three Han characters: short ones are shared by many patterns.
const BYTES: usize = 9;

/// When a pattern is worth running.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Gate {
    /// Every match begins with a literal of these (any case). Once they are in the table of terms the list is empty.
    Begins(Vec<String>),
    /// Every match holds a literal of these.
    Holds(Vec<String>),
    /// The text must hold a digit.
    Digit,
    Always,
}

/// How far around what opened the gate a match can lie, bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reach {
    pub(crate) before: usize,
    pub(crate) after: usize,
}

/// The gate of a pattern, and how far it reaches.
pub(super) fn of(source: &str) -> (Gate, Reach) {
    /// One attempt at a place costs so much less than a search around one.
    const CHEAPER: f64 = 20.0;
    let source = source.trim_start_matches("(?-i)").replace("(?-i:", "(?:");
    let Ok(hir) = regex_syntax::parse(&source) else { return (Gate::Always, Reach::default()) };
    let length = longest(&hir);
    let around = Reach { before: length, after: length };
    let needed = needed(&hir);
    let other = needed.as_ref().map_or(f64::MAX, |need| cost(&need.set));
    match (edge(&hir, ExtractKind::Prefix), needed) {
        (Some(set), _) if cost(&set) <= SELDOM.max(other * CHEAPER) => {
            (Gate::Begins(set), Reach { before: 0, ..around })
        }
        (_, Some(need)) => (Gate::Holds(need.set), need.reach),
        _ if needs_digit(&hir) => (Gate::Digit, around),
        _ => (Gate::Always, around),
    }
}

/// The most bytes that a match can take. A repetition without an end is taken to be one run of letters or digits.
fn longest(hir: &Hir) -> usize {
    const RUN: usize = 48;
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(class) => class.maximum_len().unwrap_or(4),
        HirKind::Repetition(repetition) => {
            let one = longest(&repetition.sub);
            repetition.max.map_or(RUN.max(4 * one), |most| one.saturating_mul(most as usize))
        }
        HirKind::Capture(capture) => longest(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(longest).fold(0, usize::saturating_add),
        HirKind::Alternation(branches) => branches.iter().map(longest).max().unwrap_or(0),
    }
}

/// A folded pattern whose ends must stand free: tried again, shorter or longer, until they do (`gent|gentleman` finds
/// "gentleman"). A pattern with the group `id` is left alone: its ends are not the span's.
pub(super) fn free_ends(source: &str) -> String {
    // A half boundary, or a change between ASCII letters and anything else: only "both sides ASCII letters" fails.
    // The start is left to the caller: a look-behind there would cost the search its literals.
    const END: &str = r"(?-u:\b{end-half}|\b)";
    let source = &ascii_boundaries(source);
    match source.strip_prefix("(?-i)") {
        _ if source.contains("(?P<id>") => source.into(),
        Some(rest) => format!("(?-i)(?:{rest}){END}"),
        None => format!("(?:{source}){END}"),
    }
}

/// Word boundaries are ASCII's, as everywhere here: Han needs none.
pub(super) fn ascii_boundaries(source: &str) -> String {
    source.replace(r"\b", r"(?-u:\b)")
}

/// A set of which every match holds one, and how far the match goes on around it.
struct Need {
    set: Vec<String>,
    reach: Reach,
}

/// Of the beginnings of a match and those of the parts that it always has the rarest set, else its ends.
fn needed(hir: &Hir) -> Option<Need> {
    let length = longest(hir);
    let begins = |set| Need { set, reach: Reach { before: 0, after: length } };
    let ends = |set| Need { set, reach: Reach { before: length, after: 4 } };
    let prefix = edge(hir, ExtractKind::Prefix).map(begins);
    if prefix.as_ref().is_some_and(|need| cost(&need.set) <= SELDOM) {
        return prefix;
    }
    rarest(prefix.into_iter().chain(inner(hir))).or_else(|| edge(hir, ExtractKind::Suffix).map(ends))
}

fn rarest(needs: impl Iterator<Item = Need>) -> Option<Need> {
    needs.min_by(|a, b| cost(&a.set).total_cmp(&cost(&b.set)))
}

fn inner(hir: &Hir) -> Option<Need> {
    match hir.kind() {
        HirKind::Concat(parts) => rarest((0..parts.len()).filter_map(|at| {
            let (before, after) = (parts.get(..at)?, parts.get(at + 1..)?);
            let mut need = needed(parts.get(at)?)?;
            need.reach.before += before.iter().map(longest).sum::<usize>();
            need.reach.after += after.iter().map(longest).sum::<usize>();
            Some(need)
        })),
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => {
            let need = needed(&repetition.sub)?;
            let length = longest(hir);
            Some(Need { reach: Reach { before: length, after: length }, ..need })
        }
        HirKind::Alternation(branches) => {
            let all: Vec<Need> = branches.iter().map(needed).collect::<Option<_>>()?;
            let reach = all.iter().fold(Reach::default(), |most, need| Reach {
                before: most.before.max(need.reach.before),
                after: most.after.max(need.reach.after),
            });
            let set = union(all.into_iter().flat_map(|need| need.set).collect());
            (set.len() <= MOST).then_some(Need { set, reach })
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

/// One ASCII letter stands everywhere, and so do digits; two letters, one Han character or a mark such as `@` do not.
fn is_rare(text: &str) -> bool {
    const MARKS: [&str; 4] = ["@", "*", "+", "#"];
    MARKS.contains(&text) || !text.bytes().all(|b| b.is_ascii_digit() || b" -+.".contains(&b)) && has_weight(text)
}

fn has_weight(text: &str) -> bool {
    text.trim().chars().count() >= 2 || !text.is_ascii()
}

/// About how often one of a set stands at a place of ordinary text: rarer is better.
fn cost(set: &[String]) -> f64 {
    set.iter().map(|text| frequency(text)).sum()
}

fn frequency(text: &str) -> f64 {
    /// Words of which a text has many; letter by letter they would seem rare.
    const COMMON: [&str; 48] = [
        "the", "and", "she", "her", "his", "him", "was", "has", "had", "for", "with", "that", "this", "you", "your",
        "not", "are", "but", "they", "them", "their", "just", "got", "one", "who", "what", "from", "when", "have",
        "been", "were", "out", "all", "can", "now", "today", "my", "me", "we", "our", "he", "is", "in", "on", "at",
        "of", "to", "an",
    ];
    let text = text.trim_end();
    if COMMON.contains(&text.trim_start()) {
        return 0.01;
    }
    let letter = |c: char| match c {
        'a'..='z' | 'A'..='Z' => 0.06,
        ' ' | '\'' => 0.15,
        '\u{3400}'..='\u{9fff}' => 0.004,
        _ => 0.02,
    };
    text.chars().map(letter).product()
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
        of(&free_ends(source)).0
    }

    #[test]
    fn gates_come_from_the_pattern_itself() {
        assert_eq!(gate("bed [0-9]+"), Gate::Begins((0..10).map(|d| format!("bed {d}")).collect()));
        assert_eq!(gate("第[0-9]+床"), Gate::Begins((0..10).map(|d| format!("第{d}")).collect()));
        assert_eq!(gate("[0-9]{10}"), Gate::Digit);
        assert_eq!(gate(r"\w+ing"), Gate::Holds(vec!["ing".into()]));
        assert_eq!(gate(r"(?:\w+ ){0,3}(?:tattoo|scar)s?"), Gate::Holds(vec!["scar".into(), "tattoo".into()]));
        assert_eq!(gate(r"\w+"), Gate::Always);
    }
}
