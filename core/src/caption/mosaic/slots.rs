//! What a caption says about its one subject, read from what the rules found.

use std::ops::Range;

use super::super::document::Document;
use super::super::edit::read_age;
use super::super::engine::Candidate;
use super::tables::{Tables, Words};
use crate::rules::{Entry, RuleSet};

/// One detail and where it stands, in shadow bytes.
pub(super) struct Slot<T> {
    pub(super) value: T,
    pub(super) range: Range<usize>,
}

#[derive(Default)]
pub(super) struct Slots {
    pub(super) age: Option<Slot<u32>>,
    /// True for a woman.
    pub(super) sex: Option<Slot<bool>>,
    /// People who live there.
    pub(super) place: Option<Slot<f64>>,
    /// Prevalence class.
    pub(super) diagnosis: Option<Slot<String>>,
    /// Days.
    pub(super) window: Option<Slot<f64>>,
    /// Kind, and the name of its factor.
    pub(super) others: Vec<(&'static str, Slot<String>)>,
    pub(super) facility: Option<Range<usize>>,
    /// A record, a public figure or an event in the news: the details fit one person.
    pub(super) unique: bool,
}

impl Slots {
    pub(super) fn read(found: &[Candidate], rules: &RuleSet, document: &Document, tables: &Tables) -> Self {
        let mut slots = Self::default();
        for candidate in found {
            let (Some(rule), Some(range)) = (rules.rules.get(candidate.rule), &candidate.range) else { continue };
            slots.take(&rule.rule.id, candidate, range, rules, document, tables);
        }
        if slots.is_person() {
            slots.listed(rules, document);
            slots.sex = sex(document, &slots, &tables.words);
        }
        slots
    }

    fn take(
        &mut self,
        rule: &str,
        candidate: &Candidate,
        range: &Range<usize>,
        rules: &RuleSet,
        document: &Document,
        tables: &Tables,
    ) {
        let text = document.text().get(range.clone()).unwrap_or_default();
        let tag = candidate.entry.and_then(|e| rules.entry(e)).map_or("", |e| e.tag.as_str());
        match rule {
            "quasi.exact-age" | "quasi.age-over-89" => {
                let slot = read_age(text).map(|value| Slot { value, range: range.clone() });
                self.age = self.age.take().or(slot);
            }
            "quasi.infant-age" => self.age = self.age.take().or(Some(Slot { value: 0, range: range.clone() })),
            "quasi.relative-time" | "quasi.date-clinical" | "quasi.clock-time" => {
                let days = window(text, rule, tables);
                if self.window.as_ref().is_none_or(|w| days < w.value) {
                    self.window = Some(Slot { value: days, range: range.clone() });
                }
            }
            "quasi.facility-name" => self.facility = Some(range.clone()),
            "quasi.superlative" | "media.public-figure" | "media.news-incident" => self.unique = true,
            "quasi.occupation-role" => self.other(
                "occupation",
                if tag == "public" || tag == "unique" { "occupation-public" } else { "occupation-common" },
                range,
            ),
            "quasi.origin-language-faith" => self.other("origin", "origin", range),
            "quasi.physical-mark" => self.other("mark", "mark", range),
            "quasi.family-structure" => {
                let many = ["triplet", "quadruplet", "三胞胎", "四胞胎"].iter().any(|w| text.contains(w));
                let two = text.contains("twin") || text.contains("双胞胎") || text.contains("龙凤胎");
                self.other(
                    "family",
                    if many {
                        "triplets"
                    } else if two {
                        "twins"
                    } else {
                        "family"
                    },
                    range,
                );
            }
            _ => {}
        }
    }

    fn other(&mut self, kind: &'static str, factor: &str, range: &Range<usize>) {
        if self.others.iter().all(|(k, _)| *k != kind) {
            self.others.push((kind, Slot { value: factor.into(), range: range.clone() }));
        }
    }

    /// Whether one person is told of at all; lists are read only then.
    fn is_person(&self) -> bool {
        self.age.is_some()
            || self.unique
            || !self.others.is_empty()
            || (self.window.is_some() && self.facility.is_some())
    }

    /// The smallest place and the rarest diagnosis named.
    fn listed(&mut self, rules: &RuleSet, document: &Document) {
        let teaching = rules.context("edu");
        let not_teaching = |range: &Range<usize>| !document.bits_at(range.start).meets(&teaching);
        for (at, range) in &document.entries {
            let Some(entry) = rules.entry(*at) else { continue };
            match entry.list.as_str() {
                "places" if not_teaching(range) => self.place_of(entry, range),
                "conditions" if not_teaching(range) && self.diagnosis.as_ref().is_none_or(|d| entry.tag > d.value) => {
                    self.diagnosis = Some(Slot { value: entry.tag.clone(), range: range.clone() });
                }
                _ => {}
            }
        }
    }

    fn place_of(&mut self, entry: &Entry, range: &Range<usize>) {
        // Of places with the same name the most populous counts, of different places the smallest.
        let people = entry.population as f64;
        match &mut self.place {
            Some(place) if place.range == *range => place.value = place.value.max(people),
            Some(place) if place.value <= people => {}
            place => *place = Some(Slot { value: people, range: range.clone() }),
        }
    }

    /// How many details there are. A sex alone narrows nothing much and does not count.
    pub(super) fn factors(&self) -> usize {
        let some = [
            self.age.is_some(),
            self.place.is_some(),
            self.diagnosis.is_some(),
            self.window.is_some(),
            self.facility.is_some(),
            self.unique,
        ];
        some.iter().filter(|s| **s).count() + self.others.len()
    }
}

fn window(text: &str, rule: &str, tables: &Tables) -> f64 {
    let lower = text.to_ascii_lowercase();
    let named = tables.windows.iter().find(|w| w.words.iter().any(|word| lower.contains(word.as_str())));
    match named {
        Some(window) => window.days,
        None if rule == "quasi.relative-time" => 7.0,
        None => 1.0,
    }
}

/// The sex that the age or the sentence around it says.
fn sex(document: &Document, slots: &Slots, words: &Words) -> Option<Slot<bool>> {
    let anchor =
        slots.age.as_ref().map(|s| s.range.clone()).or_else(|| slots.others.first().map(|(_, s)| s.range.clone()))?;
    let text = document.text();
    let own = text.get(anchor.clone())?;
    if own.ends_with(['F', '♀']) || own.starts_with('F') || own.contains('女') {
        return Some(Slot { value: true, range: anchor });
    }
    if own.ends_with(['M', '♂']) || own.starts_with('M') || own.contains('男') {
        return Some(Slot { value: false, range: anchor });
    }
    let sentence = document.sentence_of(anchor.start).range.clone();
    let around = text.get(sentence.clone())?;
    let first = |list: &[String]| list.iter().filter_map(|w| find_word(around, w).map(|at| (at, w.len()))).min();
    let (woman, man) = (first(&words.woman), first(&words.man));
    let (value, (at, length)) = match (woman, man) {
        (Some(w), Some(m)) if w < m => (true, w),
        (_, Some(m)) => (false, m),
        (Some(w), None) => (true, w),
        (None, None) => return None,
    };
    let start = sentence.start + at;
    Some(Slot { value, range: start..start + length })
}

/// A word in any case, standing free where it is ASCII.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let bytes = lower.as_bytes();
    lower.match_indices(word).map(|(at, _)| at).find(|at| {
        let free = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_none_or(|b| !b.is_ascii_alphanumeric());
        !word.is_ascii() || (free(at.checked_sub(1)) && free(Some(at + word.len())))
    })
}
