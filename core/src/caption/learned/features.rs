//! What the learned reader sees of a caption: its words, their classes, and what the rules made of it.

use std::ops::Range;

use super::lexicon::{self, Entry};
use super::words::{self, Kind, Word};
use crate::caption::Mosaic;
use crate::caption::document::{Document, Sentence};
use crate::caption::engine::Candidate;
use crate::rules::RuleSet;

/// Takes each feature by name, with the shadow bytes that it came from, if any.
pub(in crate::caption) trait Sink {
    fn take(&mut self, name: &str, place: Option<&Range<usize>>);
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
    let mut name = String::new();
    wording(&text, &words, sink, &mut name);
    let entries = lexicon::entries(&text);
    for sentence in &reading.document.sentences {
        classes(words_in(&words, sentence), sink, &mut name);
        meanings(entries_in(&entries, sentence), sink, &mut name);
    }
    signals(reading, sink, &mut name);
    shape(&text, &words, reading.document.sentences.len(), sink, &mut name);
}

fn words_in<'w, 'r>(words: &'w [Word<'r>], sentence: &Sentence) -> &'w [Word<'r>] {
    let before = |at: usize| words.partition_point(|word| word.range.start < at);
    words.get(before(sentence.range.start)..before(sentence.range.end)).unwrap_or_default()
}

fn entries_in<'e>(entries: &'e [Entry], sentence: &Sentence) -> &'e [Entry] {
    let before = |at: usize| entries.partition_point(|entry| entry.range.start < at);
    entries.get(before(sentence.range.start)..before(sentence.range.end)).unwrap_or_default()
}

/// Writes a name of parts into the buffer and hands it on.
fn emit(sink: &mut impl Sink, buffer: &mut String, parts: &[&str], place: Option<&Range<usize>>) {
    buffer.clear();
    for part in parts {
        buffer.push_str(part);
    }
    sink.take(buffer, place);
}

