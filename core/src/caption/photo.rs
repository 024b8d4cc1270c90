//! Which rules about photos hold beside a caption: a face means one thing under "lunch" and another under "bed 4".

use super::document::Document;
use crate::rules::{Condition, Jurisdiction, RuleSet, Severity};
use crate::span::RegionKind;

/// A rule that fires when the photo shows one of `kinds`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoRule {
    pub rule: String,
    pub kinds: Vec<RegionKind>,
    pub severity: Severity,
}

/// The photo entries of all rules that hold beside `text`, in the pack's order. A rule that the caption called for already
/// (`found`) is left out, and so are all captions over the limit: they were refused before.
pub fn photo_rules(
    text: Option<&str>,
    found: &[&str],
    rules: &RuleSet,
    jurisdiction: Option<Jurisdiction>,
) -> Vec<PhotoRule> {
    let document = Document::read(text.unwrap_or_default(), rules, super::chinese_of(jurisdiction), &[]);
    let holds = |condition: &Condition| document.holds(condition, None, found);
    let mut held = vec![];
    for compiled in rules.rules.iter().filter(|compiled| !found.contains(&compiled.rule.id.as_str())) {
        for (shown, conditions) in compiled.rule.photo.iter().zip(&compiled.photo) {
            let here = shown.jurisdictions.is_empty() || jurisdiction.is_some_and(|j| shown.jurisdictions.contains(&j));
            if here && conditions.with.iter().all(holds) && !conditions.without.iter().any(holds) {
                let severity = shown.severity.unwrap_or(compiled.rule.severity);
                held.push(PhotoRule { rule: compiled.rule.id.clone(), kinds: shown.kinds.clone(), severity });
            }
        }
    }
    held
}
