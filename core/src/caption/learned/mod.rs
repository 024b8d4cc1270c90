//! The learned reader: catches what no rule lists, from words, their classes, and what the engine made of them.
//!
//! It runs after the rules and may add a finding of its own category; it never takes a block away. The network is
//! trained by `core/training` on captions that the project wrote; `core/training/MODEL_CARD.md` says how well it reads.

mod features;
mod lexicon;
mod model;
mod reader;
mod words;

pub use model::{Activation, LOGIT_ONE, Model, Trained, number};

use std::ops::Range;

use super::document::Document;
use super::engine::Engine;
use crate::error::Result;
use crate::rules::{Jurisdiction, RuleSet};
pub(super) use features::Reading;
use features::Sink;
pub(super) use reader::Opinion;

struct Names(Vec<String>);

impl Sink for Names {
    fn take(&mut self, name: &[&str], _place: Option<&Range<usize>>) {
        self.0.push(name.concat());
    }
}

/// The features of a caption by name, for training; the same that the reader sees.
pub fn feature_names(text: &str, rules: &RuleSet, jurisdiction: Option<Jurisdiction>) -> Vec<String> {
    let document = Document::read(text, rules, super::chinese_of(jurisdiction), &[]);
    let (found, mosaic) = Engine::new(rules, &document, jurisdiction).run();
    let mut names = Names(vec![]);
    features::read(&Reading { rules, document: &document, found: &found, mosaic: mosaic.as_ref() }, &mut names);
    names.0.sort();
    names.0.dedup();
    names.0
}

/// Whether the reader takes a caption for one that speaks of care, for choosing its lines.
pub fn in_care(text: &str, rules: &RuleSet, jurisdiction: Option<Jurisdiction>) -> Result<bool> {
    reader::in_care(&Document::read(text, rules, super::chinese_of(jurisdiction), &[]), rules)
}
