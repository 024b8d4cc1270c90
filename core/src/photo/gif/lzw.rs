//! Where the coded pixels of a GIF picture end (GIF version 89a, appendix F).
//!
//! Only the lengths of the codes' strings are followed, not their colours. Blocks behind the end show nothing.

/// How many bytes of `coded` the picture needs; `None` when a code stands for nothing.
pub(super) fn used(coded: &[u8], minimum: u8, pixels: u64) -> Option<usize> {
    if !(1..=11).contains(&minimum) {
        return None;
    }
    let (clear, end) = (1u32 << minimum, (1u32 << minimum) + 1);
    let mut lengths = [1u32; 4096];
    let (mut width, mut next, mut last) = (u32::from(minimum) + 1, end + 1, None::<u32>);
    let (mut bit, mut shown) = (0usize, 0u64);
    while let Some(code) = code_at(coded, bit, width) {
        if code == end {
            return Some((bit + width as usize).div_ceil(8));
        }
        if code != clear && shown >= pixels {
            // Codes behind the last pixel.
            return Some(bit.div_ceil(8));
        }
        bit += width as usize;
        if code == clear {
            (width, next, last) = (u32::from(minimum) + 1, end + 1, None);
            continue;
        }
        let length = match last {
            Some(last) if code == next => last.saturating_add(1),
            _ if code < next => *lengths.get(code as usize)?,
            _ => return None,
        };
        if let (Some(last), true) = (last, next < 4096) {
            *lengths.get_mut(next as usize)? = last.saturating_add(1);
            next += 1;
            if next == 1 << width && width < 12 {
                width += 1;
            }
        }
        shown += u64::from(length);
        last = Some(length);
    }
    Some(coded.len())
}

/// The code of `width` bits that starts at `bit`, low bit first.
fn code_at(coded: &[u8], bit: usize, width: u32) -> Option<u32> {
    if bit + width as usize > coded.len() * 8 {
        return None;
    }
    let byte = |at: usize| u32::from(coded.get(at).copied().unwrap_or(0));
    let window = byte(bit / 8) | byte(bit / 8 + 1) << 8 | byte(bit / 8 + 2) << 16;
    Some(window >> (bit % 8) & ((1 << width) - 1))
}

#[cfg(test)]
mod tests {
    use super::used;

    #[test]
    fn finds_the_end() {
        // Clear, 0, 1, end in three bits each, and then a tail.
        let coded = [0b0100_0100, 0b0000_1010, b'x', b'y'];
        assert_eq!(used(&coded, 2, 2), Some(2));
        assert_eq!(used(&coded, 2, 1), Some(1), "full before the second code");
        assert_eq!(used(&coded[..1], 2, 2), Some(1));
        assert_eq!(used(&[0b1011_1100], 2, 9), None, "a code for nothing");
        assert_eq!(used(&coded, 0, 2), None);
    }
}
