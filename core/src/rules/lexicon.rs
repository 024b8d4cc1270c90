//! Word lists: places, hospitals, conditions, occupations, names. Tab-separated, one `#` line naming the columns.

use crate::span::fold_str;

/// What a listed word may be turned into, per language; empty where the list gives nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wider {
    pub en: String,
    pub zh_hant: String,
    pub zh_hans: String,
}

/// One listed thing, under any of its names.
#[derive(Debug)]
pub(crate) struct Entry {
    pub list: &'static str,
    /// The list's own class: a tier, a prevalence class, a kind.
    pub tag: String,
    /// A second column where the list has one: a jurisdiction, or `chronic` or `acute`.
    pub detail: String,
    /// People living there, for places; 0 otherwise.
    pub population: u64,
    pub wider: Wider,
    /// Folded names.
    pub names: Vec<String>,
}

macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../../rules/base/lexicon/", $name))
    };
}

/// Every entry of the built-in lists.
pub(crate) fn entries() -> Vec<Entry> {
    let mut all = vec![];
    all.extend(rows(file!("places.tsv")).filter_map(|r| place(&r)));
    all.extend(rows(file!("facilities.tsv")).filter_map(|r| facility(&r)));
    all.extend(rows(file!("conditions.tsv")).filter_map(|r| condition(&r)));
    all.extend(rows(file!("occupations.tsv")).filter_map(|r| kind(&r, "occupations")));
    all.extend(rows(file!("origins.tsv")).filter_map(|r| kind(&r, "origins")));
    all.extend(rows(file!("drugs.tsv")).filter_map(|r| kind(&r, "drugs")));
    all
}

/// Word sets that recognisers in code ask, by file name.
pub(crate) fn words(name: &str) -> Vec<String> {
    let text = match name {
        "surnames-zh" => file!("surnames-zh.txt"),
        "given-chars-zh" => file!("given-chars-zh.txt"),
        "surnames-en" => file!("surnames-en.txt"),
        "given-en" => file!("given-en.txt"),
        "given-en-ambiguous" => file!("given-en-ambiguous.txt"),
        "eponyms" => file!("eponyms.txt"),
        "not-names-zh" => file!("not-names-zh.txt"),
        "not-places" => file!("not-places.txt"),
        "public-figures" => file!("public-figures.txt"),
        _ => "",
    };
    text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).map(fold_str).collect()
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).map(|l| l.split('\t').map(str::trim).collect())
}

fn names<'a>(columns: impl IntoIterator<Item = &'a &'a str>) -> Vec<String> {
    let mut names: Vec<String> =
        columns.into_iter().flat_map(|c| c.split('|')).map(|n| fold_str(n.trim())).filter(|n| !n.is_empty()).collect();
    names.sort();
    names.dedup();
    names
}

fn place(row: &[&str]) -> Option<Entry> {
    let [name, jurisdiction, population, tier, parent, rest @ ..] = row else { return None };
    Some(Entry {
        list: "places",
        tag: (*tier).into(),
        detail: (*jurisdiction).into(),
        population: population.parse().ok()?,
        wider: Wider { en: (*parent).into(), zh_hant: (*parent).into(), zh_hans: (*parent).into() },
        names: names([name].into_iter().chain(rest.first())),
    })
}

fn facility(row: &[&str]) -> Option<Entry> {
    let [name, jurisdiction, kind, rest @ ..] = row else { return None };
    Some(Entry {
        list: "facilities",
        tag: (*kind).into(),
        detail: (*jurisdiction).into(),
        population: 0,
        wider: Wider::default(),
        names: names([name].into_iter().chain(rest.first())),
    })
}

fn condition(row: &[&str]) -> Option<Entry> {
    let [class, kind, _system, en, hant, hans, wider_en, wider_hant, wider_hans, ..] = row else { return None };
    Some(Entry {
        list: "conditions",
        tag: (*class).into(),
        detail: (*kind).into(),
        population: 0,
        wider: Wider { en: (*wider_en).into(), zh_hant: (*wider_hant).into(), zh_hans: (*wider_hans).into() },
        names: names([en, hant, hans]),
    })
}

fn kind(row: &[&str], list: &'static str) -> Option<Entry> {
    let [kind, columns @ ..] = row else { return None };
    Some(Entry {
        list,
        tag: (*kind).into(),
        detail: String::new(),
        population: 0,
        wider: Wider::default(),
        names: names(columns),
    })
}
