//! A caption read once: its shadow, sentences, paragraphs, language, and what each stretch is about.

use std::collections::BTreeMap;
use std::ops::Range;

use super::entity::{self, Entity, Tagged};
use super::stretches::{Landscape, Sets};
use crate::rules::{
    Cased, Condition, ContextSet, Hit, Language, Locale, Owner, PatternOwner, RuleName, RuleSet, Scope,
};
use crate::span::Shadow;

/// Bytes.
const LONGEST_CHARACTER: usize = 4;

/// A caption after one pass of the automaton and the patterns that it called for. Ranges are shadow bytes.
pub(super) struct Document<'a> {
    pub(super) shadow: Shadow<'a>,
    pub(super) sentences: Vec<Sentence>,
    pub(super) script: Script,
    /// Hits per context, in order, and the length of the longest.
    contexts: Vec<Vec<Range<usize>>>,
    longest: Vec<usize>,
    /// Contexts that hold in each sentence, carried ones included.
    sentence_bits: Vec<ContextSet>,
    paragraph_bits: Vec<ContextSet>,
    post_bits: ContextSet,
    /// Term and pattern hits per rule and match.
    pub(super) triggers: Vec<(usize, usize, Range<usize>)>,
    /// Labels and stop words per rule.
    labels: Vec<(usize, Range<usize>)>,
    stops: Vec<(usize, Range<usize>)>,
    /// List entries, longest first where they overlap.
    pub(super) entries: Vec<(usize, Range<usize>)>,
    /// What the phone's own tagger found.
    pub(super) tagged: Vec<Tagged>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) range: Range<usize>,
    pub(super) paragraph: usize,
}

/// How much of the caption is in which writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Script {
    pub(super) language: Language,
    /// The Chinese that Chinese parts are written in.
    pub(super) chinese: Locale,
}

impl<'a> Document<'a> {
    pub(super) fn read(caption: &'a str, rules: &RuleSet, chinese: Option<Locale>, entities: &[Entity]) -> Self {
        let shadow = Shadow::new(caption);
        let sentences = super::sentence::split(shadow.text());
        let script = super::language::detect(caption, chinese);
        let mut document = Self {
            shadow,
            script,
            contexts: vec![vec![]; rules.contexts.len()],
            longest: vec![],
            sentence_bits: vec![ContextSet::default(); sentences.len()],
            paragraph_bits: vec![ContextSet::default(); sentences.last().map_or(0, |s| s.paragraph + 1)],
            post_bits: ContextSet::default(),
            sentences,
            triggers: vec![],
            labels: vec![],
            stops: vec![],
            entries: vec![],
            tagged: vec![],
        };
        let tagged = |e: &Entity| Some((e.kind, document.shadow.shadow_of_utf16(&(e.start..e.end))?));
        document.tagged = entities.iter().take(entity::MOST).filter_map(tagged).collect();
        document.scan(rules);
        document.spread(rules);
        document
    }

    pub(super) fn text(&self) -> &str {
        self.shadow.text()
    }

    /// One pass of the automaton, then the patterns whose gate opened.
    fn scan(&mut self, rules: &RuleSet) {
        let mut opened: Vec<(u32, u32, u32)> = vec![];
        let mut unless = vec![];
        let Self { shadow, contexts, triggers, labels, stops, entries, .. } = self;
        let cased = Cased::new(shadow.text());
        let open = |set, range: Range<usize>| opened.push((set, range.start as u32, range.end as u32));
        rules.terms.scan(&cased, open, |Hit { owner, range, whole }| match owner {
            Owner::Context(at) => contexts[at].push(range),
            Owner::Unless(at) => unless.push((at, range)),
            Owner::Term(rule, at) => triggers.push((rule, at, range)),
            // A label inside a longer word counts only where its digits follow at once.
            Owner::Label(rule) if whole || leads_to_value(shadow.text(), &range) => labels.push((rule, range)),
            Owner::Label(_) | Owner::Trigger(_) => {}
            Owner::Stop(rule) => stops.push((rule, range)),
            Owner::Entry(at) => entries.push((at, range)),
        });
        let mut scratch = rules.scratch();
        let landscape = Landscape::new(shadow.text(), Sets::new(rules.sets, &opened));
        let mut places = vec![];
        for pattern in &rules.patterns {
            landscape.stretches(&pattern.plan, &mut places);
            let mode = (pattern.is_anchored(), pattern.overlapping);
            pattern.pattern.find(&cased, &places, mode, &mut scratch, |range| match pattern.owner {
                PatternOwner::Context(at) => contexts[at].push(range),
                PatternOwner::Match(rule, at) => triggers.push((rule, at, range)),
            });
        }
        rules.settle(&scratch);
        for (at, range) in entries.iter() {
            let Some(entry) = rules.entry(*at) else { continue };
            for (context, hits) in rules.contexts.iter().zip(contexts.iter_mut()) {
                if context.lists.iter().any(|list| list.fits(entry)) {
                    hits.push(range.clone());
                }
            }
        }
        for (at, cancel) in unless {
            contexts[at].retain(|hit| hit.end <= cancel.start || hit.start >= cancel.end);
        }
        keep_longest(entries);
        for hits in contexts.iter_mut() {
            hits.sort_unstable_by_key(|hit| hit.start);
        }
        labels.sort_by_key(|(rule, _)| *rule);
        stops.sort_by_key(|(rule, _)| *rule);
        self.longest = self.contexts.iter().map(|hits| hits.iter().map(Range::len).max().unwrap_or(0)).collect();
    }

