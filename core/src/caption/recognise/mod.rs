//! Recognisers that patterns cannot write: named in a pack by `recogniser`.

mod name_en;
mod name_zh;
mod quote;
mod tagged;

use std::cell::LazyCell;
use std::ops::Range;

use super::document::Document;
use super::entity::EntityKind;
use crate::rules::{Recogniser, RuleSet};

/// Rule, match and shadow range of everything recognised.
pub(super) fn all(rules: &RuleSet, document: &Document) -> Vec<(usize, usize, Range<usize>)> {
    let (text, names) = (document.text(), rules.names());
    let names_zh = LazyCell::new(|| name_zh::possible(text, names));
    let recognise = |recogniser: Recogniser| match recogniser {
        Recogniser::Quote => quote::quotes(text),
        Recogniser::NameEn => name_en::listed(text, names),
        Recogniser::NameZhTitled => name_zh::titled(text, &names_zh, names),
        Recogniser::NameZhIntroduced => name_zh::introduced(text, &names_zh, names, name_zh::PATIENT),
        Recogniser::NameZhRelative => name_zh::introduced(text, &names_zh, names, name_zh::RELATIVE),
        Recogniser::NameZhFamiliar => name_zh::familiar(text, names),
        Recogniser::TaggedPersonEn => tagged::people_en(document, names),
        Recogniser::TaggedPersonZh => tagged::people_zh(document, names),
        Recogniser::TaggedPlace => tagged::listed_nowhere(document, rules, EntityKind::Place),
        Recogniser::TaggedOrganisation => tagged::listed_nowhere(document, rules, EntityKind::Organisation),
    };
    // Several matches ask for the same one.
    let mut known: Vec<(Recogniser, Vec<Range<usize>>)> = vec![];
    let mut found = vec![];
    for (rule, at, recogniser) in &rules.index.recognised {
        if known.iter().all(|(asked, _)| asked != recogniser) {
            known.push((*recogniser, recognise(*recogniser)));
        }
        let ranges = known.iter().filter(|(asked, _)| asked == recogniser).flat_map(|(_, ranges)| ranges);
        found.extend(ranges.map(|range| (*rule, *at, range.clone())));
    }
    found
}
