//! Sentences and paragraphs, in three languages.

use super::document::Sentence;

/// Splits a shadow into sentences; a blank line ends a paragraph. There is always at least one sentence, they cover
/// the text without gaps, and ranges are shadow bytes.
pub(super) fn split(text: &str) -> Vec<Sentence> {
    let mut sentences = vec![];
    let (mut start, mut paragraph) = (0, 0);
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, c)| *c);
        if !ends_sentence(c, text.get(..at).unwrap_or_default(), next) {
            continue;
        }
        // Closing quotes and further marks belong to the sentence they end.
        if next.is_some_and(|n| matches!(n, '"' | '\'' | '」' | '』' | ')' | '!' | '?' | '。' | '.') && c != '\n') {
            continue;
        }
        let end = at + c.len_utf8();
        sentences.push(Sentence { range: start..end, paragraph });
        start = end;
        if c == '\n' && next.is_some_and(|n| n == '\n' || n == '\r') {
            paragraph += 1;
        }
    }
    if start < text.len() || sentences.is_empty() {
        sentences.push(Sentence { range: start..text.len(), paragraph });
    }
    sentences
}

fn ends_sentence(c: char, before: &str, next: Option<char>) -> bool {
    match c {
        '\n' | '。' | '!' | '?' => true,
        '"' | '\'' | '」' | '』' | ')' => {
            before.ends_with(['。', '!', '?']) || (before.ends_with('.') && next.is_none_or(char::is_whitespace))
        }
        '.' => next.is_none_or(char::is_whitespace) && !is_abbreviation(before),
        _ => false,
    }
}

/// Whether the full stop after `before` belongs to a title, an initial or a shortened word.
fn is_abbreviation(before: &str) -> bool {
    const SHORT: [&str; 18] = [
        "mr", "mrs", "ms", "mx", "dr", "prof", "st", "mdm", "vs", "no", "nos", "approx", "e.g", "i.e", "etc", "pt",
        "hosp", "jr",
    ];
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default().to_ascii_lowercase();
    word.chars().count() == 1 && word.chars().all(char::is_alphabetic) || SHORT.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::split;

    fn parts(text: &str) -> Vec<(&str, usize)> {
        split(text).iter().map(|s| (&text[s.range.clone()], s.paragraph)).collect()
    }

    #[test]
    fn titles_and_decimals_do_not_end_a_sentence() {
        assert_eq!(parts("Saw Mr. Pike at 3.5 l. He left."), [("Saw Mr. Pike at 3.5 l. He left.", 0)]);
        assert_eq!(parts("He left. She cried!"), [("He left.", 0), (" She cried!", 0)]);
    }

    #[test]
    fn a_closing_quote_belongs_to_its_sentence() {
        assert_eq!(parts("他說「我不怕。」然後走了。"), [("他說「我不怕。」", 0), ("然後走了。", 0)]);
    }

    #[test]
    fn blank_lines_end_paragraphs() {
        assert_eq!(parts("a\nb\n\nc"), [("a\n", 0), ("b\n", 0), ("\n", 1), ("c", 1)]);
        assert_eq!(parts(""), [("", 0)]);
    }
}