    /// Marks the sentences, paragraphs and post in which each context holds.
    fn spread(&mut self, rules: &RuleSet) {
        for (at, hits) in self.contexts.iter().enumerate() {
            let carry = rules.contexts[at].carry;
            for hit in hits {
                let first = sentence_at(&self.sentences, hit.start);
                let paragraph = self.sentences[first].paragraph;
                for (sentence, bits) in self.sentences.iter().zip(&mut self.sentence_bits).skip(first).take(carry + 1) {
                    if sentence.paragraph == paragraph {
                        bits.insert(at);
                    }
                }
                self.paragraph_bits[paragraph].insert(at);
                self.post_bits.insert(at);
            }
        }
    }

    pub(super) fn sentence_of(&self, at: usize) -> &Sentence {
        &self.sentences[sentence_at(&self.sentences, at)]
    }

    /// Whether one of the contexts holds anywhere.
    pub(super) fn has(&self, any: &ContextSet) -> bool {
        self.post_bits.meets(any)
    }

    /// The contexts that hold in one sentence, by its number.
    pub(super) fn sentence_bits(&self, at: usize) -> ContextSet {
        self.sentence_bits.get(at).copied().unwrap_or_default()
    }

    /// The contexts that hold in the sentence of a place, carried ones included.
    pub(super) fn bits_at(&self, at: usize) -> ContextSet {
        self.sentence_bits[sentence_at(&self.sentences, at)]
    }

    /// Whether a condition holds around `place`; `found` names the rules that fired so far.
    pub(super) fn holds(&self, condition: &Condition, place: Option<&Range<usize>>, found: &[&str]) -> bool {
        let here = |(scope, any): &(Scope, ContextSet)| match (scope, place) {
            (Scope::Post, _) | (_, None) => self.post_bits.meets(any),
            (Scope::Sentence, Some(place)) => self.bits_at(place.start).meets(any),
            (Scope::Paragraph, Some(place)) => self.paragraph_bits[self.sentence_of(place.start).paragraph].meets(any),
            (Scope::Near(chars), Some(place)) => self.near(any, place, *chars, |_| true),
            (Scope::Before(chars), Some(place)) => self.near(any, place, *chars, |hit| hit.start < place.start),
            (Scope::After(chars), Some(place)) => self.near(any, place, *chars, |hit| hit.end > place.end),
        };
        condition.contexts.iter().any(here)
            || (condition.is_late() && count_found(&condition.found, found) >= condition.at_least)
    }

    fn near(&self, any: &ContextSet, place: &Range<usize>, chars: usize, side: impl Fn(&Range<usize>) -> bool) -> bool {
        let paragraph = self.sentence_of(place.start).paragraph;
        let reach = chars.saturating_mul(LONGEST_CHARACTER);
        let wanted = self.contexts.iter().zip(&self.longest).enumerate().filter(|(at, _)| any.contains(*at));
        wanted
            .flat_map(|(_, (hits, longest))| {
                let from = place.start.saturating_sub(reach + longest);
                let first = hits.partition_point(|hit| hit.start < from);
                hits.iter().skip(first).take_while(move |hit| hit.start <= place.end + reach)
            })
            .filter(|hit| side(hit) && self.within(hit, place, chars))
            .any(|hit| self.sentence_of(hit.start).paragraph == paragraph)
    }

