//! Which chunks a picture needs beside its pixels, and how a chunk is written.

use super::chunk::checksum;
use super::header::Header;

/// Whether a chunk of this name and length changes how the picture looks (W3C PNG, third edition, section 11.3).
pub(super) fn is_kept(kind: [u8; 4], length: usize, header: &Header) -> bool {
    match &kind {
        b"tRNS" => header.transparency_bytes().contains(&length),
        b"bKGD" => header.background_bytes() == length,
        b"gAMA" | b"cICP" => length == 4,
        b"cHRM" => length == 32,
        b"sRGB" => length == 1,
        b"mDCV" => length == 24,
        b"cLLI" => length == 8,
        b"sBIT" => (1..=4).contains(&length),
        b"pHYs" => length == 9,
        _ => false,
    }
}

/// A chunk of the bytes in `body`.
pub(crate) fn chunk(kind: [u8; 4], body: &[&[u8]]) -> Vec<u8> {
    let body = body.concat();
    let sum = checksum(&[&kind, &body]);
    [&(body.len() as u32).to_be_bytes()[..], &kind, &body, &sum.to_be_bytes()].concat()
}
