//! What checking a caption answers.

use serde::{Deserialize, Serialize};

use crate::rules::{Finding, Language, Unchecked};
use crate::span::TextSpan;

/// One detail that shrinks the crowd.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct MosaicFactor {
    /// The slot: `age sex place diagnosis date occupation family event facility`.
    pub kind: String,
    pub value: String,
    pub span: Option<TextSpan>,
    /// The share of people it leaves, 0.0 to 1.0.
    pub share: f64,
}

/// How many people the details fit, put together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Mosaic {
    /// People in the stated place who fit.
    pub k_public: f64,
    /// People seen by the unit who fit, when the unit is known.
    pub k_unit: Option<f64>,
    /// `1 | 2-10 | 11-19 | 20-99 | hundreds | thousands`.
    pub band: String,
    pub factors: Vec<MosaicFactor>,
}

/// What is in one caption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct CaptionReport {
    pub language: Language,
    pub findings: Vec<Finding>,
    pub mosaic: Option<Mosaic>,
    /// The caption with every offered edit applied; `None` when there is none.
    pub suggestion: Option<String>,
    /// What could not be looked at: `names` when the phone's tagger failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ffi", uniffi(default = []))]
    pub unchecked: Vec<Unchecked>,
}
