//! Runs the rules over a read caption: candidates, confidence, exemptions, overlaps, levels.
//!
//! The confidence model and its numbers are rule catalogue §0.

use std::ops::Range;

use super::document::Document;
use super::{Mosaic, mosaic, recognise};
use crate::rules::{
    CompiledFrame, CompiledMatch, CompiledRule, Condition, ContextSet, Jurisdiction, RuleSet, Severity,
};

const ACT: f32 = 0.5;
const BLOCK: f32 = 0.8;
const LABEL: f32 = 0.3;
const PATIENT: f32 = 0.2;
const CLINICAL: f32 = 0.1;
const LOWERED: f32 = 0.4;
const STOPPED: f32 = 0.5;

/// A rule that fired, and where. `range` is shadow bytes; `None` for the whole caption.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) rule: usize,
    pub(super) at: usize,
    pub(super) range: Option<Range<usize>>,
    pub(super) score: f32,
    pub(super) severity: Severity,
    /// The list entry that was found, for its wider term.
    pub(super) entry: Option<usize>,
}

/// Rule, match, place in shadow bytes, and list entry of something that could fire.
type Trigger = (usize, usize, Range<usize>, Option<usize>);

pub(super) struct Engine<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) document: &'a Document<'a>,
    pub(super) jurisdiction: Option<Jurisdiction>,
    patient: ContextSet,
    clinical: ContextSet,
    lowering: ContextSet,
}

impl<'a> Engine<'a> {
    pub(super) fn new(rules: &'a RuleSet, document: &'a Document<'a>, jurisdiction: Option<Jurisdiction>) -> Self {
        let lowering = ["self", "edu", "public", "general"]
            .iter()
            .fold(ContextSet::default(), |set, name| set.union(&rules.context(name)));
        Self {
            rules,
            document,
            jurisdiction,
            patient: rules.context("patient"),
            clinical: rules.context("clin"),
            lowering,
        }
    }

    /// Everything that fires, in reading order, and how many people the details fit.
    pub(super) fn run(&self) -> (Vec<Candidate>, Option<Mosaic>) {
        let triggers: Vec<Trigger> = self.triggers().collect();
        let mut found = self.early(&triggers);
        resolve(&mut found, self.rules);
        // Rules that follow from findings may follow from each other once more.
        for _ in 0..2 {
            let late = self.late(&found, &triggers);
            found.extend(late);
            resolve(&mut found, self.rules);
        }
        let mosaic = self.mosaic(&mut found);
        self.level(&mut found);
        found.sort_by_key(|c| c.range.as_ref().map_or((usize::MAX, 0), |r| (r.start, r.end)));
        (found, mosaic)
    }

    /// Adds what the mosaic model says of everything found.
    fn mosaic(&self, found: &mut Vec<Candidate>) -> Option<Mosaic> {
        let (mosaic, severity) = mosaic::judge(found, self.rules, self.document, self.jurisdiction)?;
        if let Some(severity) = severity {
            found.extend(self.whole("mosaic.combination", severity));
        }
        if mosaic::insider(&mosaic) && severity.is_none_or(|s| s < Severity::Block) {
            found.extend(self.whole("mosaic.insider-unit", Severity::Warn));
        }
        Some(mosaic)
    }

    /// A finding about the whole caption.
    fn whole(&self, id: &str, severity: Severity) -> Option<Candidate> {
        let rule = self.rules.position(id)?;
        Some(Candidate { rule, at: 0, range: None, score: 0.9, severity, entry: None })
    }

    /// Rule, match, place and list entry of everything that could fire.
    fn triggers(&self) -> impl Iterator<Item = Trigger> {
        let literal = self.document.triggers.iter().map(|(rule, at, range)| (*rule, *at, range.clone(), None));
        let recognised = recognise::all(self.rules, self.document).into_iter();
        literal.chain(recognised.map(|(rule, at, range)| (rule, at, range, None))).chain(self.listed())
    }

    fn early(&self, triggers: &[Trigger]) -> Vec<Candidate> {
        let judged = triggers.iter().filter_map(|(rule, at, range, entry)| {
            let matched = self.rules.rules.get(*rule)?.matches.get(*at)?;
            if matched.is_late() { None } else { self.judge(*rule, *at, Some(range.clone()), *entry, &[]) }
        });
        judged.collect()
    }

