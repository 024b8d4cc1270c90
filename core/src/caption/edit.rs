//! One-tap fixes in the caption's own language, and the caption with all of them applied.

mod age;

pub(super) use age::read_age;

use std::ops::Range;

use super::document::Document;
use super::engine::Candidate;
use crate::rules::{Edit, Finding, Fix, FixKind, Locale, RuleSet};
use crate::span::replace_all_utf16;

/// The edit that a finding offers; `None` when its rule has no fix for the words alone.
pub(super) fn offer(candidate: &Candidate, rules: &RuleSet, document: &Document, locale: Locale) -> Option<Edit> {
    let compiled = rules.rules.get(candidate.rule)?;
    let written = compiled.rule.matches.get(candidate.at)?;
    let fix = rules.fixes.get(written.fix.as_ref().or(compiled.rule.fix.as_ref())?)?;
    let source = document.shadow.source();
    let place = document.shadow.source_range(candidate.range.as_ref()?);
    let language = language_at(source, &place, document.script.chinese);
    let (place, replacement) = match fix.kind {
        FixKind::Delete => {
            // "NHS no 999…" goes whole: a label without its value says nothing.
            let label = document.label_before(candidate.rule, candidate.range.as_ref()?);
            let start = label.map_or(place.start, |at| document.shadow.source_range(&(at..at + 1)).start);
            (with_gap(source, &(start..place.end)), String::new())
        }
        FixKind::Replace => replace(source, &place, fix, language)?,
        FixKind::Decade => age::decade(source, &place, language)?,
        FixKind::Generalise => {
            let wider = &rules.entry(candidate.entry?)?.wider;
            let word = match language {
                Locale::En => &wider.en,
                Locale::ZhHant => &wider.zh_hant,
                Locale::ZhHans => &wider.zh_hans,
            };
            (place.clone(), Some(word.clone()).filter(|w| !w.is_empty())?)
        }
    };
    let (place, replacement) = with_article(source, &place, &replacement);
    let span = document.shadow.span_of_source(&place);
    (span.text != replacement).then(|| Edit { label: fix.label.get(locale).into(), span, replacement })
}

/// The language to write in at a place: that of the characters around it.
fn language_at(source: &str, place: &Range<usize>, chinese: Locale) -> Locale {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}');
    let inside = source.get(place.clone()).unwrap_or_default();
    let before = source.get(..place.start).unwrap_or_default();
    let after = source.get(place.end..).unwrap_or_default();
    let near = before.chars().rev().take(4).chain(after.chars().take(4));
    if inside.chars().any(is_han) || near.filter(|c| is_han(*c)).count() > 0 { chinese } else { Locale::En }
}

/// What is put in, and its range: "an accountant" becomes "a patient", so an article that no longer fits is replaced as well.
fn with_article(source: &str, place: &Range<usize>, word: &str) -> (Range<usize>, String) {
    let as_it_is = (place.clone(), word.to_owned());
    let Some(head) = source.get(..place.start).and_then(|head| head.strip_suffix(' ')) else { return as_it_is };
    let start = head.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let article = head.get(start..).unwrap_or_default();
    let vowel = word.to_ascii_lowercase().starts_with(['a', 'e', 'i', 'o', 'u']);
    let fitting = match (article, vowel) {
        ("a", true) => "an",
        ("A", true) => "An",
        ("an", false) => "a",
        ("An" | "AN", false) => "A",
        _ => return as_it_is,
    };
    if word.is_empty() { as_it_is } else { (start..place.end, format!("{fitting} {word}")) }
}

/// A deletion's range: what only stood for the deleted words goes with them, so that no gap is left: one of two
/// spaces, one of two commas, empty brackets, the 的 that tied them to the next word.
fn with_gap(source: &str, place: &Range<usize>) -> Range<usize> {
    const COMMAS: [char; 4] = [',', '，', '、', ';'];
    let (mut start, mut end) = (place.start, place.end);
    let head = |start: usize| source.get(..start).unwrap_or_default();
    let tail = |end: usize| source.get(end..).unwrap_or_default();
    if head(start).ends_with(['(', '（']) && tail(end).starts_with([')', '）']) {
        start -= head(start).chars().next_back().map_or(0, char::len_utf8);
        end += tail(end).chars().next().map_or(0, char::len_utf8);
    }
    let opens = head(start).is_empty()
        || head(start).ends_with(['\n', '。', '！', '？'])
        || head(start).trim_end_matches(' ').ends_with(COMMAS);
    if opens && tail(end).starts_with('的') {
        end += '的'.len_utf8();
    }
    // After an opening, or after another comma, the comma that followed has nothing to part.
    let trimmed = tail(end).trim_start_matches(' ');
    if opens && trimmed.starts_with(COMMAS) {
        end = source.len() - trimmed.len() + trimmed.chars().next().map_or(0, char::len_utf8);
    }
    let after = tail(end);
    let closes =
        after.is_empty() || after.starts_with([',', '.', '!', '?', ';', ':', ')', '，', '。', '！', '？', '\n']);
    if head(start).ends_with(' ') && (closes || after.starts_with(' ')) {
        start -= 1;
    } else if opens && after.starts_with(' ') {
        end += 1;
    }
    // "…in the ward," with nothing after it.
    if after.trim().is_empty() && head(start).ends_with(COMMAS) {
        start -= head(start).chars().next_back().map_or(0, char::len_utf8);
    }
    start..end
}

