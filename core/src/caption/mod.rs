//! One caption: what it gives away.

mod document;
mod edit;
mod engine;
mod entity;
mod language;
pub mod learned;
mod mosaic;
mod photo;
mod recognise;
mod report;
mod sentence;
mod stretches;

pub use entity::{Entity, EntityKind, EntityTagger};
pub use photo::{PhotoRule, photo_rules};
pub use report::{CaptionReport, Mosaic, MosaicFactor};

pub(crate) use edit::suggestion;

use crate::error::{CheckError, Result};
use crate::rules::{Finding, Jurisdiction, Locale, RuleSet, Severity, Unchecked};
use crate::span::TextSpan;
use document::Document;
use engine::{Candidate, Engine};
use learned::{Opinion, Reading};

/// The longest caption that is checked, bytes. Facebook, the most generous, allows 63 206 characters.
pub const MAX_CAPTION_BYTES: usize = 256 * 1024;

/// Who reads a caption. A share is read by both, unless the user's policy switches the learned reader off.
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

/// The same with the phone's own tagger, which may know names that no list has. A tagger that fails leaves the rest of
/// the answer as it is, and `unchecked` says so.
pub fn check_tagged(
    text: &str,
    rules: &RuleSet,
    jurisdiction: Option<Jurisdiction>,
    locale: Locale,
    tagger: Option<&dyn EntityTagger>,
    readers: Readers,
) -> Result<CaptionReport> {
    if text.len() > MAX_CAPTION_BYTES {
        return Err(CheckError::LimitExceeded { limit: "caption-bytes".into(), max: MAX_CAPTION_BYTES as u64 });
    }
    let (entities, unchecked) = tagged(text, tagger);
    let document = Document::read(text, rules, chinese_of(jurisdiction), &entities);
    let (mut candidates, mosaic) = Engine::new(rules, &document, jurisdiction).run();
    let reading = Reading { rules, document: &document, found: &candidates, mosaic: mosaic.as_ref() };
    let opinion = if readers == Readers::Rules { None } else { Some(Opinion::of(&reading)?) };
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
    Ok(CaptionReport { language: document.script.language, findings, mosaic, suggestion, unchecked })
}

/// The same by one reader alone, for measuring what each brings.
pub fn check_with(
    text: &str,
    rules: &RuleSet,
    jurisdiction: Option<Jurisdiction>,
    locale: Locale,
    readers: Readers,
) -> Result<CaptionReport> {
    check_tagged(text, rules, jurisdiction, locale, None, readers)
}

/// The tagger's entities; when it fails, none, and what was not looked at.
fn tagged(text: &str, tagger: Option<&dyn EntityTagger>) -> (Vec<Entity>, Vec<Unchecked>) {
    match tagger.map(|tagger| tagger.tag(text.into())) {
        None => (vec![], vec![]),
        Some(Ok(entities)) => (entities, vec![]),
        Some(Err(error)) => (vec![], vec![Unchecked { what: "names".into(), why: error.code().into() }]),
    }
}

/// A match that fired, for authors of rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Fired {
    pub rule: String,
    /// Which match of the rule, from 0.
    pub at: usize,
    pub severity: Severity,
    /// Where; `None` for the whole caption.
    pub span: Option<TextSpan>,
}

