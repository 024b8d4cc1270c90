//! The verifier's own reading of how a photo is turned.

/// EXIF orientation told by a TIFF block; 1 when it tells none.
pub(super) fn turn(tiff: &[u8]) -> u8 {
    let number = |at: usize, width: usize| -> Option<usize> {
        let field = tiff.get(at..at.checked_add(width)?)?;
        let push = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
        Some(if tiff.starts_with(b"II") { field.iter().rev().fold(0, push) } else { field.iter().fold(0, push) })
    };
    if !tiff.starts_with(b"II*\0") && !tiff.starts_with(b"MM\0*") {
        return 1;
    }
    let told = || {
        let mut at = number(4, 4)?;
        for _ in 0..number(at, 2)? {
            if number(at + 2, 2)? == 0x112 {
                let width = [1, 0, 2, 4].get(number(at + 4, 2)?.checked_sub(1)?).copied().filter(|&width| width > 0)?;
                return number(at + 10, width).filter(|_| number(at + 6, 4) == Some(1));
            }
            at += 12;
        }
        None
    };
    told().filter(|value| (1..=8).contains(value)).unwrap_or(1) as u8
}

/// Whether a TIFF block tells a turn of 2 to 8, and has room for nothing else.
pub(super) fn is_only_turn(tiff: &[u8]) -> bool {
    const FRAME: [u8; 26] = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0?\0\0\0\0\0\0";
    let differs = |(at, pair): (usize, (&u8, &u8))| at != 19 && pair.0 != pair.1;
    tiff.len() == FRAME.len()
        && !tiff.iter().zip(&FRAME).enumerate().any(differs)
        && matches!(tiff.get(19), Some(2..=8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::orientation::{minimal_tiff, read};

    #[test]
    fn agrees_with_the_writer() {
        for value in 0..=255 {
            let tiff = minimal_tiff(value);
            assert_eq!(turn(&tiff), read(&tiff), "{value}");
            assert_eq!(is_only_turn(&tiff), (2..=8).contains(&value), "{value}");
        }
        let mut many = minimal_tiff(6);
        many[16] = 2;
        assert_eq!((turn(&many), read(&many)), (1, 1));
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0\0";
        assert_eq!((turn(little), is_only_turn(little)), (8, false));
    }

    #[test]
    fn room_for_more_is_a_fault() {
        assert!(!is_only_turn(&[&minimal_tiff(6)[..], b"x"].concat()));
        let mut tiff = minimal_tiff(6);
        tiff[21] = 1;
        assert!(!is_only_turn(&tiff));
    }
}
