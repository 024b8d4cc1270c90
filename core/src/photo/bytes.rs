//! Reading numbers out of hostile bytes. Every answer is an `Option` or an empty slice; nothing here can panic.

use std::ops::Range;

pub(crate) fn be16(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*data.get(at..)?.first_chunk()?))
}

pub(crate) fn be32(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*data.get(at..)?.first_chunk()?))
}

pub(crate) fn le16(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

pub(crate) fn le24(data: &[u8], at: usize) -> Option<u32> {
    let [a, b, c] = *data.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes([a, b, c, 0]))
}

pub(crate) fn le32(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

/// The byte order of a TIFF block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Big,
    Little,
}

impl Order {
    /// The order that a TIFF header announces.
    pub(crate) fn of_tiff(data: &[u8]) -> Option<Self> {
        match data.get(..4)? {
            b"II*\0" => Some(Self::Little),
            b"MM\0*" => Some(Self::Big),
            _ => None,
        }
    }

    pub(crate) fn u16(self, data: &[u8], at: usize) -> Option<u16> {
        if self == Self::Little { le16(data, at) } else { be16(data, at) }
    }

    pub(crate) fn u32(self, data: &[u8], at: usize) -> Option<u32> {
        if self == Self::Little { le32(data, at) } else { be32(data, at) }
    }
}

/// The bytes of `range`; empty when it is not inside `data`.
pub(crate) fn part(data: &[u8], range: Range<usize>) -> &[u8] {
    data.get(range).unwrap_or_default()
}
