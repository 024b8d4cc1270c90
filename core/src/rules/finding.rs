//! A finding: which rule, how bad, where, why, and what to do about it.

use serde::{Deserialize, Serialize};

use super::Severity;
use crate::span::{MetadataItem, Region, TextSpan};

/// The answer for a whole share, least serious first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum Verdict {
    /// Nothing spotted. Never shown as "safe".
    Clear,
    Advise,
    /// A part could not be checked, and nothing else says warn or block.
    Unchecked,
    Warn,
    Block,
}

impl From<Severity> for Verdict {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Advise => Self::Advise,
            Severity::Warn => Self::Warn,
            Severity::Block => Self::Block,
        }
    }
}

/// A one-tap change to the caption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Edit {
    /// What the button says, in the locale.
    pub label: String,
    pub span: TextSpan,
    /// What stands there afterwards; empty removes it.
    pub replacement: String,
}

/// One thing worth telling the user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Finding {
    /// Stable id such as `identifier.nhs-number`.
    pub rule: String,
    /// The part of the id before the dot.
    pub category: String,
    pub severity: Severity,
    /// 0.0 to 1.0.
    pub confidence: f32,
    /// Where in the caption; `None` for the whole caption and for photos.
    pub span: Option<TextSpan>,
    /// Where in the photo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// What is hidden in the photo file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<MetadataItem>,
    /// One sentence in the locale.
    pub message: String,
    /// The law, code or guidance behind the rule.
    pub authority: Vec<String>,
    pub edits: Vec<Edit>,
    /// Raised by the learned reader, not by a rule: the user may call it not relevant.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ffi", uniffi(default = false))]
    pub learned: bool,
}

/// Something that was not looked at, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Unchecked {
    /// `photo` for the whole file, `metadata faces screens text codes badges wristbands` for a part of it (`screens` are
    /// screens, boards and papers; where only some of these are meant, `screen whiteboard document`), `names` for a caption
    /// whose names the phone's tagger should have found, `reader` for one that the learned reader should have read.
    pub what: String,
    /// A stable code, such as `no-detector`, an error's code, or `switched-off` for the user's own choice.
    pub why: String,
}

impl Unchecked {
    const SWITCHED_OFF: &str = "switched-off";

    /// Something that the user's policy switches off.
    pub(crate) fn switched_off(what: &str) -> Self {
        Self { what: what.into(), why: Self::SWITCHED_OFF.into() }
    }

    /// Whether the user chose so: told like the rest, but no reason to call a share unchecked.
    pub fn is_chosen(&self) -> bool {
        self.why == Self::SWITCHED_OFF
    }
}
