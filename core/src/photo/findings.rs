//! What the rules say of the facts in a photo.

use crate::rules::{Finding, Jurisdiction, Locale, RuleSet};
use crate::span::{MetadataItem, MetadataKind};

/// The rule for a place, a time, a person or a device hidden in the file.
const HIDDEN_PLACE: &str = "image.exif-location";

/// Findings on what is hidden in the file; none when nothing there tells where, when or who.
pub fn findings(
    metadata: &[MetadataItem],
    rules: &RuleSet,
    jurisdiction: Option<Jurisdiction>,
    locale: Locale,
) -> Vec<Finding> {
    let telling: Vec<MetadataItem> = metadata.iter().filter(|item| is_telling(item) && !item.kept).cloned().collect();
    let Some(rule) = rules.rule(HIDDEN_PLACE).filter(|_| !telling.is_empty()) else { return vec![] };
    vec![Finding {
        rule: rule.id.clone(),
        category: rule.category().into(),
        severity: rule.severity_in(jurisdiction),
        confidence: 1.0,
        span: None,
        region: None,
        metadata: telling,
        message: rule.message.get(locale).into(),
        authority: rule.authority.clone(),
        edits: vec![],
    }]
}

/// Whether an item tells where, when or who: a camera's make does not, its serial number does.
fn is_telling(item: &MetadataItem) -> bool {
    match item.kind {
        MetadataKind::Location | MetadataKind::Time | MetadataKind::Person | MetadataKind::HiddenImage => true,
        MetadataKind::Device => item.tag.contains("Serial"),
        MetadataKind::Software | MetadataKind::Other => false,
    }
}
