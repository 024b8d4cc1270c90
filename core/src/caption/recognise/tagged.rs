//! What the phone's own tagger found, less what the core knows to be no patient's name.

use std::ops::Range;

use super::super::document::Document;
use super::super::entity::EntityKind;
use super::{name_en, name_zh};
use crate::rules::{Names, RuleSet};

/// People in Latin letters: no eponym, no public figure, nobody with a colleague's title.
pub(super) fn people_en(document: &Document, names: &Names) -> Vec<Range<usize>> {
    let text = document.text();
    let is_name = |name: &str| {
        let known = |part: &str| names.is_not_name_en(part.trim_end_matches("'s"));
        let capital = name.starts_with(|c: char| c.is_ascii_uppercase());
        capital && !known(name) && !name.rsplit(' ').next().is_some_and(known)
    };
    let people = of_kind(document, EntityKind::Person).filter(|range| text.get(range.clone()).is_some_and(is_name));
    people.filter(|range| !name_en::follows_colleague(text, range.start)).collect()
}

/// People in Chinese: no ordinary word, nobody with a colleague's title.
pub(super) fn people_zh(document: &Document, names: &Names) -> Vec<Range<usize>> {
    let text = document.text();
    let is_name = |range: &Range<usize>| {
        let (name, after) = (text.get(range.clone()).unwrap_or_default(), text.get(range.end..).unwrap_or_default());
        let han = name.chars().all(name_zh::is_han) && (2..=4).contains(&name.chars().count());
        han && !name_zh::is_colleague(after) && !name_zh::is_word(name, after, names)
    };
    of_kind(document, EntityKind::Person).filter(is_name).collect()
}

/// Places or organisations that no list of ours knows: those it knows are found by the list.
pub(super) fn listed_nowhere(document: &Document, rules: &RuleSet, kind: EntityKind) -> Vec<Range<usize>> {
    let text = document.text();
    let listed = |range: &Range<usize>| {
        document.entries.iter().any(|(_, entry)| entry.start < range.end && range.start < entry.end)
    };
    let known = |range: &Range<usize>| {
        let name = text.get(range.clone()).unwrap_or_default();
        rules.names().is_not_name_en(name) || rules.names().is_not_name_zh(name)
    };
    of_kind(document, kind).filter(|range| !listed(range) && !known(range)).collect()
}

fn of_kind(document: &Document, kind: EntityKind) -> impl Iterator<Item = Range<usize>> {
    document.tagged.iter().filter(move |(k, _)| *k == kind).map(|(_, range)| range.clone())
}
