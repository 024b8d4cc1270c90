//! One caption: what it gives away.

mod document;
mod edit;
mod engine;
mod language;
mod mosaic;
mod recognise;
mod report;
mod sentence;

pub use report::{CaptionReport, Mosaic, MosaicFactor};

use crate::error::{CheckError, Result};
use crate::rules::{Finding, Jurisdiction, Locale, RuleSet};
use document::Document;
use engine::{Candidate, Engine};

/// The longest caption that is checked, bytes. Facebook, the most generous, allows 63 206 characters.
pub const MAX_CAPTION_BYTES: usize = 256 * 1024;

/// Judges one caption. `jurisdiction` of `None` recognises every jurisdiction's identifiers.
///
/// Errors: `LimitExceeded` over [`MAX_CAPTION_BYTES`].
pub fn check(text: &str, rules: &RuleSet, jurisdiction: Option<Jurisdiction>, locale: Locale) -> Result<CaptionReport> {
    if text.len() > MAX_CAPTION_BYTES {
        return Err(CheckError::LimitExceeded { limit: "caption-bytes".into(), max: MAX_CAPTION_BYTES as u64 });
    }
    let document = Document::read(text, rules, chinese_of(jurisdiction));
    let (candidates, mosaic) = Engine::new(rules, &document, jurisdiction).run();
    let findings: Vec<Finding> = candidates.iter().filter_map(|c| finding(c, rules, &document, locale)).collect();
    let suggestion = edit::suggestion(text, &findings);
    Ok(CaptionReport { language: document.script.language, findings, mosaic, suggestion })
}

/// The Chinese that is written in a jurisdiction.
fn chinese_of(jurisdiction: Option<Jurisdiction>) -> Option<Locale> {
    jurisdiction.map(|j| match j {
        Jurisdiction::Hk | Jurisdiction::Tw => Locale::ZhHant,
        _ => Locale::ZhHans,
    })
}

fn finding(candidate: &Candidate, rules: &RuleSet, document: &Document, locale: Locale) -> Option<Finding> {
    let compiled = rules.rules.get(candidate.rule)?;
    let edit = candidate.range.as_ref().and_then(|_| edit::offer(candidate, rules, document, locale));
    Some(Finding {
        rule: compiled.rule.id.clone(),
        category: compiled.category.clone(),
        severity: candidate.severity,
        confidence: candidate.score,
        span: candidate.range.as_ref().map(|r| document.shadow.span(r)),
        region: None,
        metadata: vec![],
        message: compiled.rule.message.get(locale).replace("{n}", candidate.number.as_deref().unwrap_or_default()),
        authority: compiled.rule.authority.clone(),
        edits: edit.into_iter().collect(),
    })
}
