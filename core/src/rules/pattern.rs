//! Regular expressions that are compiled when first needed and run only where a literal of theirs stands.
//!
//! Stretches are short, so a bounded backtracker does: its time is bounded by states times bytes, and it keeps no automaton
//! that would cost memory for every pattern.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use regex_automata::nfa::thompson::backtrack::{BoundedBacktracker, Cache, Config};
use regex_automata::nfa::thompson::{NFA, State, WhichCaptures};
use regex_automata::util::prefilter::Prefilter;
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input, MatchKind, PatternID};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{
    Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Repetition,
};

use super::blocks::coarse;
use super::terms::Cased;

/// Compiled size limit, bytes: no pack may make the core heavy.
const SIZE_LIMIT: usize = 2 << 20;
/// What a search may note down, bytes: the longest stretch that one search covers follows from it.
const VISITED: usize = 1 << 20;

/// One pattern. Case-insensitive unless it begins with `(?-i)`; the group `id`, when present, is the span.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: String,
    regex: Mutex<Regex>,
}

/// What is known of a pattern's automaton.
#[derive(Debug, Default)]
enum Regex {
    #[default]
    NotCompiled,
    Invalid,
    Ready {
        regex: BoundedBacktracker,
        last_used: usize,
    },
}

impl Pattern {
    /// `source` as [`super::gate::free_ends`] or the pack left it.
    pub(crate) fn new(source: String) -> Self {
        Self { source, regex: Mutex::default() }
    }

    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Whether some part of it asks for letters as they are written.
    fn reads_capitals(&self) -> bool {
        self.source.contains("(?-i")
    }

    /// Compiles now; false when the pattern is not valid or too large.
    pub(crate) fn is_valid(&self) -> bool {
        self.regex(&mut Scratch::default()).is_some()
    }

    /// Gives the memory of the automaton back unless the caption numbered `round` used it; it is compiled again when a
    /// caption calls for it. Answers the bytes still held.
    pub(crate) fn let_go(&self, round: usize) -> usize {
        let mut regex = self.regex.lock().unwrap_or_else(PoisonError::into_inner);
        match &*regex {
            Regex::Ready { regex, last_used } if *last_used == round => regex.get_nfa().memory_usage(),
            Regex::Ready { .. } => {
                *regex = Regex::NotCompiled;
                0
            }
            _ => 0,
        }
    }

