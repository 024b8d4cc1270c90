//! One share under review: the caption with its edits, the photos, and what there is to send on.

use std::path::{Path, PathBuf};

use super::checker::Checker;
use super::report::{ApplyReport, Report, ReviewSnapshot, SkippedPhoto};
use crate::error::{CheckError, Result};
use crate::photo::{self, Inspected};

/// A share under review. Originals are never written to.
pub struct Review {
    checker: Checker,
    /// Every version of the caption, newest last; the first is as given.
    captions: Vec<String>,
    photos: Vec<PathBuf>,
    /// What each photo was seen to show; looked at once, however often the caption changes.
    seen: Vec<Option<Inspected>>,
    report: Option<Report>,
}

impl Review {
    pub fn new(checker: Checker) -> Self {
        Self { checker, captions: vec![], photos: vec![], seen: vec![], report: None }
    }

    /// Sets the caption as given, and forgets earlier edits.
    pub fn set_caption(&mut self, caption: Option<String>) {
        self.captions = caption.into_iter().collect();
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
        let seen = self.seen.iter().flatten().cloned().collect();
        let report = self.checker.judge(self.captions.last().map(String::as_str), seen)?;
        self.report = Some(report.clone());
        Ok(ReviewSnapshot { caption: self.captions.last().cloned(), report, can_undo: self.captions.len() > 1 })
    }

    /// Takes one offered edit of one caption finding, and checks again.
    pub fn take_edit(&mut self, finding: usize, edit: usize) -> Result<ReviewSnapshot> {
        let report = self.report.as_ref().and_then(|r| r.caption.as_ref()).ok_or_else(not_inspected)?;
        let edit = report.findings.get(finding).and_then(|f| f.edits.get(edit)).ok_or_else(|| no_such("edit"))?;
        let caption = self.captions.last().ok_or_else(not_inspected)?;
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

    /// Puts the user's own wording in place, and checks again; undo brings the earlier one back.
    pub fn edit_caption(&mut self, caption: String) -> Result<ReviewSnapshot> {
        self.push(caption)
    }

    /// Takes the last edit back, and checks again.
    pub fn undo(&mut self) -> Result<ReviewSnapshot> {
        if self.captions.len() > 1 {
            self.captions.pop();
        }
        self.inspect()
    }

    /// Writes a verified clean copy of every photo into `folder`, under neutral names.
    ///
    /// A photo that cannot be cleaned is listed as skipped and has no file.
    pub fn apply(&mut self, folder: &Path) -> ApplyReport {
        let mut answer = ApplyReport { caption: self.captions.last().cloned(), cleaned: vec![], skipped: vec![] };
        for (index, path) in self.photos.iter().enumerate() {
            match photo::clean_into(path, folder, &format!("photo-{}", index + 1)) {
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

    /// Forgets everything. Files belong to the shell, which deletes its own copies.
    pub fn discard(&mut self) {
        self.captions.clear();
        self.photos.clear();
        self.seen.clear();
        self.report = None;
    }

    /// Puts a new version in place, unless it cannot be checked.
    fn push(&mut self, caption: String) -> Result<ReviewSnapshot> {
        if self.captions.last() == Some(&caption) {
            return self.inspect();
        }
        self.captions.push(caption);
        self.inspect().inspect_err(|_| drop(self.captions.pop()))
    }
}

fn not_inspected() -> CheckError {
    CheckError::InvalidState { expected: "inspect".into() }
}

fn no_such(what: &str) -> CheckError {
    CheckError::InvalidState { expected: format!("an offered {what}") }
}

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
