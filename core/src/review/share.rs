//! One share under review: the caption with its edits, the photos, and what there is to send on.

use std::path::{Path, PathBuf};

use super::checker::Checker;
use super::decisions::History;
use super::report::{ApplyReport, Report, ReviewSnapshot, SkippedPhoto};
use crate::error::{CheckError, Result};
use crate::photo::{self, CleanReport, Inspected, PhotoReport, Raster};
use crate::span::Region;

/// A share under review. Originals are never written to.
pub struct Review {
    checker: Checker,
    /// The caption's versions and what is covered, step by step.
    history: History,
    photos: Vec<PathBuf>,
    /// What each photo was seen to show; looked at once, however often the caption changes.
    seen: Vec<Option<Inspected>>,
    report: Option<Report>,
}

impl Review {
    /// Begins under the policy that is remembered at this moment.
    pub fn new(checker: Checker) -> Self {
        Self { checker: checker.refreshed(), history: History::default(), photos: vec![], seen: vec![], report: None }
    }

    /// Sets the caption as given, and forgets earlier edits.
    pub fn set_caption(&mut self, caption: Option<String>) {
        self.history.restart(caption);
        self.report = None;
    }

    /// Adds a photo by path and answers its place in the share, from 0.
    pub fn add_photo(&mut self, path: PathBuf) -> usize {
        self.photos.push(path);
        self.seen.push(None);
        self.report = None;
        self.photos.len() - 1
    }

    /// Looks at a photo through an upright preview that the shell decoded: `rgba` is `width` × `height` × 4 bytes, long
    /// side at most 2048 pixels. For photos listed as `needs-preview`.
    ///
    /// Errors: `InvalidState` without such a photo, `Malformed` when the bytes do not fit the size, and what reading the
    /// file may answer.
    pub fn scan_preview(&mut self, photo: usize, rgba: &[u8], width: u32, height: u32) -> Result<()> {
        let path = self.photos.get(photo).ok_or_else(|| no_such("photo"))?;
        let seen = self.checker.inspect_with_preview(path, rgba, (width, height))?;
        if let Some(place) = self.seen.get_mut(photo) {
            *place = Some(seen);
        }
        self.report = None;
        Ok(())
    }

    /// Checks the share as it stands.
    pub fn inspect(&mut self) -> Result<ReviewSnapshot> {
        for (path, seen) in self.photos.iter().zip(&mut self.seen) {
            seen.get_or_insert_with(|| self.checker.inspect(path));
        }
        self.judge()
    }

    /// Judges the share by what was seen of its photos, leaving out what will be covered: a face that nobody will see is
    /// nothing to warn of. The regions themselves stay listed, so that covering can be taken back.
    fn judge(&mut self) -> Result<ReviewSnapshot> {
        let now = self.history.now();
        let seen: Vec<&Inspected> = self.seen.iter().flatten().collect();
        let left = seen.iter().zip(0..).map(|(photo, index)| {
            let covered = now.covered(index, &photo.report.regions);
            photo.without(&covered)
        });
        let mut report = self.checker.judge(now.caption.as_deref(), left.collect())?;
        for (photo, seen) in report.photos.iter_mut().zip(&seen) {
            photo.regions.clone_from(&seen.report.regions);
        }
        self.report = Some(report);
        self.snapshot()
    }

    /// The share as it was checked last, with the decisions that hold now.
    fn snapshot(&self) -> Result<ReviewSnapshot> {
        let report = self.report.clone().ok_or_else(not_inspected)?;
        let now = self.history.now();
        Ok(ReviewSnapshot {
            caption: now.caption.clone(),
            regions: report.photos.iter().zip(0..).map(|(photo, index)| now.regions(index, &photo.regions)).collect(),
            report,
            can_undo: self.history.can_undo(),
            can_redo: self.history.can_redo(),
        })
    }

    /// Adds a region of a photo to be covered, in pixels of the upright photo.
    pub fn add_region(&mut self, photo: usize, region: Region) -> Result<ReviewSnapshot> {
        let seen = self.photo(photo)?;
        if region.width == 0 || region.height == 0 || region.x >= seen.width || region.y >= seen.height {
            return Err(CheckError::InvalidState { expected: "a region inside the photo".into() });
        }
        let mut next = self.history.now().clone();
        next.draw(photo as u32, region);
        self.history.step(next);
        self.judge()
    }

    /// Takes a region away that was added. One that was detected stays, and can be left uncovered.
    pub fn remove_region(&mut self, photo: usize, region: u32) -> Result<ReviewSnapshot> {
        let mut next = self.history.now().clone();
        if !next.erase(photo as u32, region) {
            return Err(CheckError::InvalidState { expected: "a region that was added".into() });
        }
        self.history.step(next);
        self.judge()
    }