    fn regex(&self, scratch: &mut Scratch) -> Option<BoundedBacktracker> {
        let mut regex = self.regex.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*regex, Regex::NotCompiled) {
            *regex = Regex::Invalid;
            if let Some(made) = self.compile() {
                scratch.compiled += made.get_nfa().memory_usage();
                *regex = Regex::Ready { regex: made, last_used: scratch.round };
            }
        }
        let Regex::Ready { regex, last_used } = &mut *regex else { return None };
        *last_used = scratch.round;
        // A clone shares the automaton, so that no lock is held while it runs.
        Some(regex.clone())
    }

    fn compile(&self) -> Option<BoundedBacktracker> {
        let captures = if self.source.contains("(?P<id>") { WhichCaptures::All } else { WhichCaptures::Implicit };
        let hir = ParserBuilder::new().case_insensitive(true).build().parse(&self.source).ok()?;
        let hir = simpler(hir, !self.reads_capitals());
        let nfa = NFA::compiler()
            .configure(NFA::config().nfa_size_limit(Some(SIZE_LIMIT)).which_captures(captures))
            .build_from_hir(&hir)
            .ok()?;
        let config = Config::new().visited_capacity(VISITED).prefilter(first_bytes(&nfa));
        BoundedBacktracker::builder().configure(config).build_from_nfa(nfa).ok()
    }

    /// Every place of `shadow` within `stretches`, in order, where it matches, as the span of the group `id` or of the whole match.
    ///
    /// `anchored`: a match begins where a stretch begins, or the stretch has none. With `overlapping` the search goes on
    /// one character after each start, for values that may stand inside a longer match: `hkidR0001111` holds
    /// `dR000111` and `R0001111`.
    pub(crate) fn find(
        &self,
        shadow: &Cased,
        stretches: &[Range<usize>],
        (anchored, overlapping): (bool, bool),
        scratch: &mut Scratch,
        mut emit: impl FnMut(Range<usize>),
    ) {
        if stretches.is_empty() {
            return;
        }
        let Some(regex) = self.regex(scratch) else { return };
        let text = if self.reads_capitals() { shadow.written } else { &shadow.lower };
        let cache = scratch.ready(&regex);
        let group = regex.get_nfa().group_info().to_index(PatternID::ZERO, "id").unwrap_or(0);
        let mode = if anchored { Anchored::Yes } else { Anchored::No };
        let mut slots = [None; 8];
        let mut next = 0;
        for stretch in stretches {
            let mut at = stretch.start.max(next);
            while at <= stretch.end && !(anchored && at > stretch.start) {
                let end = stretch.end.min(at.saturating_add(regex.max_haystack_len()));
                let input = Input::new(text).span(at..end).anchored(mode);
                if !matches!(regex.try_search_slots(cache, &input, &mut slots), Ok(Some(_))) {
                    break;
                }
                let slot = |at: usize| slots.get(at).copied().flatten().map(NonMaxUsize::get);
                let span = |group: usize| slot(2 * group).zip(slot(2 * group + 1));
                let Some((start, end)) = span(group).or_else(|| span(0)) else { break };
                // Go on after the span, not after the match: the tail may begin the next one.
                at = if overlapping { start + 1 } else { end.max(start + 1) }.max(at + 1);
                while !text.is_char_boundary(at) {
                    at += 1;
                }
                next = at;
                emit(start..end);
            }
        }
    }
}

/// The same pattern with properties as whole blocks and, for text in `lower` case, without capitals: without one beside
/// each letter words are literals, which share their beginnings in the automaton. The long s and the Kelvin sign count as
/// capitals: the shadow has neither.
fn simpler(hir: Hir, lower: bool) -> Hir {
    let each = |parts: Vec<Hir>| parts.into_iter().map(|part| simpler(part, lower)).collect();
    match hir.into_kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Look(look) => Hir::look(look),
        HirKind::Class(Class::Unicode(class)) => {
            let mut class = coarse(class);
            if lower {
                let capitals = [('A', 'Z'), ('\u{17f}', '\u{17f}'), ('\u{212a}', '\u{212a}')];
                class.difference(&ClassUnicode::new(capitals.map(|(from, to)| ClassUnicodeRange::new(from, to))));
            }
            Hir::class(Class::Unicode(class))
        }
        HirKind::Class(Class::Bytes(mut class)) => {
            if lower {
                class.difference(&ClassBytes::new([ClassBytesRange::new(b'A', b'Z')]));
            }
            Hir::class(Class::Bytes(class))
        }
        HirKind::Repetition(repetition) => {
            Hir::repetition(Repetition { sub: Box::new(simpler(*repetition.sub, lower)), ..repetition })
        }
        HirKind::Capture(capture) => Hir::capture(Capture { sub: Box::new(simpler(*capture.sub, lower)), ..capture }),
        HirKind::Concat(parts) => Hir::concat(each(parts)),
        HirKind::Alternation(branches) => Hir::alternation(each(branches)),
    }
}

