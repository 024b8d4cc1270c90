//! What the rules say of the facts in a photo.

use super::inspect::Inspected;
use super::platform::Legible;
use super::vision::{SURE, WORTH};
use crate::caption::PhotoRule;
use crate::caption::Readers;
use crate::rules::{Finding, Jurisdiction, Locale, Rule, RuleSet, Severity};
use crate::span::{MetadataItem, MetadataKind, Region};

/// The rule for a place, a time, a person or a device hidden in the file.
const HIDDEN_PLACE: &str = "image.exif-location";

/// Findings on what is hidden in the file and on what the picture shows; `beside` are the photo rules that hold beside
/// the share's caption. One finding a rule, at its surest box: the report's regions list them all.
pub fn findings(
    photo: &Inspected,
    beside: &[PhotoRule],
    rules: &RuleSet,
    jurisdiction: Option<Jurisdiction>,
    locale: Locale,
) -> Vec<Finding> {
    let hidden = hidden(&photo.report.metadata, rules, jurisdiction, locale);
    let shown = beside.iter().filter_map(|held| shown(photo, held, rules, locale));
    let mut findings: Vec<Finding> = hidden.into_iter().chain(shown).collect();
    // Entries of one rule come in their order, and the first that finds its kind counts.
    let mut seen: Vec<String> = vec![];
    findings.retain(|finding| {
        let first = !seen.contains(&finding.rule);
        seen.push(finding.rule.clone());
        first
    });
    findings.extend(spelled(&photo.legible, rules, jurisdiction, locale));
    findings
}

fn hidden(
    metadata: &[MetadataItem],
    rules: &RuleSet,
    jurisdiction: Option<Jurisdiction>,
    locale: Locale,
) -> Option<Finding> {
    let telling: Vec<MetadataItem> = metadata.iter().filter(|item| is_telling(item) && !item.kept).cloned().collect();
    let rule = rules.rule(HIDDEN_PLACE).filter(|_| !telling.is_empty())?;
    Some(Finding { metadata: telling, ..finding(rule, rule.severity_in(jurisdiction), 1.0, locale) })
}

/// What one rule says of the picture. A box that is only offered makes a tip at most, and a faint one nothing.
fn shown(photo: &Inspected, held: &PhotoRule, rules: &RuleSet, locale: Locale) -> Option<Finding> {
    let rule = rules.rule(&held.rule)?;
    let regions = photo.report.regions.iter().filter(|region| held.kinds.contains(&region.kind));
    let region: &Region = regions.max_by(|a, b| a.confidence.total_cmp(&b.confidence))?;
    if region.confidence < WORTH {
        return None;
    }
    let severity = if region.confidence >= SURE { held.severity } else { Severity::Advise };
    Some(Finding { region: Some(region.clone()), ..finding(rule, severity, region.confidence, locale) })
}

/// Identifiers in words that stand in the picture. The words themselves are not repeated.
fn spelled(legible: &[Legible], rules: &RuleSet, jurisdiction: Option<Jurisdiction>, locale: Locale) -> Vec<Finding> {
    let mut text = String::new();
    // Where each piece ends, in UTF-16 code units: a label and its number often stand on two lines.
    let mut ends = vec![];
    for piece in legible {
        if text.len() + piece.text.len() < crate::caption::MAX_CAPTION_BYTES {
            text.push_str(&piece.text);
            text.push('\n');
        }
        ends.push(text.encode_utf16().count());
    }
    let Ok(report) = crate::caption::check_with(&text, rules, jurisdiction, locale, Readers::Rules) else {
        return vec![];
    };
    let identifiers = report.findings.into_iter().filter(|finding| finding.category == "identifier");
    let placed = identifiers.filter_map(|mut finding| {
        let start = finding.span.take()?.start as usize;
        let piece = legible.get(ends.partition_point(|end| *end <= start))?;
        finding.edits.clear();
        Some(Finding { region: Some(piece.region.clone()), ..finding })
    });
    placed.collect()
}

fn finding(rule: &Rule, severity: Severity, confidence: f32, locale: Locale) -> Finding {
    Finding {
        rule: rule.id.clone(),
        category: rule.category().into(),
        severity,
        confidence,
        span: None,
        region: None,
        metadata: vec![],
        message: rule.message.get(locale).into(),
        authority: rule.authority.clone(),
        edits: vec![],
        learned: false,
    }
}

/// Whether an item tells where, when or who: a camera's make does not, its serial number does.
fn is_telling(item: &MetadataItem) -> bool {
    match item.kind {
        MetadataKind::Location | MetadataKind::Time | MetadataKind::Person | MetadataKind::HiddenImage => true,
        MetadataKind::Device => item.tag.contains("Serial"),
        MetadataKind::Software | MetadataKind::Other => false,
    }
}
