//! What the network's outputs mean: which findings a caption earns, and where they stand.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

use super::features::{self, Reading, Sink};
use super::model::{self, Activation, LOGIT_ONE, Model};
use crate::caption::document::Document;
use crate::caption::engine::Candidate;
use crate::error::{CheckError, Result};
use crate::rules::{Finding, Language, Locale, PackInfo, RuleSet, Severity, Text};
use crate::span::Shadow;

const PACK: &str = include_str!("../../../rules/learned/pack.toml");
const WEIGHTS: &[u8] = include_bytes!("../../../rules/learned/weights.bin");
/// Most categories raised for one caption: the user meets few cards.
const MOST: usize = 2;

/// The pack of the learned reader. Unknown keys are refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pack {
    #[serde(rename = "pack")]
    info: PackInfo,
    /// Contexts of the rules in which a caption speaks of care.
    care: Vec<String>,
    /// By the language that a caption is read as.
    thresholds: HashMap<Locale, Thresholds>,
    /// In the order of the network's outputs.
    #[serde(rename = "reader")]
    readers: Vec<Reader>,
}

/// Probabilities, 0.0 to 1.0.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Thresholds {
    risky: f32,
    /// Instead of `risky` where a caption speaks of care: posts of an ordinary feed seldom do.
    risky_in_care: f32,
    block: f32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reader {
    category: String,
    /// The catalogue rule whose authority stands behind a finding.
    #[serde(rename = "as")]
    rule: String,
    /// The probability from which the category is named.
    act: f32,
    /// Where the caption as a whole is less likely to be risky than this, a warning of the category's rules is shown as a tip.
    doubt: f32,
    message: Text,
}

/// The pack and its network, read once in a process.
struct Learned {
    pack: Pack,
    model: Model<'static>,
}

fn learned() -> Result<&'static Learned> {
    static LEARNED: OnceLock<Result<Learned>> = OnceLock::new();
    let read = || {
        let invalid = |code: &str| CheckError::RulePackInvalid { pack_id: "learned".into(), code: code.into() };
        let pack: Pack = toml::from_str(PACK).map_err(|_| invalid("syntax"))?;
        let model = Model::read(WEIGHTS)?;
        let whole = pack.info.schema == 1 && model.outputs() == pack.readers.len() + 2;
        if whole { Ok(Learned { pack, model }) } else { Err(invalid("outputs")) }
    };
    LEARNED.get_or_init(read).as_ref().map_err(Clone::clone)
}

/// A caption as the network sees it: the number and the place of each feature.
#[derive(Default)]
struct Numbers {
    all: Vec<u32>,
    placed: Vec<(u32, Range<usize>)>,
}

impl Sink for Numbers {
    fn take(&mut self, name: &[&str], place: Option<&Range<usize>>) {
        let number = model::number_of(name);
        self.all.push(number);
        self.placed.extend(place.map(|place| (number, place.clone())));
    }
}

fn speaks_of_care(pack: &Pack, document: &Document, rules: &RuleSet) -> bool {
    pack.care.iter().any(|name| document.has(&rules.context(name)))
}

/// Whether the line for captions that speak of care holds for this one: for choosing the lines.
pub(super) fn in_care(document: &Document, rules: &RuleSet) -> Result<bool> {
    Ok(speaks_of_care(&learned()?.pack, document, rules))
}

/// A caption read by the network.
pub(in crate::caption) struct Opinion {
    learned: &'static Learned,
    thresholds: Thresholds,
    numbers: Numbers,
    activation: Activation,
}

impl Opinion {
    /// Runs the network over everything that the engine made of a caption.
    pub(in crate::caption) fn of(reading: &Reading) -> Result<Self> {
        let learned = learned()?;
        let mut numbers = Numbers::default();
        features::read(reading, &mut numbers);
        numbers.all.sort_unstable();
        numbers.all.dedup();
        let activation = learned.model.run(&numbers.all);
        let language = match reading.document.script.language {
            Language::ZhHant => Locale::ZhHant,
            Language::ZhHans => Locale::ZhHans,
            Language::Mixed => reading.document.script.chinese,
            Language::En | Language::Other => Locale::En,
        };
        let thresholds = learned.pack.thresholds.get(&language).copied();
        let mut thresholds = thresholds.unwrap_or(Thresholds { risky: 1.0, risky_in_care: 1.0, block: 1.0 });
        if speaks_of_care(&learned.pack, reading.document, reading.rules) {
            thresholds.risky = thresholds.risky_in_care;
        }
        Ok(Self { learned, thresholds, numbers, activation })
    }

    fn probability(&self, output: usize) -> f32 {
        self.activation.logits.get(output).map_or(0.0, |logit| probability(*logit))
    }

    fn risky(&self) -> f32 {
        self.probability(self.learned.pack.readers.len())
    }

    fn block(&self) -> f32 {
        self.probability(self.learned.pack.readers.len() + 1)
    }

    /// Shows a judging rule's warning as a tip when nothing else about the caption reads like one. A block stands.
    pub(in crate::caption) fn doubt(&self, found: &mut [Candidate], rules: &RuleSet) {
        let risky = self.risky();
        let readers = &self.learned.pack.readers;
        let doubted = |c: &&mut Candidate| {
            let category = rules.rules.get(c.rule).map(|r| &r.category);
            let reader = readers.iter().find(|reader| category == Some(&reader.category));
            c.severity == Severity::Warn && reader.is_some_and(|reader| risky < reader.doubt)
        };
        found.iter_mut().filter(doubted).for_each(|c| c.severity = Severity::Advise);
    }