/// Skips places where no match can begin; `None` when that would skip too few.
fn first_bytes(nfa: &NFA) -> Option<Prefilter> {
    const MANY: usize = 100;
    let mut first = [false; 256];
    let mut seen = vec![false; nfa.states().len()];
    let mut open = vec![nfa.start_anchored()];
    while let Some(id) = open.pop() {
        if std::mem::replace(seen.get_mut(id.as_usize())?, true) {
            continue;
        }
        let mut add = |from: u8, to: u8| (from..=to).for_each(|byte| first[usize::from(byte)] = true);
        match nfa.state(id) {
            State::ByteRange { trans } => add(trans.start, trans.end),
            State::Sparse(sparse) => sparse.transitions.iter().for_each(|trans| add(trans.start, trans.end)),
            State::Dense(_) | State::Match { .. } => return None,
            State::Look { next, .. } | State::Capture { next, .. } => open.push(*next),
            State::Union { alternates } => open.extend(alternates.iter().copied()),
            State::BinaryUnion { alt1, alt2 } => open.extend([*alt1, *alt2]),
            State::Fail => {}
        }
    }
    let bytes: Vec<[u8; 1]> = (0..=u8::MAX).filter(|byte| first[usize::from(*byte)]).map(|byte| [byte]).collect();
    if bytes.len() > MANY { None } else { Prefilter::new(MatchKind::LeftmostFirst, &bytes) }
}

/// Room for one search after the other in one caption, and what they made the patterns compile.
#[derive(Default)]
pub(crate) struct Scratch {
    cache: Option<Cache>,
    /// The caption's number.
    pub(super) round: usize,
    /// Bytes of the automata that were compiled.
    pub(super) compiled: usize,
}

impl Scratch {
    pub(super) fn new(round: usize) -> Self {
        Self { round, ..Self::default() }
    }

    fn ready(&mut self, regex: &BoundedBacktracker) -> &mut Cache {
        let cache = self.cache.get_or_insert_with(|| regex.create_cache());
        cache.reset(regex);
        cache
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::gate::free_ends;

    #[test]
    fn the_ends_stand_free() {
        let found = |source: &str, text: &str| {
            let mut spans = vec![];
            Pattern::new(free_ends(source)).find(
                &Cased::new(text),
                std::slice::from_ref(&(0..text.len())),
                (false, false),
                &mut Scratch::default(),
                |r| spans.push(text[r].to_owned()),
            );
            spans
        };
        assert_eq!(found("gent|gentleman", "the gentleman, gents"), ["gentleman"]);
        assert_eq!(found("bed", "bedtime 病bed人"), ["bed"]);
        assert_eq!(found("病人|icu", "病人icu"), ["病人", "icu"]);
        assert_eq!(found("(?-i)[A-Z][a-z]+", "ward Ward W4"), ["Ward"]);
        assert_eq!(found("bed (?-i:[A-Z])[0-9]", "BED B2, bed b3"), ["BED B2"]);
        assert_eq!(found("[A-Z]+[^K][0-9]", "KEY7 skin-5"), ["KEY7", "skin-5"]);
    }

    #[test]
    fn the_group_named_id_is_the_span() {
        let mut spans = vec![];
        Pattern::new("bed (?P<id>[0-9]+)".into()).find(
            &Cased::new("Bed 12, bed 13"),
            std::slice::from_ref(&(0..14)),
            (false, false),
            &mut Scratch::default(),
            |r| spans.push(r),
        );
        assert_eq!(spans, [4..6, 12..14]);
    }

    #[test]
    fn what_a_caption_did_not_use_is_let_go_and_compiled_again() {
        let pattern = Pattern::new("bed [0-9]+".into());
        let found = |round| {
            let (mut scratch, mut count) = (Scratch::new(round), 0);
            let text = Cased::new("bed 12");
            pattern.find(&text, std::slice::from_ref(&(0..6)), (false, false), &mut scratch, |_| count += 1);
            (count, scratch.compiled)
        };
        let (count, compiled) = found(1);
        assert!(count == 1 && compiled > 0);
        assert_eq!(pattern.let_go(1), compiled);
        assert_eq!(found(2), (1, 0));
        assert_eq!(pattern.let_go(3), 0);
        assert_eq!(found(4), (1, compiled));
    }
}
