//! Recognisers that patterns cannot write: named in a pack by `recogniser`.

mod name_en;
mod name_zh;
mod quote;
mod tagged;

use std::ops::Range;

use super::document::Document;
use super::entity::EntityKind;
use crate::rules::{Recogniser, RuleSet};

/// Rule, match and shadow range of everything recognised.
pub(super) fn all(rules: &RuleSet, document: &Document) -> Vec<(usize, usize, Range<usize>)> {
    let text = document.text();
    let mut found = vec![];
    for (rule, compiled) in rules.rules.iter().enumerate() {
        for (at, matched) in compiled.rule.matches.iter().enumerate() {
            let ranges = match matched.recogniser {
                Some(Recogniser::Quote) => quote::quotes(text),
                Some(Recogniser::NameEn) => name_en::listed(text, rules.names()),
                Some(Recogniser::NameZhTitled) => name_zh::titled(text, rules.names()),
                Some(Recogniser::NameZhIntroduced) => name_zh::introduced(text, rules.names(), name_zh::PATIENT),
                Some(Recogniser::NameZhRelative) => name_zh::introduced(text, rules.names(), name_zh::RELATIVE),
                Some(Recogniser::NameZhFamiliar) => name_zh::familiar(text, rules.names()),
                Some(Recogniser::TaggedPersonEn) => tagged::people_en(document, rules.names()),
                Some(Recogniser::TaggedPersonZh) => tagged::people_zh(document, rules.names()),
                Some(Recogniser::TaggedPlace) => tagged::listed_nowhere(document, rules, EntityKind::Place),
                Some(Recogniser::TaggedOrganisation) => {
                    tagged::listed_nowhere(document, rules, EntityKind::Organisation)
                }
                None => continue,
            };
            found.extend(ranges.into_iter().map(|range| (rule, at, range)));
        }
    }
    found
}