    /// Says whether a region of a photo, detected or added, is covered.
    pub fn set_covered(&mut self, photo: usize, region: u32, covered: bool) -> Result<ReviewSnapshot> {
        let now = self.history.now();
        if now.regions(photo as u32, &self.photo(photo)?.regions).regions.iter().all(|known| known.id != region) {
            return Err(CheckError::InvalidState { expected: "a region of the photo".into() });
        }
        let mut next = now.clone();
        next.cover(photo as u32, region, covered);
        self.history.step(next);
        self.judge()
    }

    /// A photo as it was inspected.
    fn photo(&self, photo: usize) -> Result<&PhotoReport> {
        let report = self.report.as_ref().ok_or_else(not_inspected)?;
        report.photos.get(photo).ok_or_else(|| CheckError::InvalidState { expected: "a photo of the share".into() })
    }

    /// Takes one offered edit of one caption finding, and checks again.
    pub fn take_edit(&mut self, finding: usize, edit: usize) -> Result<ReviewSnapshot> {
        let report = self.report.as_ref().and_then(|r| r.caption.as_ref()).ok_or_else(not_inspected)?;
        let edit = report.findings.get(finding).and_then(|f| f.edits.get(edit)).ok_or_else(|| no_such("edit"))?;
        let caption = self.history.now().caption.as_ref().ok_or_else(not_inspected)?;
        let edited = crate::span::replace_utf16(caption, edit.span.start, edit.span.end, &edit.replacement)
            .ok_or_else(|| no_such("edit"))?;
        self.push(edited)
    }

    /// Takes every offered edit at once, and checks again.
    pub fn take_suggestion(&mut self) -> Result<ReviewSnapshot> {
        let report = self.report.as_ref().and_then(|r| r.caption.as_ref()).ok_or_else(not_inspected)?;
        let suggestion = report.suggestion.clone().ok_or_else(|| no_such("suggestion"))?;
        self.push(suggestion)
    }

    /// Takes the user's word that one learned finding (counted from 0) is not relevant, remembers it on this device, and
    /// checks again.
    ///
    /// Errors: `InvalidState` for a finding of a rule, which cannot be muted, and `Io`.
    pub fn not_relevant(&mut self, finding: usize) -> Result<ReviewSnapshot> {
        let report = self.report.as_ref().and_then(|r| r.caption.as_ref()).ok_or_else(not_inspected)?;
        let finding = report.findings.get(finding).ok_or_else(|| no_such("finding"))?;
        self.checker.mute(finding, self.history.now().caption.as_deref())?;
        self.inspect()
    }

    /// Puts the user's own wording in place, and checks again; undo brings the earlier one back.
    pub fn edit_caption(&mut self, caption: String) -> Result<ReviewSnapshot> {
        self.push(caption)
    }

    /// Takes the last step back, of the caption or of what is covered.
    pub fn undo(&mut self) -> Result<ReviewSnapshot> {
        self.turn(History::undo)
    }

    /// Takes the step again that was taken back last.
    pub fn redo(&mut self) -> Result<ReviewSnapshot> {
        self.turn(History::redo)
    }

    /// Goes to another moment, and checks again.
    fn turn(&mut self, turn: impl Fn(&mut History)) -> Result<ReviewSnapshot> {
        turn(&mut self.history);
        self.inspect()
    }

    /// Writes a verified clean copy of every photo into `folder`, under neutral names, with its regions covered.
    ///
    /// Made from the originals, whatever was applied before. A photo that cannot be cleaned is listed as skipped and has
    /// no file; with the code `needs-pixels`, [`Review::apply_pixels`] can make one.
    pub fn apply(&mut self, folder: &Path) -> ApplyReport {
        let caption = self.history.now().caption.clone();
        let mut answer = ApplyReport { caption, cleaned: vec![], skipped: vec![] };
        for (index, path) in self.photos.iter().enumerate() {
            let cleaned =
                self.covered(index).and_then(|regions| photo::redact_into(path, folder, &stem(index), &regions));
            match cleaned {
                Ok(report) => answer.cleaned.push(report),
                Err(error) => answer.skipped.push(SkippedPhoto {
                    index: index as u32,
                    code: error.code().into(),
                    sentence: error.to_string(),
                }),
            }
        }
        answer
    }

    /// Draws one photo anew from the pixels that the shell decoded, with its regions covered, as [`Review::apply`] does.
    pub fn apply_pixels(&mut self, photo: usize, raster: Raster, folder: &Path) -> Result<CleanReport> {
        let path = self
            .photos
            .get(photo)
            .ok_or_else(|| CheckError::InvalidState { expected: "a photo of the share".into() })?;
        photo::redact_pixels(path, raster, folder, &stem(photo), &self.covered(photo)?)
    }

