//! UTF-16 offsets: what Kotlin and Swift count in.

/// `text` with the UTF-16 range `start..end` replaced; `None` when the range is not inside the text or cuts a character.
pub fn replace_utf16(text: &str, start: u32, end: u32, replacement: &str) -> Option<String> {
    let (start, end) = (byte_at(text, start)?, byte_at(text, end)?);
    Some([text.get(..start)?, replacement, text.get(end..).filter(|_| start <= end)?].concat())
}

/// `text` with several UTF-16 ranges replaced at once; they are in order and do not overlap, or the answer is `None`.
pub fn replace_all_utf16<'a>(text: &str, edits: impl Iterator<Item = (u32, u32, &'a str)>) -> Option<String> {
    let (mut edited, mut rest, mut units) = (String::with_capacity(text.len()), text, 0);
    for (start, end, replacement) in edits {
        let from = byte_at(rest, start.checked_sub(units)?)?;
        let to = byte_at(rest, end.checked_sub(units)?)?;
        edited.push_str(rest.get(..from).filter(|_| from <= to)?);
        edited.push_str(replacement);
        (rest, units) = (rest.get(to..)?, end);
    }
    edited.push_str(rest);
    Some(edited)
}

/// The byte offset of a UTF-16 offset, when it falls on a character.
fn byte_at(text: &str, utf16: u32) -> Option<usize> {
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        if units == utf16 {
            return Some(byte);
        }
        units += character.len_utf16() as u32;
    }
    (units == utf16).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::{replace_all_utf16, replace_utf16};

    #[test]
    fn several_ranges_at_once() {
        let all = |edits: &[(u32, u32, &'static str)]| replace_all_utf16("👶12床 👶", edits.iter().copied());
        assert_eq!(all(&[(2, 5, "病房"), (6, 8, "")]).as_deref(), Some("👶病房 "));
        assert_eq!(all(&[(2, 5, ""), (4, 6, "")]), None, "overlapping");
        assert_eq!(all(&[(7, 8, "")]), None, "inside a surrogate pair");
    }

    #[test]
    fn counts_an_emoji_as_two_units() {
        assert_eq!(replace_utf16("👶12床", 2, 5, "病房").as_deref(), Some("👶病房"));
        assert_eq!(replace_utf16("👶", 1, 2, ""), None, "never inside a surrogate pair");
        assert_eq!(replace_utf16("ab", 2, 2, "c").as_deref(), Some("abc"));
        assert_eq!(replace_utf16("ab", 2, 1, "c"), None);
        assert_eq!(replace_utf16("ab", 0, 3, "c"), None);
    }
}
