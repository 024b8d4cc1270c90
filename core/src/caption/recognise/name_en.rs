//! English names by list: a given name and a surname side by side, or a Chinese name in Roman letters.

use std::ops::Range;

use crate::rules::Names;

/// Titles and trades that make the name after them a colleague's.
const COLLEAGUE: [&str; 22] = [
    "dr",
    "doctor",
    "prof",
    "professor",
    "nurse",
    "sister",
    "matron",
    "consultant",
    "registrar",
    "midwife",
    "physio",
    "rn",
    "sn",
    "charge",
    "by",
    "manager",
    "dean",
    "lecturer",
    "tutor",
    "judge",
    "saint",
    "st",
];

/// "Harold Pike", "Lam Kwok Fai": runs of capitalised words that begin with a listed given name and end with a listed
/// surname, or begin with a listed surname of which two short words follow.
pub(super) fn listed(text: &str, names: &Names) -> Vec<Range<usize>> {
    let words = capitalised(text);
    let mut found = vec![];
    let mut at = 0;
    while at < words.len() {
        let run = run_from(&words, at, text);
        match name_in(&words[at..at + run], text, names) {
            Some(length) if !follows_colleague(text, words[at].start) => {
                found.push(words[at].start..words[at + length - 1].end);
                at += length;
            }
            _ => at += 1,
        }
    }
    found
}

fn capitalised(text: &str) -> Vec<Range<usize>> {
    let mut words = vec![];
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_ascii_alphabetic() || (start.is_some() && matches!(c, '\'' | '-'));
        match start {
            None if inside => start = Some(at),
            Some(from) if !inside => {
                // "Maria's" is Maria.
                let word = text.get(from..at).unwrap_or_default();
                let word = word.strip_suffix("'s").unwrap_or(word).trim_end_matches(['\'', '-']);
                let mut letters = word.chars();
                if word.len() > 1
                    && letters.next().is_some_and(|c| c.is_ascii_uppercase())
                    && letters.any(|c| c.is_ascii_lowercase())
                {
                    words.push(from..from + word.len());
                }
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// How many capitalised words follow each other with single spaces, at most three.
fn run_from(words: &[Range<usize>], at: usize, text: &str) -> usize {
    let follows = |pair: &[Range<usize>]| text.get(pair[0].end..pair[1].start) == Some(" ");
    1 + words[at..].windows(2).take(2).take_while(|pair| follows(pair)).count()
}

/// How many words of a run are a name.
fn name_in(run: &[Range<usize>], text: &str, names: &Names) -> Option<usize> {
    let word = |at: usize| run.get(at).and_then(|r| text.get(r.clone())).unwrap_or_default();
    let whole =
        |n: usize| run.first().zip(run.get(n - 1)).and_then(|(a, b)| text.get(a.start..b.end)).unwrap_or_default();
    let given_first = |n: usize| names.is_given_en(word(0)) && names.is_surname_en(word(n - 1));
    let surname_first = run.len() == 3
        && names.is_surname_en(word(0))
        && word(0).len() <= 6
        && word(1).len() <= 5
        && word(2).len() <= 5;
    let length = if run.len() == 3 && (given_first(3) || surname_first) {
        3
    } else if run.len() >= 2 && given_first(2) {
        2
    } else {
        return None;
    };
    let eponym = names.is_not_name_en(whole(length)) || names.is_not_name_en(word(length - 1));
    (!eponym).then_some(length)
}

pub(super) fn follows_colleague(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '.']);
    let word = before.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    COLLEAGUE.iter().any(|title| title.eq_ignore_ascii_case(word))
}
