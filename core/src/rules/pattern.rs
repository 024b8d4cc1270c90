//! Regular expressions that are compiled when first needed and run only where a literal of theirs stands.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::literal::{ExtractKind, Extractor, Seq};

use crate::span::fold_str;

/// Compiled size limit, bytes: no pack may make the core heavy.
const SIZE_LIMIT: usize = 2 << 20;

/// When a pattern is worth running.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Gate {
    /// Some literal of these must stand in the text (any case).
    Literals(Vec<String>),
    /// The text must hold a digit.
    Digit,
    Always,
}

/// One pattern. Case-insensitive unless it begins with `(?-i)`; the group `id`, when present, is the span.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: String,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(crate) fn new(source: &str) -> Self {
        Self { source: fold_str(source), regex: OnceLock::new() }
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

    /// What must stand in a text before the pattern can match.
    pub(crate) fn gate(&self) -> Gate {
        let parsed = regex_syntax::ParserBuilder::new().build().parse(self.source.trim_start_matches("(?-i)"));
        let Ok(hir) = parsed else { return Gate::Always };
        let usable = |seq: &Seq| {
            let literals = seq.literals().filter(|l| !l.is_empty() && l.len() <= 64)?;
            let texts: Option<Vec<String>> =
                literals.iter().map(|l| std::str::from_utf8(l.as_bytes()).ok().map(str::to_owned)).collect();
            texts.filter(|t| t.iter().all(|s| !s.is_empty()))
        };
        for kind in [ExtractKind::Prefix, ExtractKind::Suffix] {
            let mut extractor = Extractor::new();
            extractor.kind(kind).limit_class(12).limit_literal_len(24).limit_total(128);
            let Some(texts) = usable(&extractor.extract(&hir)) else { continue };
            if texts.iter().all(|t| t.chars().count() >= 2 || !t.is_ascii()) {
                return Gate::Literals(texts);
            }
            if texts.iter().all(|t| t.starts_with(|c: char| c.is_ascii_digit())) {
                return Gate::Digit;
            }
        }
        Gate::Always
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_come_from_the_pattern_itself() {
        assert_eq!(Pattern::new("bed [0-9]+").gate(), Gate::Literals((0..10).map(|d| format!("bed {d}")).collect()));
        assert_eq!(Pattern::new("第[0-9]+床").gate(), Gate::Literals((0..10).map(|d| format!("第{d}")).collect()));
        assert_eq!(Pattern::new("[0-9]{10}").gate(), Gate::Digit);
        assert_eq!(Pattern::new(r"\w+ing").gate(), Gate::Literals(vec!["ing".into()]));
        assert_eq!(Pattern::new(r"\w+").gate(), Gate::Always);
    }

    #[test]
    fn the_group_named_id_is_the_span() {
        let mut spans = vec![];
        Pattern::new("bed (?P<id>[0-9]+)").find("Bed 12, bed 13", false, |r| spans.push(r));
        assert_eq!(spans, [4..6, 12..14]);
    }
}
