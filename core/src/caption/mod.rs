//! One caption: what it gives away.

mod report;

pub use report::{CaptionReport, Mosaic, MosaicFactor};

use crate::error::Result;
use crate::rules::{Jurisdiction, Language, Locale, RuleSet};

/// Judges one caption. `jurisdiction` of `None` recognises every jurisdiction's identifiers.
pub fn check(
    _text: &str,
    _rules: &RuleSet,
    _jurisdiction: Option<Jurisdiction>,
    _locale: Locale,
) -> Result<CaptionReport> {
    Ok(CaptionReport { language: Language::En, findings: vec![], mosaic: None, suggestion: None })
}
