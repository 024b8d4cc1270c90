//! Recognisers that patterns cannot write: named in a pack by `recogniser`.

mod name_en;
mod name_zh;
mod quote;

use std::ops::Range;

use super::document::Document;
use crate::rules::RuleSet;

/// Rule, match and shadow range of everything recognised.
pub(super) fn all(rules: &RuleSet, document: &Document) -> Vec<(usize, usize, Range<usize>)> {
    let text = document.text();
    let mut found = vec![];
    for (rule, compiled) in rules.rules.iter().enumerate() {
        for (at, matched) in compiled.rule.matches.iter().enumerate() {
            let ranges = match matched.recogniser.as_deref() {
                Some("quote") => quote::quotes(text),
                Some("name-en") => name_en::listed(text, &rules.names),
                Some("name-zh-titled") => name_zh::titled(text, &rules.names),
                Some("name-zh-introduced") => name_zh::introduced(text, &rules.names, name_zh::PATIENT),
                Some("name-zh-relative") => name_zh::introduced(text, &rules.names, name_zh::RELATIVE),
                Some("name-zh-familiar") => name_zh::familiar(text, &rules.names),
                _ => continue,
            };
            found.extend(ranges.into_iter().map(|range| (rule, at, range)));
        }
    }
    found
}

/// The recognisers that a pack may name.
#[cfg(test)]
pub(super) const NAMES: [&str; 6] =
    ["quote", "name-en", "name-zh-titled", "name-zh-introduced", "name-zh-relative", "name-zh-familiar"];