/// A replacement in the grammar of its place.
fn replace(source: &str, place: &Range<usize>, fix: &Fix, language: Locale) -> Option<(Range<usize>, String)> {
    const PREPOSITIONS: [&str; 10] = ["in", "from", "at", "to", "into", "of", "on", "在", "到", "从"];
    let before = source.get(..place.start).unwrap_or_default().trim_end_matches(' ');
    let placed = fix.placed.as_ref().filter(|_| {
        PREPOSITIONS.iter().any(|p| {
            let head = before.len().checked_sub(p.len()).and_then(|at| before.get(at..).map(|tail| (at, tail)));
            head.is_some_and(|(at, tail)| {
                let stands_free = !p.is_ascii()
                    || !before.get(..at).unwrap_or_default().ends_with(|c: char| c.is_ascii_alphanumeric());
                tail.eq_ignore_ascii_case(p) && stands_free
            })
        })
    });
    let words = placed.or(fix.replacement.as_ref())?.get(language);
    // 「3床的大爷」 becomes 「有一位大爷」: a measure word takes no 的.
    let after = source.get(place.end..).unwrap_or_default();
    let end = if words.ends_with('位') && after.starts_with('的') { place.end + '的'.len_utf8() } else { place.end };
    Some((place.start..end, fitted(source, place, words)))
}

/// A replacement that begins a sentence takes the capital that stood there.
fn fitted(source: &str, place: &Range<usize>, replacement: &str) -> String {
    let before = source.get(..place.start).unwrap_or_default().trim_end();
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', '\n']);
    let capital = source.get(place.clone()).and_then(|t| t.chars().next()).is_some_and(char::is_uppercase);
    let mut characters = replacement.chars();
    match characters.next() {
        Some(first) if begins && capital => first.to_uppercase().chain(characters).collect(),
        _ => replacement.into(),
    }
}

/// The caption with every offered edit applied; `None` when none is offered.
///
/// Where edits overlap, the one that keeps most of the words is taken: a number or a detail before a whole story.
pub(crate) fn suggestion(caption: &str, findings: &[Finding]) -> Option<String> {
    let rank = |category: &str| ["identifier", "quasi", "live"].iter().position(|c| *c == category).unwrap_or(3);
    let mut ranked: Vec<(usize, &Edit)> =
        findings.iter().filter_map(|f| Some((rank(&f.category), f.edits.first()?))).collect();
    ranked.sort_by_key(|(rank, e)| (*rank, std::cmp::Reverse(e.span.end - e.span.start), e.span.start));
    let edits = ranked.into_iter().map(|(_, edit)| edit);
    let mut chosen: Vec<&Edit> = vec![];
    for edit in edits {
        if !chosen.iter().any(|c| c.span.start < edit.span.end && edit.span.start < c.span.end || c.span == edit.span) {
            chosen.push(edit);
        }
    }
    chosen.sort_by_key(|e| e.span.start);
    let edits = chosen.iter().map(|e| (e.span.start, e.span.end, e.replacement.as_str()));
    if chosen.is_empty() { None } else { replace_all_utf16(caption, edits) }
}

#[cfg(test)]
mod tests {
    use super::with_gap;

    #[test]
    fn a_deletion_leaves_no_gap() {
        for (caption, words, expected) in [
            ("call 07700 today", "07700", "call today"),
            ("MRN 123, again", "MRN 123", "again"),
            ("in the ward, 123", "123", "in the ward"),
            ("silver Astra, 123, driver ok", "123", "silver Astra, driver ok"),
            ("病人，123，出院", "123", "病人，出院"),
            ("民國38年生的阿公笑了", "民國38年生", "阿公笑了"),
            ("她（123）走了", "123", "她走了"),
            ("123", "123", ""),
        ] {
            let at = caption.find(words).expect("there");
            let range = with_gap(caption, &(at..at + words.len()));
            assert_eq!([&caption[..range.start], &caption[range.end..]].concat(), expected, "{caption}");
        }
    }
}
