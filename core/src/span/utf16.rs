//! UTF-16 offsets: what Kotlin and Swift count in.

/// `text` with the UTF-16 range `start..end` replaced; `None` when the range is not inside the text or cuts a character.
pub fn replace_utf16(text: &str, start: u32, end: u32, replacement: &str) -> Option<String> {
    let (start, end) = (byte_at(text, start)?, byte_at(text, end)?);
    Some([text.get(..start)?, replacement, text.get(end..).filter(|_| start <= end)?].concat())
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
    use super::replace_utf16;

    #[test]
    fn counts_an_emoji_as_two_units() {
        assert_eq!(replace_utf16("👶12床", 2, 5, "病房").as_deref(), Some("👶病房"));
        assert_eq!(replace_utf16("👶", 1, 2, ""), None, "never inside a surrogate pair");
        assert_eq!(replace_utf16("ab", 2, 2, "c").as_deref(), Some("abc"));
        assert_eq!(replace_utf16("ab", 2, 1, "c"), None);
        assert_eq!(replace_utf16("ab", 0, 3, "c"), None);
    }
}
