//! Reads the word lists. Tab-separated, one `#` line naming the columns.

use super::fold_str;
use super::lexicon::{Entry, Lists, Wider};
use super::names::{Names, Words};

/// Reads the lists; `file` gives the text of a file by its name.
pub(super) fn read<'a>(file: impl Fn(&str) -> &'a str) -> Lists {
    let mut entries = vec![];
    entries.extend(rows(file("places.tsv")).filter_map(|r| place(&r)));
    entries.extend(rows(file("facilities.tsv")).filter_map(|r| facility(&r)));
    entries.extend(rows(file("conditions.tsv")).filter_map(|r| condition(&r)));
    entries.extend(rows(file("occupations.tsv")).filter_map(|r| kind(&r, "occupations")));
    entries.extend(rows(file("origins.tsv")).filter_map(|r| kind(&r, "origins")));
    entries.extend(rows(file("drugs.tsv")).filter_map(|r| kind(&r, "drugs")));
    Lists { entries, names: names_of(|name| words(file(name))) }
}

fn names_of(words: impl Fn(&str) -> Vec<String>) -> Names {
    let set = |files: &[&str]| {
        let mut all: Vec<String> = files.iter().flat_map(|file| words(file)).collect();
        all.sort();
        all.dedup();
        Words(all)
    };
    let mut given_zh: Vec<char> = words("given-chars-zh.txt").iter().filter_map(|w| w.chars().next()).collect();
    given_zh.sort_unstable();
    Names {
        surnames_en: set(&["surnames-en.txt"]),
        given_en: set(&["given-en.txt", "given-en-ambiguous.txt"]),
        not_names_en: set(&["eponyms.txt", "public-figures.txt"]),
        surnames_zh: set(&["surnames-zh.txt"]),
        given_zh,
        not_names_zh: set(&["not-names-zh.txt"]),
    }
}

/// The words of a list, folded.
fn words(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).map(fold_str).collect()
}

fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
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
        list: "places".into(),
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
        list: "facilities".into(),
        tag: (*kind).into(),
        detail: (*jurisdiction).into(),
        population: 0,
        wider: Wider::default(),
        names: names([name].into_iter().chain(rest.first())),
    })
}

fn condition(row: &[&str]) -> Option<Entry> {
    let [class, kind, _system, names_and_wider @ ..] = row else { return None };
    let (columns, [wider_en, traditional, simplified, ..]) = names_and_wider.split_at_checked(3)? else { return None };
    Some(Entry {
        list: "conditions".into(),
        tag: (*class).into(),
        detail: (*kind).into(),
        population: 0,
        wider: Wider { en: (*wider_en).into(), zh_hant: (*traditional).into(), zh_hans: (*simplified).into() },
        names: names(columns),
    })
}

fn kind(row: &[&str], list: &'static str) -> Option<Entry> {
    let [kind, columns @ ..] = row else { return None };
    Some(Entry {
        list: list.into(),
        tag: (*kind).into(),
        detail: String::new(),
        population: 0,
        wider: Wider::default(),
        names: names(columns),
    })
}