    /// The regions of a photo that are to be covered. A photo that was not inspected is inspected now: what would be
    /// covered by default must not slip through.
    fn covered(&self, photo: usize) -> Result<Vec<Region>> {
        if let Ok(seen) = self.photo(photo) {
            return Ok(self.history.now().covered(photo as u32, &seen.regions));
        }
        let report = self.checker.check(None, self.photos.get(photo..=photo).unwrap_or_default())?;
        let seen = report.photos.first().ok_or_else(not_inspected)?;
        Ok(self.history.now().covered(photo as u32, &seen.regions))
    }

    /// Forgets everything. Files belong to the shell, which deletes its own copies.
    pub fn discard(&mut self) {
        self.history = History::default();
        self.photos.clear();
        self.seen.clear();
        self.report = None;
    }

    /// Puts a new version of the caption in place, unless it cannot be checked.
    fn push(&mut self, caption: String) -> Result<ReviewSnapshot> {
        if self.history.now().caption.as_ref() == Some(&caption) {
            return self.inspect();
        }
        let mut next = self.history.now().clone();
        next.caption = Some(caption);
        self.history.step(next);
        self.inspect().inspect_err(|_| self.history.forget())
    }
}

/// The neutral name of a photo's copy.
fn stem(photo: usize) -> String {
    format!("photo-{}", photo + 1)
}

fn not_inspected() -> CheckError {
    CheckError::InvalidState { expected: "inspect".into() }
}

fn no_such(what: &str) -> CheckError {
    CheckError::InvalidState { expected: format!("an offered {what}") }
}