/// Which matches of which rules fire on a caption.
pub fn fired(text: &str, rules: &RuleSet, jurisdiction: Option<Jurisdiction>) -> Vec<Fired> {
    let document = Document::read(text, rules, chinese_of(jurisdiction), &[]);
    let (candidates, _) = Engine::new(rules, &document, jurisdiction).run();
    let named = |c: &Candidate| {
        let rule = rules.rules.get(c.rule)?.rule.id.clone();
        Some(Fired { rule, at: c.at, severity: c.severity, span: c.range.as_ref().map(|r| document.shadow.span(r)) })
    };
    candidates.iter().filter_map(named).collect()
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
        learned: false,
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

    /// Whether a span begins and ends between user-perceived characters.
    fn on_graphemes(text: &str, span: &TextSpan) -> bool {
        let mut edges = vec![0];
        for grapheme in unicode_segmentation::UnicodeSegmentation::graphemes(text, true) {
            edges.push(edges.last().copied().unwrap_or(0) + grapheme.encode_utf16().count() as u32);
        }
        edges.contains(&span.start) && edges.contains(&span.end)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn every_finding_reproduces_its_text(parts in prop::collection::vec(
            prop_oneof![prop::sample::select(SCRAPS.to_vec()).prop_map(str::to_owned), "\\PC{0,12}", "[ ,.，。()\\n]{0,3}", "[\\u{300}-\\u{36f}\\u{200d}\\u{fe0f}\\u{1f3fb}-\\u{1f3ff}\\u{1f1e6}-\\u{1f1ff}]{0,2}"], 0..10)) {
            let text = parts.concat();
            let units: Vec<u16> = text.encode_utf16().collect();
            let report = check_all(&text);
            let edits = report.findings.iter().flat_map(|f| &f.edits).map(|e| &e.span);
            for span in report.findings.iter().filter_map(|f| f.span.as_ref()).chain(edits) {
                let cut = units.get(span.start as usize..span.end as usize).expect("inside the caption");
                prop_assert_eq!(&String::from_utf16(cut).expect("never inside a surrogate pair"), &span.text);
                prop_assert!(on_graphemes(&text, span), "{span:?} cuts a grapheme of {text:?}");
            }
        }
    }

    #[test]
    fn a_fix_that_takes_a_comma_along_takes_what_is_joined_to_it() {
        let report = check_all("NHS no 999 042 7186,\u{200d}");
        let edits = report.findings.iter().flat_map(|f| &f.edits);
        assert!(edits.clone().count() > 0);
        assert!(edits.into_iter().all(|e| on_graphemes("NHS no 999 042 7186,\u{200d}", &e.span)));
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

    #[test]
    fn pieces_of_links_and_of_words_are_no_record_numbers() {
        let identifiers = |text: &str| {
            let report = check_all(text);
            report.findings.iter().filter(|f| f.category == "identifier").map(|f| f.rule.clone()).collect::<Vec<_>>()
        };
        for text in [
            "Deadline moved, see http://tinyurl.com/24agj38",
            "She spoke out against SB1070 during the show",
            "auction starts tonight! @140hours",
            "new greeting cards bit.ly/a7d7tg",
        ] {
            assert!(identifiers(text).is_empty(), "{text}: {:?}", identifiers(text));
        }
        for text in ["UR 1234567 is NPO", "MRN00482913 is NPO", "open https://ehr.example.com/p?mrn=00482913 for bed 4"]
        {
            assert!(identifiers(text).iter().any(|rule| rule == "identifier.mrn"), "{text}");
        }
    }

    #[derive(Debug)]
    struct Tagger(Result<Vec<Entity>>);

    impl EntityTagger for Tagger {
        fn tag(&self, _: String) -> Result<Vec<Entity>> {
            self.0.clone()
        }
    }

    fn check_with(text: &str, tagger: &Tagger) -> CaptionReport {
        let rules = RuleSet::built_in().expect("valid");
        check_tagged(text, &rules, None, Locale::En, Some(tagger), Readers::Both).expect("short enough")
    }

    fn entity(kind: EntityKind, text: &str, name: &str) -> Entity {
        let units = |s: &str| s.encode_utf16().count() as u32;
        let start = units(text.split(name).next().expect("there"));
        Entity { kind, start, end: start + units(name) }
    }

    fn names(report: &CaptionReport) -> Vec<&str> {
        let named = |f: &&Finding| f.rule.starts_with("identifier.patient-name");
        report.findings.iter().filter(named).filter_map(|f| f.span.as_ref()).map(|s| s.text.as_str()).collect()
    }

    #[test]
    fn a_tagged_name_counts_with_a_cue_of_care_only() {
        for (text, name, counts) in [
            ("👶 Xiomara pulled her cannula out in bay 4, the patient from hell", "Xiomara", true),
            ("👶 Xiomara made pancakes for all of us", "Xiomara", false),
            ("Dr Xiomara taught us how patients like to be cannulated in bay 4", "Xiomara", false),
            ("Parkinson patients in bay 4 need their tablets on time", "Parkinson", false),
            ("病人欧阳娜昨晚在加护病房拔管了", "欧阳娜", true),
            ("昨晚和欧阳娜去吃火锅", "欧阳娜", false),
        ] {
            let report = check_with(text, &Tagger(Ok(vec![entity(EntityKind::Person, text, name)])));
            assert_eq!(names(&report).contains(&name), counts, "{text}: {:?}", names(&report));
        }
    }

    #[test]
    fn spans_that_are_no_stretch_of_the_caption_are_dropped() {
        let text = "👶 patient Xiomara in bay 4";
        let odd = [(1, 4), (5, 3), (0, 900), (u32::MAX, u32::MAX), (4, 4)];
        let odd = odd.map(|(start, end)| Entity { kind: EntityKind::Person, start, end });
        assert_eq!(check_with(text, &Tagger(Ok(odd.into()))), check_with(text, &Tagger(Ok(vec![]))));
    }

    #[test]
    fn a_tagger_that_fails_leaves_the_rest_and_is_listed() {
        let text = "MRN 00482913 is NPO";
        let failing = Tagger(Err(CheckError::Internal { code: "tagger".into() }));
        let mut report = check_with(text, &failing);
        let unchecked = std::mem::take(&mut report.unchecked);
        assert_eq!(unchecked, [Unchecked { what: "names".into(), why: "internal".into() }]);
        assert_eq!(report, check_all(text));
    }
}