    /// Findings of categories that no rule found as serious already.
    pub(in crate::caption) fn findings(
        &self,
        so_far: &[Finding],
        rules: &RuleSet,
        shadow: &Shadow,
        locale: Locale,
    ) -> Vec<Finding> {
        if self.risky() < self.thresholds.risky {
            return vec![];
        }
        let severity = if self.block() >= self.thresholds.block { Severity::Block } else { Severity::Warn };
        let covered = |category: &str| so_far.iter().any(|f| f.category == category && f.severity >= severity);
        let known = so_far.iter().map(|f| f.severity).max();
        self.named()
            .into_iter()
            .filter(|(_, reader)| !covered(&reader.category))
            // What the rules warn of already is not said twice in other words.
            .filter(|_| known.is_none_or(|known| known < severity))
            .map(|(output, reader)| Finding {
                rule: format!("{}.reads-like", reader.category),
                category: reader.category.clone(),
                severity,
                confidence: (self.probability(output).max(self.risky()) * 100.0).round() / 100.0,
                span: self.phrase(output).map(|range| shadow.span(&range)),
                region: None,
                metadata: vec![],
                message: reader.message.get(locale).into(),
                authority: rules.rule(&reader.rule).map(|r| r.authority.clone()).unwrap_or_default(),
                edits: vec![],
                learned: true,
            })
            .collect()
    }

    /// The likeliest categories: those over their line, at least one, at most [`MOST`].
    fn named(&self) -> Vec<(usize, &Reader)> {
        let mut likely: Vec<(usize, &Reader)> = self.learned.pack.readers.iter().enumerate().collect();
        likely.sort_by_key(|(output, _)| std::cmp::Reverse(self.activation.logits.get(*output).copied()));
        let over = likely.iter().filter(|(output, reader)| self.probability(*output) >= reader.act).count();
        likely.truncate(over.clamp(1, MOST));
        likely
    }

    /// The stretch of words that weighs most for an output: the run with the largest sum (Kadane 1984), each word's
    /// share lessened by the mean so that a run ends where words weigh less.
    fn phrase(&self, output: usize) -> Option<Range<usize>> {
        let mut weights: Vec<(Range<usize>, i64)> = vec![];
        for (number, place) in &self.numbers.placed {
            weights.push((place.clone(), self.learned.model.weight(&self.activation, *number, output)));
        }
        weights.sort_by_key(|(place, _)| (place.start, place.end));
        let mut words: Vec<(Range<usize>, i64)> = vec![];
        for (place, weight) in weights {
            match words.last_mut() {
                // The shortest feature at a place is the word; what a pair weighs counts for its first word.
                Some((last, sum)) if place.start < last.end => *sum += weight,
                _ => words.push((place, weight)),
            }
        }
        let count = i64::from(words.len().max(1) as u32);
        let mean = words.iter().map(|(_, w)| *w).sum::<i64>() / count;
        let (mut best, mut run): (Run, Run) = (None, None);
        for (place, weight) in words {
            let share = weight - mean;
            run = match run.take() {
                Some((sum, range)) if sum > 0 => Some((sum + share, range.start..place.end)),
                _ => Some((share, place)),
            };
            if run.as_ref().map(|r| r.0) > best.as_ref().map(|b| b.0) {
                best.clone_from(&run);
            }
        }
        best.map(|(_, range)| range)
    }
}

/// A run of words and the sum of their weights.
type Run = Option<(i64, Range<usize>)>;

/// The logistic function of a logit, from a table so that every platform rounds alike.
fn probability(logit: i32) -> f32 {
    /// `1 / (1 + e^(-x/4))` for x of 0, 1, … 32, in parts of 10 000.
    const TABLE: [u32; 33] = [
        5000, 5622, 6225, 6792, 7311, 7773, 8176, 8520, 8808, 9047, 9241, 9399, 9526, 9627, 9707, 9770, 9820, 9859,
        9890, 9914, 9933, 9948, 9959, 9968, 9975, 9981, 9985, 9988, 9991, 9993, 9994, 9996, 9997,
    ];
    let step = LOGIT_ONE.unsigned_abs() / 4;
    let size = logit.unsigned_abs().min(step * 32 - 1);
    let (at, rest) = ((size / step) as usize, size % step);
    let (low, high) = (TABLE[at], TABLE[at + 1]);
    let parts = low + (high - low) * rest / step;
    let parts = if logit < 0 { 10_000 - parts } else { parts };
    parts as f32 / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::ContextSet;

    #[test]
    fn the_logistic_table_is_one() {
        for logit in (-10_000..10_000).step_by(37) {
            let exact = 1.0 / (1.0 + (-f64::from(logit) / f64::from(LOGIT_ONE)).exp());
            assert!((f64::from(probability(logit)) - exact).abs() < 0.003, "{logit}");
        }
    }

    #[test]
    fn pack_and_weights_belong_together() {
        let learned = learned().expect("valid");
        assert_eq!(learned.pack.readers.len(), 21, "the catalogue has 21 categories");
        let rules = RuleSet::built_in().expect("valid");
        assert!(learned.pack.care.iter().all(|name| rules.context(name) != ContextSet::default()), "contexts by name");
    }
}