    /// List entries, for each match that asks for their list and class.
    fn listed(&self) -> impl Iterator<Item = Trigger> {
        self.document.entries.iter().flat_map(move |(at, range)| {
            let entry = self.rules.entry(*at);
            let wants = move |(rule, m): &&(usize, usize)| {
                let filter = self.rules.rules.get(*rule).and_then(|r| r.matches.get(*m)).and_then(|m| m.list.as_ref());
                filter.zip(entry).is_some_and(|(filter, entry)| filter.fits(entry))
            };
            self.rules.index.listed.iter().filter(wants).map(move |(rule, m)| (*rule, *m, range.clone(), Some(*at)))
        })
    }

    /// Matches that follow from what was found.
    fn late(&self, so_far: &[Candidate], triggers: &[Trigger]) -> Vec<Candidate> {
        let found = self.ids(so_far);
        let mut late = vec![];
        for (rule, at) in &self.rules.index.late {
            let Some(matched) = self.rules.rules.get(*rule).and_then(|r| r.matches.get(*at)) else { continue };
            if matched.found.is_empty() {
                let mine = triggers.iter().filter(|(r, m, ..)| (r, m) == (rule, at));
                late.extend(
                    mine.filter_map(|(_, _, range, entry)| self.judge(*rule, *at, Some(range.clone()), *entry, &found)),
                );
            } else if so_far.iter().all(|c| c.rule != *rule)
                && let Some(cause) = so_far.iter().find(|c| self.named(matched, c))
            {
                // It stands where its cause stands.
                late.extend(self.judge(*rule, *at, cause.range.clone(), None, &found));
            }
        }
        late.dedup_by_key(|c| (c.rule, c.range.clone()));
        late
    }

    fn named(&self, matched: &CompiledMatch, candidate: &Candidate) -> bool {
        self.rules.rules.get(candidate.rule).is_some_and(|r| matched.found.iter().any(|name| name.fits(&r.rule.id)))
    }

