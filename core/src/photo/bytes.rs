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

pub(crate) fn le32(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

/// The bytes of `range`; empty when it is not inside `data`.
pub(crate) fn part(data: &[u8], range: Range<usize>) -> &[u8] {
    data.get(range).unwrap_or_default()
}
