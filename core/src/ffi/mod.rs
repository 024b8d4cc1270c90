//! The facade for Kotlin and Swift. The only module that knows `UniFFI`.
//!
//! Every call returns a `Result`, so that a fault of ours is an error on the other side and never a crash; a silent
//! panic hook keeps content out of the system log. Calls block: shells make them off the main thread.

mod guard;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

use crate::caption::EntityTagger;
use crate::error::{CheckError, Result};
use crate::photo::{self, CleanReport, Platform, Raster, RegionDetector, TextRecognizer};
use crate::review::{self, ApplyReport, CheckerConfig, CoreInfo, KindSwitch, ReviewSnapshot};
use crate::span::{Region, RegionKind};
use guard::guarded;

/// What the core is; call it once off the main thread at start to warm it up.
#[uniffi::export]
pub fn core_info() -> Result<CoreInfo> {
    guarded(|| Ok(review::Checker::open(CheckerConfig::default())?.info()))
}

/// The pictures hidden in the photo at `path`, at most sixteen of at most 4 MB each: what would have gone along.
#[uniffi::export]
pub fn hidden_pictures(path: String) -> Result<Vec<photo::HiddenPicture>> {
    guarded(|| photo::hidden_pictures(&PathBuf::from(path)))
}

/// The rules in force and the user's settings.
#[derive(uniffi::Object)]
pub struct Checker(review::Checker);

#[uniffi::export]
impl Checker {
    #[uniffi::constructor]
    pub fn open(config: CheckerConfig) -> Result<Arc<Self>> {
        guarded(|| Ok(Arc::new(Self(review::Checker::open(config)?))))
    }

    /// Like [`Checker::open`], with the phone's own detectors and its reader of text beside the core's.
    #[uniffi::constructor]
    pub fn open_with(
        config: CheckerConfig,
        detectors: Vec<Arc<dyn RegionDetector>>,
        recognizer: Option<Arc<dyn TextRecognizer>>,
    ) -> Result<Arc<Self>> {
        let platform = Platform { detectors, recognizer };
        guarded(|| Ok(Arc::new(Self(review::Checker::open(config)?.with_platform(platform)))))
    }

    /// A checker that also asks the platform's tagger for names. A tagger that fails costs its names and nothing else.
    pub fn with_tagger(&self, tagger: Arc<dyn EntityTagger>) -> Result<Arc<Self>> {
        guarded(|| Ok(Arc::new(Self(self.0.with_tagger(tagger)))))
    }

    /// Forgets everything that the user called not relevant.
    pub fn forget_not_relevant(&self) -> Result<()> {
        guarded(|| self.0.forget_not_relevant())
    }

    /// The policy that is in force, as TOML, complete.
    pub fn policy(&self) -> Result<String> {
        guarded(|| Ok(self.0.policy()?.to_string()))
    }

    /// Remembers a policy, given as TOML, in the checker's memory; `None` forgets it. Reviews that were started stay as
    /// they are.
    pub fn set_policy(&self, text: Option<String>) -> Result<()> {
        guarded(move || self.0.set_policy(text.as_deref()))
    }

    /// Everything that this checker can look for in photos, in the order to show it, and whether it does.
    pub fn photo_kinds(&self) -> Result<Vec<KindSwitch>> {
        guarded(|| self.0.photo_kinds())
    }

    /// Switches one kind on or off, remembered in the checker's memory. Reviews that were started stay as they are.
    pub fn set_photo_kind(&self, kind: RegionKind, on: bool) -> Result<()> {
        guarded(|| self.0.set_photo_kind(kind, on))
    }

    /// Starts the review of one share.
    pub fn start_review(&self) -> Result<Arc<Review>> {
        guarded(|| Ok(Arc::new(Review(Mutex::new(review::Review::new(self.0.clone()))))))
    }
}

/// One share under review. Photos cross by path; their pixels never do.
#[derive(uniffi::Object)]
pub struct Review(Mutex<review::Review>);

#[uniffi::export]
impl Review {
    /// Sets the caption as given, and forgets earlier edits.
    pub fn set_caption(&self, caption: Option<String>) -> Result<()> {
        guarded(|| {
            self.lock()?.set_caption(caption);
            Ok(())
        })
    }

    /// Adds a photo by path and answers its place in the share, from 0.
    pub fn add_photo(&self, path: String) -> Result<u32> {
        guarded(|| Ok(self.lock()?.add_photo(PathBuf::from(path)) as u32))
    }