    fn ids(&self, found: &[Candidate]) -> Vec<&str> {
        let mut ids: Vec<&str> =
            found.iter().filter_map(|c| self.rules.rules.get(c.rule)).map(|r| r.rule.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether a match counts, and how much.
    fn judge(
        &self,
        rule: usize,
        at: usize,
        range: Option<Range<usize>>,
        entry: Option<usize>,
        found: &[&str],
    ) -> Option<Candidate> {
        let compiled = self.rules.rules.get(rule)?;
        let (matched, written) = (compiled.matches.get(at)?, compiled.rule.matches.get(at)?);
        if let Some(range) = &range {
            let text = self.document.text().get(range.clone())?;
            if !self.stands_free(rule, range) || matched.check.is_some_and(|check| !check(text)) {
                return None;
            }
        }
        let holds = |c: &Condition| self.document.holds(c, range.as_ref(), found);
        let framed = |frame: &CompiledFrame| frame.when.iter().all(holds) && !frame.unless.iter().any(holds);
        if compiled.frames.iter().filter_map(|at| self.rules.frames.get(*at)).any(framed) {
            return None;
        }
        if !matched.with.iter().all(holds) || matched.without.iter().any(holds) {
            return None;
        }
        let labelled = range.as_ref().is_some_and(|r| self.document.labelled(rule, r));
        if written.label && !labelled {
            return None;
        }
        let score = match &range {
            Some(range) if written.weigh => self.weigh(rule, range, written.score, labelled),
            _ => written.score,
        };
        let here = self.applies(compiled) || labelled || (matched.check.is_some() && score >= BLOCK);
        if score < ACT || !here {
            return None;
        }
        let severity = match written.severity.unwrap_or(compiled.rule.severity) {
            Severity::Block if written.weigh && score < BLOCK => Severity::Warn,
            severity => severity,
        };
        Some(Candidate { rule, at, range, score: score.min(1.0), severity, entry })
    }

    /// Outside its jurisdictions a rule needs a label or a strong check.
    fn applies(&self, rule: &CompiledRule) -> bool {
        let places = &rule.rule.jurisdictions;
        places.is_empty() || self.jurisdiction.is_none_or(|j| places.contains(&j))
    }

    fn weigh(&self, rule: usize, range: &Range<usize>, base: f32, labelled: bool) -> f32 {
        let bits = self.document.bits_at(range.start);
        let part = |holds: bool, weight: f32| if holds { weight } else { 0.0 };
        let up = part(labelled, LABEL)
            + part(bits.meets(&self.patient), PATIENT)
            + part(bits.meets(&self.clinical), CLINICAL);
        // A label right before the value outweighs words further off.
        let stopped = self.document.stopped(rule, range) && self.document.label_before(rule, range).is_none();
        let down = part(bits.meets(&self.lowering), LOWERED) + part(stopped, STOPPED);
        // Two decimals: the sum of tenths must not depend on the order of addition.
        ((base + up - down) * 100.0).round() / 100.0
    }

    /// ASCII letters and digits must not run on past either end, except into the rule's own label.
    fn stands_free(&self, rule: usize, range: &Range<usize>) -> bool {
        let bytes = self.document.text().as_bytes();
        let word = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
        let (first, last) = (bytes.get(range.start), range.end.checked_sub(1).and_then(|i| bytes.get(i)));
        let before = |n: usize| range.start.checked_sub(n).and_then(|i| bytes.get(i));
        let after = |n: usize| bytes.get(range.end + n);
        // "1,995.00", "978-0-00": a number goes on over its separators.
        let point = |b: Option<&u8>| matches!(b, Some(b'.' | b',' | b'-' | b'/'));
        let left = (word(first) && word(before(1))) || (digit(first) && point(before(1)) && digit(before(2)));
        let right = (word(last) && word(after(0))) || (digit(last) && point(after(0)) && digit(after(1)));
        (!left || self.document.glued_label(rule, range.start)) && !right && !self.in_link(rule, range)
    }

    /// Whether a value is only a piece of a link's path, such as `bit.ly/c1M8dr`, with no label of its own in it.
    fn in_link(&self, rule: usize, range: &Range<usize>) -> bool {
        const LONGEST: usize = 256;
        let before = self.document.text().as_bytes().get(..range.start).unwrap_or_default();
        let length = before.iter().rev().take(LONGEST).take_while(|b| b.is_ascii_graphic()).count();
        let word = before.get(before.len() - length..).and_then(|w| std::str::from_utf8(w).ok()).unwrap_or_default();
        let host = word.split_once("://").map_or(word, |(_, rest)| rest);
        let is_link = host.split_once('/').is_some_and(|(host, _)| host.contains('.'));
        is_link && !self.document.labelled(rule, range)
    }

    /// Sets final severities, from what else was found.
    fn level(&self, found: &mut [Candidate]) {
        let ids: Vec<String> = self.ids(found).into_iter().map(str::to_owned).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        for candidate in found {
            let Some(compiled) = self.rules.rules.get(candidate.rule) else { continue };
            let level = compiled.levels.iter().find(|level| {
                let holds = |c: &Condition| self.document.holds(c, candidate.range.as_ref(), &ids);
                let here = level.jurisdictions.is_empty()
                    || self.jurisdiction.is_some_and(|j| level.jurisdictions.contains(&j));
                here && level.with.iter().all(holds) && !level.without.iter().any(holds)
            });
            if let Some(level) = level {
                candidate.severity = level.severity;
            }
        }
    }
}

/// Of overlapping identifiers the likeliest stays; of one rule's overlapping hits the longest.
fn resolve(found: &mut Vec<Candidate>, rules: &RuleSet) {
    let identifier = |c: &Candidate| rules.rules.get(c.rule).is_some_and(|r| r.category == "identifier");
    let length = |c: &Candidate| c.range.as_ref().map_or(0, Range::len);
    let rank = |c: &Candidate| ((c.score * 100.0) as i32, length(c));
    let beats = |(other_at, other): (usize, &Candidate), (at, c): (usize, &Candidate)| {
        if other.rule == c.rule {
            let (mine, theirs) = ((length(c), rank(c)), (length(other), rank(other)));
            return theirs > mine || (theirs == mine && other_at < at);
        }
        identifier(c) && identifier(other) && (rank(other) > rank(c) || (rank(other) == rank(c) && other_at < at))
    };
    // In order of their starts, so that only those that can overlap are compared.
    let placed = found.iter().enumerate().filter_map(|(at, c)| Some((c.range.clone()?, at)));
    let mut placed: Vec<(Range<usize>, usize)> = placed.collect();
    placed.sort_by_key(|(range, _)| range.start);
    let mut keep = vec![true; found.len()];
    for (first, (range, at)) in placed.iter().enumerate() {
        for (_, other) in placed.iter().skip(first + 1).take_while(|(next, _)| next.start < range.end) {
            let (Some(a), Some(b)) = (found.get(*at), found.get(*other)) else { continue };
            if beats((*other, b), (*at, a)) {
                keep[*at] = false;
            }
            if beats((*at, a), (*other, b)) {
                keep[*other] = false;
            }
        }
    }
    let mut keep = keep.into_iter();
    found.retain(|_| keep.next().unwrap_or(true));
}
