//! How the photo is turned: read from a TIFF block, and written as the smallest one.
//!
//! TIFF 6.0 section 2; Exif 2.32 section 4.6.4, tag 0x0112.

use super::bytes::Order;

/// EXIF orientation of a TIFF block, 1 to 8. Anything odd is 1: a wrong turn is seen at once, a wrong guess is not.
pub(crate) fn read(tiff: &[u8]) -> u8 {
    found(tiff).unwrap_or(1)
}

fn found(tiff: &[u8]) -> Option<u8> {
    let order = Order::of_tiff(tiff)?;
    let ifd = order.u32(tiff, 4)? as usize;
    let count = usize::from(order.u16(tiff, ifd)?);
    let entry = (0..count).map(|i| ifd + 2 + 12 * i).find(|&at| order.u16(tiff, at) == Some(0x0112))?;
    // More than one value stands elsewhere, and readers take it for none.
    if order.u32(tiff, entry + 4)? != 1 {
        return None;
    }
    let value = match order.u16(tiff, entry + 2)? {
        1 => u32::from(*tiff.get(entry + 8)?),
        3 => u32::from(order.u16(tiff, entry + 8)?),
        4 => order.u32(tiff, entry + 8)?,
        _ => return None,
    };
    (1..=8).contains(&value).then_some(value as u8)
}

/// The smallest TIFF block that says `orientation`: one directory with one entry, 26 bytes.
pub(crate) fn minimal_tiff(orientation: u8) -> [u8; 26] {
    let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    if let Some(value) = tiff.get_mut(19) {
        *value = orientation;
    }
    tiff
}

/// Swaps width and height when the photo is shown turned by a quarter.
pub(crate) fn upright(width: u32, height: u32, orientation: u8) -> (u32, u32) {
    if orientation >= 5 { (height, width) } else { (width, height) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for orientation in 1..=8 {
            assert_eq!(read(&minimal_tiff(orientation)), orientation);
        }
    }

    #[test]
    fn doubt_means_upright() {
        let mut tiff = minimal_tiff(6);
        tiff[19] = 9;
        assert_eq!(read(&tiff), 1);
        let mut many = minimal_tiff(6);
        many[14] = 1;
        assert_eq!(read(&many), 1, "a count that one value does not have");
        tiff[7] = 0xF0;
        assert_eq!(read(&tiff), 1);
        assert_eq!(read(b""), 1);
        assert_eq!(read(&minimal_tiff(8)[..20]), 8, "a cut block still tells");
    }
}
