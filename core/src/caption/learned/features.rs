//! What the learned reader sees of a caption: its words, their classes, and what the rules made of it.

use std::ops::Range;

use super::lexicon::{self, Entry};
use super::words::{self, Kind, Word};
use crate::caption::Mosaic;
use crate::caption::document::{Document, Sentence};
use crate::caption::engine::Candidate;
use crate::rules::{ContextSet, RuleSet, Severity};

/// Takes each feature by its name in parts, with the shadow bytes that it came from, if any.
pub(in crate::caption) trait Sink {
    fn take(&mut self, name: &[&str], place: Option<&Range<usize>>);
}

/// Everything that the engine found out about a caption.
pub(in crate::caption) struct Reading<'a> {
    pub(in crate::caption) rules: &'a RuleSet,
    pub(in crate::caption) document: &'a Document<'a>,
    pub(in crate::caption) found: &'a [Candidate],
    pub(in crate::caption) mosaic: Option<&'a Mosaic>,
}

/// Calls `sink` with every feature; the same feature may come more than once.
pub(super) fn read(reading: &Reading, sink: &mut impl Sink) {
    let text = reading.document.text().to_lowercase();
    // Lower-casing may move bytes in rare scripts; places would then point beside their words.
    let text = if text.len() == reading.document.text().len() { text } else { reading.document.text().to_owned() };
    let words = words::split(&text, reading.document, reading.rules);
    wording(&text, &words, sink);
    let entries = lexicon::entries(&text);
    for sentence in &reading.document.sentences {
        classes(within(sentence, &words, |word| word.range.start), sink);
        meanings(within(sentence, &entries, |entry| entry.range.start), sink);
    }
    signals(reading, sink);
    shape(&text, &words, reading.document.sentences.len(), sink);
}

/// Those of `all`, in order of their starts, that start in a sentence.
fn within<'a, T>(sentence: &Sentence, all: &'a [T], start: impl Fn(&T) -> usize) -> &'a [T] {
    let before = |at: usize| all.partition_point(|one| start(one) < at);
    all.get(before(sentence.range.start)..before(sentence.range.end)).unwrap_or_default()
}

/// Words, pairs of words, beginnings of words, and short runs of Han characters.
fn wording(text: &str, words: &[Word<'_>], sink: &mut impl Sink) {
    let part = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    for (at, word) in words.iter().enumerate() {
        let own = part(&word.range);
        match word.kind {
            Kind::Latin | Kind::Mark => sink.take(&["w:", own], Some(&word.range)),
            Kind::Number => sink.take(&["w:#"], Some(&word.range)),
            Kind::Han => {}
        }
        if word.kind == Kind::Latin {
            for chars in [3, 4, 5] {
                if let Some((end, _)) = own.char_indices().nth(chars) {
                    sink.take(&["p:", own.get(..end).unwrap_or_default()], Some(&word.range));
                }
            }
        }
        if let Some(next) = words.get(at + 1).filter(|next| word.kind != Kind::Han || next.kind != Kind::Han) {
            let place = word.range.start..next.range.end;
            sink.take(&["b:", shown(text, word), "_", shown(text, next)], Some(&place));
        }
    }
    han_runs(text, sink);
}

/// A word as it stands in a pair: numbers and listed things as what they are.
fn shown<'a>(text: &'a str, word: &Word<'a>) -> &'a str {
    match (word.kind, word.class) {
        (Kind::Number, _) => "#",
        (_, Some(list @ ("places" | "conditions" | "drugs" | "facilities" | "occupations" | "origins"))) => list,
        _ => text.get(word.range.clone()).unwrap_or_default(),
    }
}

/// One, two and three Han characters in a row.
fn han_runs(text: &str, sink: &mut impl Sink) {
    let han: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| ('\u{3400}'..='\u{9fff}').contains(c)).collect();
    for (from, (start, _)) in han.iter().enumerate() {
        let mut end = *start;
        for (at, c) in han.iter().skip(from).take(3) {
            if *at != end {
                break;
            }
            end = at + c.len_utf8();
            let place = *start..end;
            sink.take(&["h:", text.get(place.clone()).unwrap_or_default()], Some(&place));
        }
    }
}