    /// Whether at most so many characters lie between two ranges.
    fn within(&self, a: &Range<usize>, b: &Range<usize>, chars: usize) -> bool {
        let bytes = a.start.max(b.start).saturating_sub(a.end.min(b.end));
        bytes <= chars || (bytes <= chars * LONGEST_CHARACTER && self.gap(a, b) <= chars)
    }

    /// Characters between two ranges; 0 when they touch or overlap.
    fn gap(&self, a: &Range<usize>, b: &Range<usize>) -> usize {
        let (from, to) = if a.end <= b.start { (a.end, b.start) } else { (b.end, a.start) };
        if from >= to { 0 } else { self.text().get(from..to).map_or(usize::MAX, |t| t.chars().count()) }
    }

    /// Whether a rule's label stands within 12 characters before `place`, or close after it.
    pub(super) fn labelled(&self, rule: usize, place: &Range<usize>) -> bool {
        const BEFORE: usize = 12;
        const AFTER: usize = 4;
        let text = self.text().as_bytes();
        of_rule(&self.labels, rule).any(|label| {
            let within = if label.end <= place.start { BEFORE } else { AFTER };
            let gap = self.gap(label, place);
            // A hashtag is a label only for what is glued to it.
            let hashtag = label.start > 0 && text.get(label.start - 1) == Some(&b'#');
            gap <= within && (!hashtag || gap <= 1) && self.same_sentence(label, place)
        })
    }

    /// Whether a rule's stop word stands in the same sentence within 24 characters.
    pub(super) fn stopped(&self, rule: usize, place: &Range<usize>) -> bool {
        const WITHIN: usize = 24;
        of_rule(&self.stops, rule).any(|stop| self.gap(stop, place) <= WITHIN && self.same_sentence(stop, place))
    }

    /// Whether a label of the rule ends exactly where a value begins, as in `NHS9995850958`.
    pub(super) fn glued_label(&self, rule: usize, at: usize) -> bool {
        of_rule(&self.labels, rule).any(|label| label.end == at)
    }

    /// Where a rule's label starts that leads straight to a value, as in `NHS no 9990427186`.
    pub(super) fn label_before(&self, rule: usize, place: &Range<usize>) -> Option<usize> {
        let leads = |label: &Range<usize>| {
            let between = self.text().get(label.end..place.start);
            between.is_some_and(|gap| gap.chars().count() <= 3 && gap.chars().all(|c| " :#.-".contains(c)))
        };
        of_rule(&self.labels, rule).filter(|label| leads(label)).map(|label| label.start).min()
    }

    fn same_sentence(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        sentence_at(&self.sentences, a.start) == sentence_at(&self.sentences, b.start)
    }
}

/// Whether a label that is not a word of its own begins one that goes on as a value: `MRN00482913`, `HKIDA123456`. The
/// `ur` of "during" and "tinyurl" does not.
fn leads_to_value(text: &str, label: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let begins = label.start.checked_sub(1).and_then(|at| bytes.get(at)).is_none_or(|b| !b.is_ascii_alphanumeric());
    let value = bytes.get(label.end..).unwrap_or_default();
    let letters = value.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    begins && letters <= 2 && value.get(letters).is_some_and(u8::is_ascii_digit)
}

/// The hits of one rule, of all in order of their rules.
fn of_rule(hits: &[(usize, Range<usize>)], rule: usize) -> impl Iterator<Item = &Range<usize>> {
    let first = hits.partition_point(|(owner, _)| *owner < rule);
    hits.iter().skip(first).take_while(move |(owner, _)| *owner == rule).map(|(_, hit)| hit)
}

fn count_found(any: &[RuleName], found: &[&str]) -> usize {
    found.iter().filter(|id| any.iter().any(|name| name.fits(id))).count()
}

fn sentence_at(sentences: &[Sentence], at: usize) -> usize {
    sentences.partition_point(|s| s.range.end <= at).min(sentences.len() - 1)
}

/// Of overlapping entries the longest stays: 林口長庚 is a hospital, not the place 林口.
fn keep_longest(entries: &mut Vec<(usize, Range<usize>)>) {
    entries.sort_by_key(|(_, r)| (std::cmp::Reverse(r.len()), r.start));
    // Ranges that stay, by their start: they never overlap, so only the neighbours of a place can clash with it.
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    entries.retain(|(_, range)| {
        let before = taken.range(..range.end).next_back();
        let clash = before.is_some_and(|(start, end)| *end > range.start && (*start..*end) != *range);
        if !clash {
            taken.insert(range.start, range.end);
        }
        !clash
    });
    entries.sort_by_key(|(_, r)| r.start);
}
