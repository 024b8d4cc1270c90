//! After covering: the detectors look at the copy once more, and what they still see under a cover widens it.
//!
//! The covered pixels were proved to be of one colour before this. What can be left is a cover that was too small: a
//! face is still seen around it, for the most part inside it.

use super::inspect::core_region;
use super::report::{CleanReport, Format};
use super::vision::{self, Candidate, Wanted};
use super::{Opened, open};
use crate::error::{CheckError, Result};
use crate::span::{Region, RegionKind, RegionSource};

/// How often covers are widened before a photo is refused.
const WIDENINGS: usize = 2;
/// Share of a sighting that lies inside one cover from which on the cover failed.
const UNDER: f32 = 0.5;

/// What came of covering a photo once.
pub(super) enum Covered {
    /// The copy has its name.
    Kept(CleanReport),
    /// Nothing was kept: these are still seen under the covers.
    Seen(Vec<Region>),
}

/// Covers the regions, and what is then still seen as well, each time from the original.
///
/// # Errors
/// `VerificationFailed` with the code `still-seen` when widening does not help.
pub(super) fn until_unseen(regions: &[Region], cover: impl Fn(&[Region]) -> Result<Covered>) -> Result<CleanReport> {
    let mut regions = regions.to_vec();
    for _ in 0..=WIDENINGS {
        match cover(&regions)? {
            Covered::Kept(report) => return Ok(report),
            Covered::Seen(more) => regions.extend(more),
        }
    }
    Err(CheckError::VerificationFailed { codes: vec!["still-seen".into()] })
}

/// What detectors see of the kinds that they found before and that were covered, in the `copy` and mostly under a cover.
///
/// Boxes that the user drew are not looked at again: what is under them is the user's to say. Where the core has no
/// decoder for the copy, nothing is seen, and the proof that the cover is flat stands alone.
pub(super) fn seen(format: Format, copy: &[u8], covered: &[Region]) -> Result<Vec<Region>> {
    let detected = |region: &&Region| {
        region.source != RegionSource::User && matches!(region.kind, RegionKind::Face | RegionKind::Barcode)
    };
    let covers: Vec<&Region> = covered.iter().filter(detected).collect();
    if covers.is_empty() {
        return Ok(vec![]);
    }
    let Opened { width, height, orientation, .. } = open(format, copy)?;
    let Ok(picture) = vision::decode(format, copy, orientation, (width, height)) else { return Ok(vec![]) };
    let seen = vision::look(&picture, Wanted::default());
    let under = |candidate: &Candidate| {
        let alike = |cover: &&&Region| cover.kind == candidate.kind;
        covers.iter().filter(alike).any(|cover| candidate.area.inside(vision::area(cover)) >= UNDER)
    };
    let all = seen.candidates.iter().chain(seen.codes.iter().map(|code| &code.candidate));
    Ok(all.filter(|candidate| under(candidate)).map(core_region).collect())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn face(x: u32) -> Region {
        Region { kind: RegionKind::Face, x, y: 0, width: 9, height: 9, confidence: 0.9, source: RegionSource::Core }
    }

    /// Covers that leave a face to be seen `times` times; answers the outcome and the regions of the last round.
    fn cover(times: u32) -> (Result<CleanReport>, Vec<Region>) {
        let rounds = RefCell::new((0, vec![]));
        let report = CleanReport {
            path: String::new(),
            out: String::new(),
            removed: vec![],
            redacted: vec![],
            bytes_in: 0,
            bytes_out: 0,
            pixels: super::super::Pixels::IdenticalOutsideRegions,
            verified: true,
            extension: None,
        };
        let outcome = until_unseen(&[face(0)], |regions| {
            let mut rounds = rounds.borrow_mut();
            *rounds = (rounds.0 + 1, regions.to_vec());
            Ok(if rounds.0 > times { Covered::Kept(report.clone()) } else { Covered::Seen(vec![face(rounds.0)]) })
        });
        (outcome, rounds.into_inner().1)
    }

    #[test]
    fn covers_widen_until_nothing_is_seen() {
        let (outcome, regions) = cover(0);
        assert!(outcome.is_ok() && regions == [face(0)]);
        let (outcome, regions) = cover(2);
        assert!(outcome.is_ok() && regions == [face(0), face(1), face(2)]);
    }

    #[test]
    fn what_stays_seen_is_refused() {
        let refused = CheckError::VerificationFailed { codes: vec!["still-seen".into()] };
        assert_eq!(cover(3).0.unwrap_err(), refused);
    }
}