/// A PNG of 2 × 1 gray pixels.
#[cfg(test)]
pub(super) const PIXELS: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x01\x08\0\0\0\0\xd1\x49\x20\x56\0\0\0\x0bIDAT\x78\x9c\x63\xe0\x3c\x01\x00\x00\xdd\x00\xd2\x5c\x72\x74\x8b\0\0\0\0IEND\xaeB`\x82";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::CheckerConfig;
    use crate::rules::Verdict;

    fn review(caption: &str) -> Review {
        let mut review = Review::new(Checker::open(CheckerConfig::default()).expect("valid rules"));
        review.set_caption(Some(caption.into()));
        review
    }

    #[test]
    fn an_edit_is_taken_and_taken_back() {
        let mut review = review("MRN 00482913 is NPO 😴");
        let found = review.inspect().expect("checked");
        assert_eq!((found.report.verdict, found.can_undo), (Verdict::Block, false));
        let mended = review.take_edit(0, 0).expect("offered");
        assert!(mended.can_undo && !mended.caption.expect("kept").contains("00482913"));
        let back = review.undo().expect("checked");
        assert_eq!((back.caption.as_deref(), back.can_undo), (Some("MRN 00482913 is NPO 😴"), false));
    }

    #[test]
    fn regions_and_captions_share_one_history() {
        let mut review = review("pancakes");
        let region = |x| Region {
            kind: crate::span::RegionKind::Other,
            x,
            y: 0,
            width: 1,
            height: 1,
            confidence: 1.0,
            source: crate::span::RegionSource::User,
        };
        assert_eq!(review.add_region(0, region(0)).unwrap_err().code(), "invalid-state", "nothing was inspected yet");
        let file = std::env::temp_dir().join(format!("curtain-review-{}.png", std::process::id()));
        std::fs::write(&file, PIXELS).expect("a place for a test file");
        review.add_photo(file.clone());
        assert_eq!(review.inspect().expect("checked").regions[0].regions, []);
        let one = review.add_region(0, region(0)).expect("inside");
        let id = one.regions[0].regions[0].id;
        assert!(one.can_undo && !one.can_redo && one.regions[0].regions[0].covered);
        assert!(review.add_region(0, region(2)).is_err(), "beyond the photo");
        assert!(review.add_region(1, region(0)).is_err() && review.set_covered(0, id + 1, true).is_err());
        let off = review.set_covered(0, id, false).expect("known");
        assert!(!off.regions[0].regions[0].covered);
        review.edit_caption("waffles".into()).expect("checked");
        review.undo().expect("checked");
        let back = review.undo().expect("checked");
        assert!(back.can_redo && back.regions[0].regions[0].covered && back.caption.as_deref() == Some("pancakes"));
        assert!(!review.redo().expect("checked").regions[0].regions[0].covered);
        assert_eq!(review.redo().expect("checked").caption.as_deref(), Some("waffles"));
        assert!(review.remove_region(0, id).expect("added").regions[0].regions.is_empty());
        assert!(review.remove_region(0, id).is_err());
        std::fs::remove_file(file).expect("still there");
    }

    #[test]
    fn what_will_be_covered_is_nothing_to_warn_of() {
        let mut review = review("pancakes");
        let file = std::env::temp_dir().join(format!("curtain-covered-{}.png", std::process::id()));
        std::fs::write(&file, PIXELS).expect("a place for a test file");
        review.add_photo(file.clone());
        review.inspect().expect("checked");
        let face = Region {
            kind: crate::span::RegionKind::Face,
            x: 1,
            y: 0,
            width: 1,
            height: 1,
            confidence: 1.0,
            source: crate::span::RegionSource::Platform,
        };
        review.seen[0].as_mut().expect("seen").report.regions = vec![face.clone()];
        let rules =
            |found: &ReviewSnapshot| found.report.photos[0].findings.iter().map(|f| f.rule.clone()).collect::<Vec<_>>();
        let found = review.inspect().expect("checked");
        assert_eq!(rules(&found), ["image.background-people"]);
        let covered = review.set_covered(0, 0, true).expect("listed");
        assert!(rules(&covered).is_empty() && covered.report.photos[0].regions == [face.clone()]);
        assert_eq!(rules(&review.undo().expect("checked")), ["image.background-people"]);
        let drawn = review.add_region(0, Region { x: 0, width: 2, ..face }).expect("inside");
        assert!(rules(&drawn).is_empty(), "a box that holds another covers it");
        std::fs::remove_file(file).expect("still there");
    }

    #[test]
    fn a_learned_finding_can_be_called_not_relevant_and_a_rules_cannot() {
        let folder = std::env::temp_dir().join(format!("curtain-memory-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a place for a test");
        let config = CheckerConfig { memory: Some(folder.to_string_lossy().into_owned()), ..CheckerConfig::default() };
        let checker = Checker::open(config.clone()).expect("valid rules");
        let text = "Stairs today, all fourteen. Up with the good, down with the bad. He cried at the top and so did I.";
        let learned =
            |s: &ReviewSnapshot| s.report.caption.as_ref().and_then(|c| c.findings.iter().position(|f| f.learned));
        let mut review = Review::new(checker.clone());
        review.set_caption(Some(text.into()));
        let mut found = review.inspect().expect("checked");
        assert!(learned(&found).is_some(), "{:?}", found.report.caption);
        while let Some(at) = learned(&found) {
            found = review.not_relevant(at).expect("remembered");
        }
        let mut again = Review::new(Checker::open(config).expect("valid rules"));
        again.set_caption(Some(text.into()));
        assert_eq!(learned(&again.inspect().expect("checked")), None, "another share remembers");
        again.edit_caption("MRN 00482913 is NPO".into()).expect("checked");
        assert_eq!(again.not_relevant(0).unwrap_err().code(), "invalid-state", "a rule is not muted");
        checker.forget_not_relevant().expect("removed");
        std::fs::remove_dir_all(folder).expect("still there");
    }

    #[test]
    fn what_was_not_offered_is_refused() {
        let mut review = review("pancakes");
        assert_eq!(review.take_suggestion().unwrap_err().code(), "invalid-state", "nothing was inspected yet");
        review.inspect().expect("checked");
        assert_eq!(review.take_edit(0, 0).unwrap_err().code(), "invalid-state");
        assert_eq!(review.take_suggestion().unwrap_err().code(), "invalid-state");
    }

    #[test]
    fn a_caption_that_cannot_be_checked_is_not_kept() {
        let mut review = review("pancakes");
        review.inspect().expect("checked");
        let refused = review.edit_caption("a".repeat(crate::caption::MAX_CAPTION_BYTES + 1));
        assert_eq!(refused.unwrap_err().code(), "limit-exceeded");
        assert_eq!(review.inspect().expect("checked").caption.as_deref(), Some("pancakes"));
    }

    #[test]
    fn a_photo_that_cannot_be_read_is_listed_and_never_dropped() {
        let mut review = review("pancakes");
        review.add_photo(PathBuf::from("/nowhere/photo.jpg"));
        let report = review.inspect().expect("checked").report;
        assert_eq!((report.verdict, report.photos.len()), (Verdict::Unchecked, 1));
        let folder = std::env::temp_dir();
        let answer = review.apply(&folder);
        assert_eq!((answer.cleaned.len(), answer.skipped[0].index, answer.skipped[0].code.as_str()), (0, 0, "io"));
        assert!(!answer.skipped[0].sentence.contains("nowhere"), "an error names no path");
    }
}
