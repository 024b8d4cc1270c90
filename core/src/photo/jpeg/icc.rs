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

    /// The whole profile, when the pieces are as many as they say and make one up.
    ///
    /// Numbers need not start at 1: some programs count from 0, and readers go by the order and the count alone.
    pub(super) fn join(mut self) -> Option<Vec<u8>> {
        self.0.sort_by_key(|chunk| chunk.0);
        let counted = self.0.iter().all(|chunk| usize::from(chunk.1) == self.0.len());
        let length: usize = self.0.iter().map(|chunk| chunk.2.len()).sum();
        if !counted || length > ICC_BYTES {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of a profile of 128 bytes as (number, count), put together.
    fn joined(numbering: &[(u8, u8)]) -> Option<Vec<u8>> {
        let profile: Vec<u8> =
            (0..128u8).map(|at| *b"acsp".get(usize::from(at).wrapping_sub(36)).unwrap_or(&at)).collect();
        let size = profile.len() / numbering.len();
        let mut pieces: Vec<Vec<u8>> = numbering
            .iter()
            .zip(profile.chunks(size))
            .map(|(&(number, count), piece)| [ICC, &[number, count], piece].concat())
            .collect();
        pieces.reverse();
        let mut chunks = Chunks::default();
        for piece in &pieces {
            chunks.push(piece);
        }
        chunks.join().inspect(|joined| assert_eq!(joined, &profile))
    }

    #[test]
    fn pieces_go_by_their_order_and_count() {
        assert!(joined(&[(1, 1)]).is_some() && joined(&[(1, 2), (2, 2)]).is_some());
        assert!(joined(&[(0, 1)]).is_some() && joined(&[(0, 2), (1, 2)]).is_some(), "counted from 0");
        assert!(joined(&[(1, 2)]).is_none() && joined(&[(1, 1), (2, 2)]).is_none(), "one is missing");
    }
}