/// The classes of one sentence in a row, and which of them stand in it together.
fn classes(words: &[Word<'_>], sink: &mut impl Sink) {
    let row: Vec<(&str, &Range<usize>)> = words.iter().filter_map(|w| Some((w.class?, &w.range))).collect();
    for pair in row.windows(2) {
        if let [(a, from), (b, to)] = pair {
            sink.take(&["c:", a, ">", b], Some(&(from.start..to.end)));
        }
    }
    for triple in row.windows(3) {
        if let [(a, from), (b, _), (c, to)] = triple {
            sink.take(&["c:", a, ">", b, ">", c], Some(&(from.start..to.end)));
        }
    }
    let mut set: Vec<&str> = row.iter().map(|(class, _)| *class).collect();
    set.sort_unstable();
    set.dedup();
    for (at, a) in set.iter().enumerate() {
        sink.take(&["s:", a], None);
        for b in set.iter().skip(at + 1) {
            sink.take(&["s:", a, "&", b], None);
        }
    }
}

/// What a sentence's words stand for by the lexicon: each class, neighbours, and which stand in it together.
fn meanings(entries: &[Entry], sink: &mut impl Sink) {
    for entry in entries {
        sink.take(&["l:", entry.class], Some(&entry.range));
    }
    for pair in entries.windows(2) {
        if let [a, b] = pair {
            sink.take(&["l:", a.class, ">", b.class], Some(&(a.range.start..b.range.end)));
        }
    }
    let mut set: Vec<&str> = entries.iter().map(|entry| entry.class).collect();
    set.sort_unstable();
    set.dedup();
    for (at, a) in set.iter().enumerate() {
        for b in set.iter().skip(at + 1) {
            sink.take(&["k:", coarse(a), "&", coarse(b)], None);
        }
    }
}

/// The part of a fine class before the dot.
fn coarse(class: &str) -> &str {
    class.split_once('.').map_or(class, |(coarse, _)| coarse)
}

/// What the rules found, what they nearly found, and what each sentence is about.
fn signals(reading: &Reading, sink: &mut impl Sink) {
    let Reading { rules, document, found, mosaic } = reading;
    let id = |rule: usize| rules.rules.get(rule).map_or("", |r| r.rule.id.as_str());
    for candidate in *found {
        sink.take(&["r:", id(candidate.rule)], None);
        sink.take(&["r:", id(candidate.rule), level(candidate.severity)], None);
    }
    for (rule, ..) in &document.triggers {
        if !found.iter().any(|c| c.rule == *rule) {
            sink.take(&["n:", id(*rule)], None);
        }
    }
    if let Some(mosaic) = mosaic {
        sink.take(&["m:", &mosaic.band], None);
    }
    let mut about: Vec<ContextSet> = (0..document.sentences.len()).map(|at| document.sentence_bits(at)).collect();
    about.sort_unstable();
    about.dedup();
    for bits in about {
        let here: Vec<&str> = rules
            .contexts
            .iter()
            .enumerate()
            .filter(|(c, _)| bits.contains(*c))
            .map(|(_, c)| c.name.as_str())
            .collect();
        for (at, a) in here.iter().enumerate() {
            sink.take(&["x:", a], None);
            for b in here.iter().skip(at + 1) {
                sink.take(&["x:", a, "&", b], None);
            }
        }
    }
    sink.take(&["v:", highest(found)], None);
}

fn highest(found: &[Candidate]) -> &'static str {
    found.iter().map(|c| c.severity).max().map_or("Clear", level)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Advise => "Advise",
        Severity::Warn => "Warn",
        Severity::Block => "Block",
    }
}

/// Length, and the marks that tell questions, quotes and lists.
fn shape(text: &str, words: &[Word<'_>], sentences: usize, sink: &mut impl Sink) {
    let bucket = |n: usize| (usize::BITS - n.leading_zeros()).to_string();
    sink.take(&["z:words", &bucket(words.len())], None);
    sink.take(&["z:sentences", &bucket(sentences)], None);
    for mark in ["?", "!", "\"", "\n", "#", "@", "http", ":", "1.", "「", "..."] {
        if text.contains(mark) {
            sink.take(&["z:", mark], None);
        }
    }
}