    /// Looks at one photo through an upright preview: `width` × `height` × 4 bytes (red, green, blue, alpha), long side
    /// at most 2048 pixels. For photos that the core lists as `needs-preview`, HEIC and AVIF among them.
    pub fn scan_preview(&self, photo: u32, rgba: &[u8], width: u32, height: u32) -> Result<()> {
        guarded(|| self.lock()?.scan_preview(photo as usize, rgba, width, height))
    }

    /// Checks the share as it stands.
    pub fn inspect(&self) -> Result<ReviewSnapshot> {
        guarded(|| self.lock()?.inspect())
    }

    /// Takes one offered edit of one caption finding (both counted from 0), and checks again.
    pub fn take_edit(&self, finding: u32, edit: u32) -> Result<ReviewSnapshot> {
        guarded(|| self.lock()?.take_edit(finding as usize, edit as usize))
    }

    /// Takes the user's word that one learned caption finding (counted from 0) is not relevant, remembers that in the
    /// checker's memory, and checks again.
    pub fn not_relevant(&self, finding: u32) -> Result<ReviewSnapshot> {
        guarded(|| self.lock()?.not_relevant(finding as usize))
    }

    /// Takes every offered edit at once, and checks again.
    pub fn take_suggestion(&self) -> Result<ReviewSnapshot> {
        guarded(|| self.lock()?.take_suggestion())
    }

    /// Puts the user's own wording in place, and checks again.
    pub fn edit_caption(&self, caption: String) -> Result<ReviewSnapshot> {
        guarded(|| self.lock()?.edit_caption(caption))
    }

    /// Adds a region of a photo (counted from 0) to be covered, in pixels of the upright photo.
    pub fn add_region(&self, photo: u32, region: Region) -> Result<ReviewSnapshot> {
        guarded(|| self.lock()?.add_region(photo as usize, region))
    }

    /// Takes away a region that was added, by its id.
    pub fn remove_region(&self, photo: u32, region: u32) -> Result<ReviewSnapshot> {
        guarded(|| self.lock()?.remove_region(photo as usize, region))
    }

    /// Says whether a region, detected or added, is covered.
    pub fn set_covered(&self, photo: u32, region: u32, covered: bool) -> Result<ReviewSnapshot> {
        guarded(|| self.lock()?.set_covered(photo as usize, region, covered))
    }

    /// Takes the last step back, of the caption or of what is covered.
    pub fn undo(&self) -> Result<ReviewSnapshot> {
        guarded(|| self.lock()?.undo())
    }

    /// Takes the step again that was taken back last.
    pub fn redo(&self) -> Result<ReviewSnapshot> {
        guarded(|| self.lock()?.redo())
    }

    /// Draws a photo that `apply` skipped with the code `needs-pixels` anew, with its regions covered, as a JPEG in
    /// `folder`. `rgba` holds the upright photo, or a smaller copy of it, in sRGB: red, green, blue and opacity, a byte
    /// each, rows `stride` bytes apart. Borrowed, never copied.
    pub fn apply_pixels(
        &self,
        photo: u32,
        rgba: &[u8],
        width: u32,
        height: u32,
        stride: u32,
        folder: String,
    ) -> Result<CleanReport> {
        let raster = Raster { rgba, width, height, stride };
        guarded(|| self.lock()?.apply_pixels(photo as usize, raster, &PathBuf::from(folder)))
    }

    /// Writes a verified clean copy of every photo into `folder`, under neutral names, with its regions covered.
    pub fn apply(&self, folder: String) -> Result<ApplyReport> {
        guarded(|| Ok(self.lock()?.apply(&PathBuf::from(folder))))
    }

    /// Forgets everything; the shell deletes its own copies.
    pub fn discard(&self) -> Result<()> {
        guarded(|| {
            self.lock()?.discard();
            Ok(())
        })
    }
}

impl Review {
    fn lock(&self) -> Result<MutexGuard<'_, review::Review>> {
        self.0.lock().map_err(|_| CheckError::Internal { code: "poisoned".into() })
    }
}

/// A fault in the platform's own code (an exception of another kind): an error like any other, never a crash.
impl From<uniffi::UnexpectedUniFFICallbackError> for CheckError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Internal { code: "callback".into() }
    }
}
