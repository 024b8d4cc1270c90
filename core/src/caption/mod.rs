//! One caption: what it gives away.

mod document;
mod edit;
mod engine;
mod language;
pub mod learned;
mod mosaic;
mod recognise;
mod report;
mod sentence;

pub use report::{CaptionReport, Mosaic, MosaicFactor};

use crate::error::{CheckError, Result};
use crate::rules::{Finding, Jurisdiction, Locale, RuleSet};
use document::Document;
use engine::{Candidate, Engine};
use learned::{Opinion, Reading};

/// The longest caption that is checked, bytes. Facebook, the most generous, allows 63 206 characters.
pub const MAX_CAPTION_BYTES: usize = 256 * 1024;

/// Who reads a caption. A share is always read by both; the others are for measuring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    Rules,
    Learned,
    Both,
}

/// Judges one caption. `jurisdiction` of `None` recognises every jurisdiction's identifiers.
///
/// Errors: `LimitExceeded` over [`MAX_CAPTION_BYTES`].
pub fn check(text: &str, rules: &RuleSet, jurisdiction: Option<Jurisdiction>, locale: Locale) -> Result<CaptionReport> {
    check_with(text, rules, jurisdiction, locale, Readers::Both)
}

/// Like [`check`], by the readers named.
pub fn check_with(
    text: &str,
    rules: &RuleSet,
    jurisdiction: Option<Jurisdiction>,
    locale: Locale,
    readers: Readers,
) -> Result<CaptionReport> {
    if text.len() > MAX_CAPTION_BYTES {
        return Err(CheckError::LimitExceeded { limit: "caption-bytes".into(), max: MAX_CAPTION_BYTES as u64 });
    }
    let document = Document::read(text, rules, chinese_of(jurisdiction));
    let (mut candidates, mosaic) = Engine::new(rules, &document, jurisdiction).run();
    let opinion = match readers {
        Readers::Rules => None,
        _ => Some(Opinion::of(&Reading { rules, document: &document, found: &candidates, mosaic: mosaic.as_ref() })?),
    };
    if readers == Readers::Learned {
        candidates.clear();
    }
    if let Some(opinion) = &opinion {
        opinion.doubt(&mut candidates, rules);
    }
    let mut findings: Vec<Finding> =
        candidates.iter().filter_map(|c| finding(c, rules, &document, mosaic.as_ref(), locale)).collect();
    if let Some(opinion) = &opinion {
        findings.extend(opinion.findings(&findings, rules, &document.shadow, locale));
        findings.sort_by_key(|f| f.span.as_ref().map_or((u32::MAX, 0), |s| (s.start, s.end)));
    }
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

fn finding(
    candidate: &Candidate,
    rules: &RuleSet,
    document: &Document,
    mosaic: Option<&Mosaic>,
    locale: Locale,
) -> Option<Finding> {
    let compiled = rules.rules.get(candidate.rule)?;
    let edit = candidate.range.as_ref().and_then(|_| edit::offer(candidate, rules, document, locale));
    let crowd = mosaic.map(|m| mosaic::words(m, locale)).unwrap_or_default();
    let message = compiled.rule.message.get(locale).replace("{n}", &crowd);
    Some(Finding {
        rule: compiled.rule.id.clone(),
        category: compiled.category.clone(),
        severity: candidate.severity,
        confidence: candidate.score,
        span: candidate.range.as_ref().map(|r| document.shadow.span(r)),
        region: None,
        metadata: vec![],
        message,
        authority: compiled.rule.authority.clone(),
        edits: edit.into_iter().collect(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Scraps that rules look for, to be mixed with anything.
    const SCRAPS: [&str; 16] = [
        "NHS no 999 042 7186",
        "病歷號1234567",
        "Ａ１２３４５６（３）",
        "87F",
        "七十三歲",
        "Bed 12B",
        "👩🏽‍⚕️",
        "e\u{301}",
        "\u{200b}",
        "昨晚",
        "Mrs Okafor",
        "陳○明伯伯",
        "@jess_runs",
        "「我不怕」",
        "\n\n",
        "'so done'",
    ];

    fn check_all(text: &str) -> CaptionReport {
        let rules = RuleSet::built_in().expect("valid");
        check(text, &rules, None, Locale::En).expect("short enough")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn every_finding_reproduces_its_text(parts in prop::collection::vec(
            prop_oneof![prop::sample::select(SCRAPS.to_vec()).prop_map(str::to_owned), "\\PC{0,12}", "[ ,.，。()\\n]{0,3}"], 0..10)) {
            let text = parts.concat();
            let units: Vec<u16> = text.encode_utf16().collect();
            let report = check_all(&text);
            let edits = report.findings.iter().flat_map(|f| &f.edits).map(|e| &e.span);
            for span in report.findings.iter().filter_map(|f| f.span.as_ref()).chain(edits) {
                let cut = units.get(span.start as usize..span.end as usize).expect("inside the caption");
                prop_assert_eq!(&String::from_utf16(cut).expect("never inside a surrogate pair"), &span.text);
            }
        }
    }

    #[test]
    fn a_caption_over_the_limit_is_refused_and_one_under_it_is_not() {
        let rules = RuleSet::built_in().expect("valid");
        let long = "a".repeat(MAX_CAPTION_BYTES + 1);
        let refused = check(&long, &rules, None, Locale::En);
        assert!(matches!(refused, Err(CheckError::LimitExceeded { .. })));
        assert!(check("fine ", &rules, None, Locale::En).expect("short").findings.is_empty());
    }

    #[test]
    fn a_suggestion_clears_the_numbers_it_mends() {
        let report = check_all("NHS no 999 042 7186 and HKID AB987654(3), call 07700 900123");
        assert_eq!(report.findings.iter().filter(|f| f.category == "identifier").count(), 3);
        let mended = check_all(&report.suggestion.expect("fixes were offered"));
        assert!(mended.findings.iter().all(|f| f.category != "identifier"), "{mended:?}");
    }
}
