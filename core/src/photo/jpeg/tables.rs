//! How long the segments that decoders need may be: exactly as long as their content says (T.81 annex B).
//!
//! What lies behind the content inside the stated length is a hiding place, and is cut.

use super::walk::{is_frame, marker};

/// The length that the content of a kept segment calls for, in bytes; `None` when it is broken.
pub(super) fn content_length(code: u8, body: &[u8]) -> Option<usize> {
    let length = match code {
        marker::DQT => quantization(body)?,
        marker::DHT => huffman(body)?,
        marker::DAC => arithmetic(body)?,
        marker::DRI | marker::DNL => 2,
        marker::SOS => 4 + 2 * usize::from(*body.first()?),
        code if is_frame(code) => 6 + 3 * usize::from(*body.get(5)?),
        _ => return None,
    };
    (length <= body.len()).then_some(length)
}

/// Tables of 64 values, of one or two bytes each. What does not start a table ends the content.
fn quantization(body: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(&head) = body.get(at) {
        let size = match head {
            0x00..=0x03 => 65,
            0x10..=0x13 => 129,
            _ => break,
        };
        if at + size > body.len() {
            break;
        }
        at += size;
    }
    (at > 0).then_some(at)
}

/// Tables of 16 counts and the values they count.
fn huffman(body: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(counts) = body.get(at + 1..at + 17) {
        let values: usize = counts.iter().map(|&count| usize::from(count)).sum();
        let known = matches!(body.get(at), Some(0x00..=0x03 | 0x10..=0x13));
        if !known || values > 256 || at + 17 + values > body.len() {
            break;
        }
        at += 17 + values;
    }
    (at > 0).then_some(at)
}

/// Pairs of a table name and a value.
fn arithmetic(body: &[u8]) -> Option<usize> {
    let pairs = body.chunks_exact(2).take_while(|pair| matches!(pair, [0x00..=0x03 | 0x10..=0x13, _])).count();
    (pairs > 0).then_some(2 * pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_lies_behind_the_content() {
        let quantization = [&[0u8][..], &[1; 64], b"secret"].concat();
        assert_eq!(content_length(marker::DQT, &quantization), Some(65));
        let huffman = [&[0x10u8, 0, 2][..], &[0; 14], b"ab", b"secret"].concat();
        assert_eq!(content_length(marker::DHT, &huffman), Some(19));
        assert_eq!(content_length(marker::DRI, b"\0\x04x"), Some(2));
        assert_eq!(content_length(marker::SOS, b"\x01\0\0\0\x3f\0x"), Some(6));
        assert_eq!(content_length(0xC0, b"\x08\0\x01\0\x01\x01\x01\x11\0x"), Some(9));
    }

    #[test]
    fn refuses_what_is_broken() {
        assert_eq!(content_length(marker::DQT, b"\x05"), None);
        assert_eq!(content_length(marker::DHT, b""), None);
        assert_eq!(content_length(marker::SOS, b"\x04"), None);
        assert_eq!(content_length(0xC2, b"\x08\0\x01\0\x01\x03"), None);
        assert_eq!(content_length(marker::DNL, b"\0"), None);
    }
}
