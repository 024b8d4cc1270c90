//! How rare a literal is in ordinary text.

/// The characters of a literal that the extractor may have cut inside a character at either end.
pub(super) fn whole_characters(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_matches(char::REPLACEMENT_CHARACTER).to_owned()
}

/// One ASCII letter stands everywhere, and so do one or two digits; two letters, a letter and a space, three digits,
/// one Han character or a mark such as `@` do not.
pub(super) fn is_rare(text: &str) -> bool {
    const MARKS: [&str; 4] = ["@", "*", "+", "#"];
    let number = text.bytes().all(|b| b.is_ascii_digit() || b" -+.".contains(&b));
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    MARKS.contains(&text) || if number { digits >= 3 } else { has_weight(text) }
}

fn has_weight(text: &str) -> bool {
    text.chars().count() >= 2 || !text.is_ascii()
}

/// About how often one of a set stands at a place of ordinary text: rarer is better.
pub(super) fn cost(set: &[String]) -> f64 {
    set.iter().map(|text| frequency(text)).sum()
}

fn frequency(text: &str) -> f64 {
    /// Words of which a text has many; letter by letter they would seem rare.
    const COMMON: [&str; 48] = [
        "the", "and", "she", "her", "his", "him", "was", "has", "had", "for", "with", "that", "this", "you", "your",
        "not", "are", "but", "they", "them", "their", "just", "got", "one", "who", "what", "from", "when", "have",
        "been", "were", "out", "all", "can", "now", "today", "my", "me", "we", "our", "he", "is", "in", "on", "at",
        "of", "to", "an",
    ];
    let text = text.trim_end();
    if COMMON.contains(&text.trim_start()) {
        return 0.01;
    }
    let letter = |c: char| match c {
        'a'..='z' | 'A'..='Z' => 0.06,
        ' ' | '\'' => 0.15,
        '\u{3400}'..='\u{9fff}' => 0.004,
        _ => 0.02,
    };
    text.chars().map(letter).product()
}

pub(super) fn union(mut set: Vec<String>) -> Vec<String> {
    for text in &mut set {
        text.make_ascii_lowercase();
    }
    set.sort();
    set.dedup();
    set
}
