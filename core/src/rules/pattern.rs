//! Regular expressions that are compiled when first needed and run only where a literal of theirs stands.

use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::meta::{Config, Regex};
use regex_automata::util::captures::Captures;
use regex_automata::{Input, PatternID};


/// Compiled size limit, bytes: no pack may make the core heavy.
const SIZE_LIMIT: usize = 2 << 20;

/// One pattern. Case-insensitive unless it begins with `(?-i)`; the group `id`, when present, is the span.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: String,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// `source` as [`super::gate::free_ends`] or the pack left it.
    pub(crate) fn new(source: String) -> Self {
        Self { source, regex: OnceLock::new() }
    }

    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Compiles now; false when the pattern is not valid or too large.
    pub(crate) fn is_valid(&self) -> bool {
        self.regex().is_some()
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| self.compile()).as_ref()
    }

    /// Stretches are short, so the small engines do: automata would cost memory for every pattern.
    fn compile(&self) -> Option<Regex> {
        let config = Config::new().nfa_size_limit(Some(SIZE_LIMIT)).hybrid(false).dfa(false).onepass(false);
        let syntax = regex_automata::util::syntax::Config::new().case_insensitive(true);
        Regex::builder().configure(config).syntax(syntax).build(&self.source).ok()
    }

    /// Every place within a stretch of the text where it matches, as the span of the group `id` or of the whole match.
    ///
    /// With `overlapping` the search goes on one character after each start, for values that may stand inside a
    /// longer match: `hkidR0001111` holds `dR000111` and `R0001111`.
    pub(crate) fn find(&self, text: &str, stretch: Range<usize>, overlapping: bool, mut emit: impl FnMut(Range<usize>)) {
        let Some(regex) = self.regex() else { return };
        let group = regex.group_info().to_index(PatternID::ZERO, "id");
        let mut cache = regex.create_cache();
        let mut captures = if group.is_some() { regex.create_captures() } else { Captures::matches(regex.group_info().clone()) };
        let mut at = stretch.start;
        while at <= stretch.end {
            regex.search_captures_with(&mut cache, &Input::new(text).span(at..stretch.end), &mut captures);
            let Some(whole) = captures.get_match() else { break };
            let span = group.and_then(|group| captures.get_group(group)).map_or(whole.range(), |span| span.range());
            // Go on after the span, not after the match: the tail may begin the next one.
            at = if overlapping { span.start + 1 } else { span.end.max(span.start + 1) }.max(at + 1);
            emit(span);
            while !text.is_char_boundary(at) {
                at += 1;
            }
        }
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
            Pattern::new(free_ends(source)).find(text, 0..text.len(), false, |r| spans.push(text[r].to_owned()));
            spans
        };
        assert_eq!(found("gent|gentleman", "the gentleman, gents"), ["gentleman"]);
        assert_eq!(found("bed", "bedtime 病bed人"), ["bed"]);
        assert_eq!(found("病人|icu", "病人icu"), ["病人", "icu"]);
        assert_eq!(found("(?-i)[A-Z][a-z]+", "ward Ward W4"), ["Ward"]);
    }

    #[test]
    fn the_group_named_id_is_the_span() {
        let mut spans = vec![];
        Pattern::new("bed (?P<id>[0-9]+)".into()).find("Bed 12, bed 13", 0..14, false, |r| spans.push(r));
        assert_eq!(spans, [4..6, 12..14]);
    }
}
