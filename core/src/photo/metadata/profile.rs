//! ICC profiles: what they call themselves (ICC.1:2022 sections 9.2.41, 10.15 and, for version 2, 6.5.17).

use super::Found;
use crate::photo::bytes::{be16, be32, part};
use crate::span::MetadataKind::Other;

/// Notes a profile that stays, by its own description.
pub(in crate::photo) fn read(profile: &[u8], found: &mut Found) {
    let name = description(profile).filter(|name| !name.is_empty());
    found.keep("icc", "ProfileDescription", Other, &name.unwrap_or_else(|| super::size(profile.len())));
}

fn description(profile: &[u8]) -> Option<String> {
    let count = (be32(profile, 128)? as usize).min(100);
    let entry = (0..count).map(|i| 132 + 12 * i).find(|&at| profile.get(at..at + 4) == Some(b"desc"))?;
    let at = be32(profile, entry + 4)? as usize;
    match profile.get(at..at.checked_add(4)?)? {
        b"desc" => {
            let length = (be32(profile, at + 8)? as usize).min(256);
            Some(super::text(part(profile, at + 12..at + 12 + length)))
        }
        b"mluc" => {
            let length = (be32(profile, at + 20)? as usize).min(512);
            let start = at.checked_add(be32(profile, at + 24)? as usize)?;
            let units = (0..length / 2).map_while(|i| be16(profile, start.checked_add(2 * i)?));
            Some(char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect())
        }
        _ => None,
    }
}
