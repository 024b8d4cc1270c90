//! Regular expressions that are compiled when first needed and run only where a literal of theirs stands.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};


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
        self.regex
            .get_or_init(|| {
                RegexBuilder::new(&self.source)
                    .case_insensitive(true)
                    .size_limit(SIZE_LIMIT)
                    .dfa_size_limit(SIZE_LIMIT)
                    .build()
                    .ok()
            })
            .as_ref()
    }

    /// Every place where it matches, as the span of the group `id` or of the whole match.
    ///
    /// With `overlapping` the search goes on one character after each start, for values that may stand inside a
    /// longer match: `hkidR0001111` holds `dR000111` and `R0001111`.
    pub(crate) fn find(&self, text: &str, overlapping: bool, mut emit: impl FnMut(Range<usize>)) {
        let Some(regex) = self.regex() else { return };
        let group = regex.capture_names().position(|name| name == Some("id"));
        if group.is_none() && !overlapping {
            return regex.find_iter(text).for_each(|found| emit(found.range()));
        }
        let mut slots = regex.capture_locations();
        let mut at = 0;
        while at <= text.len() && regex.captures_read_at(&mut slots, text, at).is_some() {
            let Some((start, end)) = slots.get(group.unwrap_or(0)).or(slots.get(0)) else { break };
            emit(start..end);
            // Go on after the span, not after the match: the tail may begin the next one.
            at = if overlapping { start + 1 } else { end.max(start + 1) }.max(at + 1);
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
            Pattern::new(free_ends(source)).find(text, false, |r| spans.push(text[r].to_owned()));
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
        Pattern::new("bed (?P<id>[0-9]+)".into()).find("Bed 12, bed 13", false, |r| spans.push(r));
        assert_eq!(spans, [4..6, 12..14]);
    }
}