/// Words, pairs of words, beginnings of words, and short runs of Han characters.
fn wording(text: &str, words: &[Word<'_>], sink: &mut impl Sink, name: &mut String) {
    let part = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    for (at, word) in words.iter().enumerate() {
        let own = part(&word.range);
        match word.kind {
            Kind::Latin | Kind::Mark => emit(sink, name, &["w:", own], Some(&word.range)),
            Kind::Number => emit(sink, name, &["w:#"], Some(&word.range)),
            Kind::Han => {}
        }
        if word.kind == Kind::Latin {
            for chars in [3, 4, 5] {
                if let Some((end, _)) = own.char_indices().nth(chars) {
                    emit(sink, name, &["p:", own.get(..end).unwrap_or_default()], Some(&word.range));
                }
            }
        }
        if let Some(next) = words.get(at + 1).filter(|next| word.kind != Kind::Han || next.kind != Kind::Han) {
            let place = word.range.start..next.range.end;
            emit(sink, name, &["b:", shown(text, word), "_", shown(text, next)], Some(&place));
        }
    }
    han_runs(text, sink, name);
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
fn han_runs(text: &str, sink: &mut impl Sink, name: &mut String) {
    let han: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| ('\u{3400}'..='\u{9fff}').contains(c)).collect();
    for (from, (start, _)) in han.iter().enumerate() {
        let mut end = *start;
        for (at, c) in han.iter().skip(from).take(3) {
            if *at != end {
                break;
            }
            end = at + c.len_utf8();
            let place = *start..end;
            emit(sink, name, &["h:", text.get(place.clone()).unwrap_or_default()], Some(&place));
        }
    }
}

/// The classes of one sentence in a row, and which of them stand in it together.
fn classes(words: &[Word<'_>], sink: &mut impl Sink, name: &mut String) {
    let row: Vec<(&str, &Range<usize>)> = words.iter().filter_map(|w| Some((w.class?, &w.range))).collect();
    for pair in row.windows(2) {
        if let [(a, from), (b, to)] = pair {
            emit(sink, name, &["c:", a, ">", b], Some(&(from.start..to.end)));
        }
    }
    for triple in row.windows(3) {
        if let [(a, from), (b, _), (c, to)] = triple {
            emit(sink, name, &["c:", a, ">", b, ">", c], Some(&(from.start..to.end)));
        }
    }
    let mut set: Vec<&str> = row.iter().map(|(class, _)| *class).collect();
    set.sort_unstable();
    set.dedup();
    for (at, a) in set.iter().enumerate() {
        emit(sink, name, &["s:", a], None);
        for b in set.iter().skip(at + 1) {
            emit(sink, name, &["s:", a, "&", b], None);
        }
    }
}

/// What a sentence's words stand for by the lexicon: each class, neighbours, and which stand in it together.
fn meanings(entries: &[Entry], sink: &mut impl Sink, name: &mut String) {
    for entry in entries {
        emit(sink, name, &["l:", entry.class], Some(&entry.range));
    }
    for pair in entries.windows(2) {
        if let [a, b] = pair {
            emit(sink, name, &["l:", a.class, ">", b.class], Some(&(a.range.start..b.range.end)));
        }
    }
    let mut set: Vec<&str> = entries.iter().map(|entry| entry.class).collect();
    set.sort_unstable();
    set.dedup();
    for (at, a) in set.iter().enumerate() {
        for b in set.iter().skip(at + 1) {
            emit(sink, name, &["k:", coarse(a), "&", coarse(b)], None);
        }
    }
}

/// The part of a fine class before the dot.
fn coarse(class: &str) -> &str {
    class.split_once('.').map_or(class, |(coarse, _)| coarse)
}

/// What the rules found, what they nearly found, and what each sentence is about.
fn signals(reading: &Reading, sink: &mut impl Sink, name: &mut String) {
    let Reading { rules, document, found, mosaic } = reading;
    let id = |rule: usize| rules.rules.get(rule).map_or("", |r| r.rule.id.as_str());
    for candidate in *found {
        emit(sink, name, &["r:", id(candidate.rule)], None);
        let level = format!("{:?}", candidate.severity);
        emit(sink, name, &["r:", id(candidate.rule), level.as_str()], None);
    }
    for (rule, ..) in &document.triggers {
        if !found.iter().any(|c| c.rule == *rule) {
            emit(sink, name, &["n:", id(*rule)], None);
        }
    }
    if let Some(mosaic) = mosaic {
        emit(sink, name, &["m:", &mosaic.band], None);
    }
    let mut about: Vec<u128> = (0..document.sentences.len()).map(|at| document.sentence_bits(at)).collect();
    about.sort_unstable();
    about.dedup();
    for bits in about {
        let here: Vec<&str> = rules
            .contexts
            .iter()
            .enumerate()
            .filter(|(c, _)| bits >> c & 1 == 1)
            .map(|(_, c)| c.name.as_str())
            .collect();
        for (at, a) in here.iter().enumerate() {
            emit(sink, name, &["x:", a], None);
            for b in here.iter().skip(at + 1) {
                emit(sink, name, &["x:", a, "&", b], None);
            }
        }
    }
    emit(sink, name, &["v:", &highest(found)], None);
}

fn highest(found: &[Candidate]) -> String {
    found.iter().map(|c| c.severity).max().map_or_else(|| "Clear".into(), |s| format!("{s:?}"))
}

/// Length, and the marks that tell questions, quotes and lists.
fn shape(text: &str, words: &[Word<'_>], sentences: usize, sink: &mut impl Sink, name: &mut String) {
    let bucket = |n: usize| (usize::BITS - n.leading_zeros()).to_string();
    emit(sink, name, &["z:words", &bucket(words.len())], None);
    emit(sink, name, &["z:sentences", &bucket(sentences)], None);
    for mark in ["?", "!", "\"", "\n", "#", "@", "http", ":", "1.", "「", "..."] {
        if text.contains(mark) {
            emit(sink, name, &["z:", mark], None);
        }
    }
}
