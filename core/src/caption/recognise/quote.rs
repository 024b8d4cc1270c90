//! Quoted speech.

use std::ops::Range;

/// Quoted speech of at least two words or three Han characters, without its marks.
pub(super) fn quotes(text: &str) -> Vec<Range<usize>> {
    const PAIRS: [(char, char); 4] = [('"', '"'), ('「', '」'), ('『', '』'), ('\'', '\'')];
    let mut found = vec![];
    for (open, close) in PAIRS.into_iter().filter(|(open, _)| text.contains(*open)) {
        let mut from = None;
        let mut before = ' ';
        let mut characters = text.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let next = characters.peek().map_or(' ', |(_, c)| *c);
            // An apostrophe inside a word neither opens nor closes.
            let inner = c == '\'' && before.is_alphanumeric() && next.is_alphanumeric();
            match from {
                Some(start) if c == close && !inner => {
                    let quoted = text.get(start..at).unwrap_or_default();
                    if is_speech(quoted) {
                        found.push(start..at);
                    }
                    from = None;
                }
                None if c == open && !inner && !(c == '\'' && before.is_alphanumeric()) => {
                    from = Some(at + c.len_utf8());
                }
                Some(_) if c == '\n' => from = None,
                _ => {}
            }
            before = c;
        }
    }
    found
}

fn is_speech(quoted: &str) -> bool {
    let han = quoted.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}')).count();
    (3..=80).contains(&han) || (han == 0 && (2..=40).contains(&quoted.split_whitespace().count()))
}
