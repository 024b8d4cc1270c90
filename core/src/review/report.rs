//! The records of a review.

use serde::{Deserialize, Serialize};

use crate::caption::CaptionReport;
use crate::photo::{CleanReport, PhotoReport};
use crate::rules::{Jurisdiction, Locale, Verdict};
use crate::span::{Region, RegionKind};

/// How to check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct CheckerConfig {
    /// `None` recognises every jurisdiction's identifiers.
    pub jurisdiction: Option<Jurisdiction>,
    pub locale: Locale,
    /// A private folder of the shell in which to remember the policy and what the user called not relevant; without one,
    /// nothing is remembered.
    #[serde(default)]
    #[cfg_attr(feature = "ffi", uniffi(default = None))]
    pub memory: Option<String>,
}

/// One kind of thing in photos, and whether it is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct KindSwitch {
    pub kind: RegionKind,
    pub on: bool,
}

/// What the core is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct CoreInfo {
    pub version: String,
    /// How many rules the built-in packs hold.
    pub rules: u32,
}

/// The answer for one share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Report {
    pub verdict: Verdict,
    pub caption: Option<CaptionReport>,
    pub photos: Vec<PhotoReport>,
}

/// The share as it stands now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ReviewSnapshot {
    /// The caption with the edits taken so far.
    pub caption: Option<String>,
    pub report: Report,
    pub can_undo: bool,
    #[serde(default)]
    #[cfg_attr(feature = "ffi", uniffi(default = false))]
    pub can_redo: bool,
    /// What can be covered in each photo, and what will be; one entry for each photo, in order.
    #[serde(default)]
    #[cfg_attr(feature = "ffi", uniffi(default = []))]
    pub regions: Vec<PhotoRegions>,
}

/// The regions of one photo.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct PhotoRegions {
    /// The photo's place in the share, from 0.
    pub photo: u32,
    pub regions: Vec<CoverRegion>,
}

/// A region that was detected or drawn, and whether it will be covered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct CoverRegion {
    /// Names the region in calls; stays the same while the photo does.
    pub id: u32,
    /// As detected or drawn; what is covered is a little more.
    pub region: Region,
    pub covered: bool,
}

/// A photo that could not be cleaned; it must not be sent on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct SkippedPhoto {
    /// The photo's place in the share, from 0.
    pub index: u32,
    /// The error's stable code.
    pub code: String,
    /// One plain sentence, safe to show.
    pub sentence: String,
}

/// What there is to send on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct ApplyReport {
    pub caption: Option<String>,
    /// Verified clean files, in the order of the share.
    pub cleaned: Vec<CleanReport>,
    /// What could not be cleaned. When not empty, the share is incomplete and the user must be told.
    pub skipped: Vec<SkippedPhoto>,
}
