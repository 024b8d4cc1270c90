//! ICC profiles in JPEG: numbered pieces of one profile in APP2 segments (ICC.1:2022 annex B.4).

use super::ICC;
use super::walk::{Part, Walk, marker};
use crate::error::Result;
use crate::photo::bytes::part;
use crate::photo::limits::ICC_BYTES;

/// The pieces met so far: number, count and bytes.
#[derive(Default)]
pub(super) struct Chunks<'a>(Vec<(u8, u8, &'a [u8])>);

impl<'a> Chunks<'a> {
    /// Takes the body of one ICC segment.
    pub(super) fn push(&mut self, body: &'a [u8]) {
        if let Some(&[number, count]) = body.get(ICC.len()..ICC.len() + 2) {
            self.0.push((number, count, body.get(ICC.len() + 2..).unwrap_or_default()));
        }
    }

    /// The whole profile, when the pieces are complete and make one up.
    pub(super) fn join(mut self) -> Option<Vec<u8>> {
        self.0.sort_by_key(|chunk| chunk.0);
        let complete = self.0.iter().zip(1u8..).all(|(chunk, number)| chunk.0 == number);
        let counted = self.0.iter().all(|chunk| usize::from(chunk.1) == self.0.len());
        let length: usize = self.0.iter().map(|chunk| chunk.2.len()).sum();
        if !complete || !counted || length > ICC_BYTES {
            return None;
        }
        let profile: Vec<u8> = self.0.iter().flat_map(|chunk| chunk.2.iter().copied()).collect();
        is_profile(&profile).then_some(profile)
    }
}

/// Whether `bytes` can be an ICC profile: room for its header, and the signature in it. The stated size is not asked:
/// it is wrong in profiles that some readers show all the same.
pub(crate) fn is_profile(bytes: &[u8]) -> bool {
    bytes.len() >= 128 && bytes.get(36..40) == Some(b"acsp")
}

/// The profile of a JPEG, joined, when it has a whole one.
pub(crate) fn profile(data: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut chunks = Chunks::default();
    for step in Walk::new(data) {
        match step? {
            Part::Segment { marker: marker::SOS, .. } => break,
            Part::Segment { marker: 0xE2, body } if part(data, body.clone()).starts_with(ICC) => {
                chunks.push(part(data, body));
            }
            _ => {}
        }
    }
    Ok(chunks.join())
}
