//! What the user, or whoever set the phone up, wants of the checks: a small versioned document.
//!
//! A policy may ask for more without limit. What it may take away is bounded by [`floor`]: what harms most is never silent
//! (ADR 11).

mod read;
mod write;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::photo::Wanted;
use crate::photo::vision::SURE;
use crate::rules::{Finding, Jurisdiction, Locale, RuleSet, Severity};

/// The only schema there is.
pub const SCHEMA: u32 = 1;
/// The largest policy that is read, bytes.
pub const MAX_POLICY_BYTES: usize = 64 * 1024;

/// How to check. By default everything is looked for, everywhere, as the rules have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Policy {
    pub schema: u32,
    /// Whose identifiers and laws apply, where nobody says otherwise.
    pub jurisdiction: Option<Jurisdiction>,
    /// The language of messages on the command line; the phone apps speak the phone's.
    pub locale: Option<Locale>,
    /// Whether the learned reader reads beside the rules.
    pub reader: bool,
    /// What is looked for in photos.
    pub photos: Wanted,
    /// By category or rule; a rule's own entry outweighs its category's.
    pub severity: BTreeMap<String, Change>,
}

/// What becomes of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// They are not shown.
    Off,
    Advise,
    Warn,
    Block,
}

impl Change {
    /// `None` for off, which is less than a tip.
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Advise => Some(Severity::Advise),
            Self::Warn => Some(Severity::Warn),
            Self::Block => Some(Severity::Block),
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            schema: SCHEMA,
            jurisdiction: None,
            locale: None,
            reader: true,
            photos: Wanted::default(),
            severity: BTreeMap::new(),
        }
    }
}

impl Policy {
    /// Reads a policy from TOML: strictly, and against the rules that it names.
    ///
    /// Errors: `LimitExceeded`, `PolicyInvalid` with a code and a place, never a word of the document.
    pub fn parse(text: &str, rules: &RuleSet) -> Result<Self> {
        read::strictly(text, rules)
    }

    /// Reads a policy that was accepted before. Rules may have gone or become graver since: what does not hold any more is
    /// left out, and a document that cannot be read at all is the default, which looks for everything.
    pub(crate) fn remembered(text: &str, rules: &RuleSet) -> Self {
        read::leniently(text, rules)
    }

    /// Moves findings to the severities that this policy wants, and takes out what it switches off.
    pub fn apply(&self, findings: &mut Vec<Finding>) {
        findings.retain_mut(|finding| match self.moved(finding) {
            Some(severity) => {
                finding.severity = severity;
                true
            }
            None => false,
        });
    }

    /// The severity of a finding under this policy; `None` when it is not to be shown.
    fn moved(&self, finding: &Finding) -> Option<Severity> {
        let found = Some(finding.severity);
        let named = self.severity.get(&finding.rule).or_else(|| self.severity.get(&finding.category));
        let Some(change) = named else { return found };
        let moved = change.severity().max(floor(&finding.category, finding.severity));
        // A box that is only offered stays an offer, however grave its rule.
        let offered = finding.region.as_ref().is_some_and(|region| region.confidence < SURE);
        if offered { moved.min(found) } else { moved }
    }
}

/// The least that a policy may make of a finding: a block stays a warning, an identifier a tip. `None` when it may go.
///
/// Read twice: with a rule's own severity when a policy names the rule, with a finding's when the policy is applied.
fn floor(category: &str, severity: Severity) -> Option<Severity> {
    match severity {
        Severity::Block => Some(Severity::Warn),
        _ if category == "identifier" => Some(Severity::Advise),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{Region, RegionKind, RegionSource};

    fn policy(severity: &[(&str, Change)]) -> Policy {
        let severity = severity.iter().map(|(name, change)| ((*name).into(), *change)).collect();
        Policy { severity, ..Policy::default() }
    }

    fn finding(rule: &str, severity: Severity) -> Finding {
        Finding {
            rule: rule.into(),
            category: rule.split('.').next().unwrap_or_default().into(),
            severity,
            confidence: 0.9,
            span: None,
            region: None,
            metadata: vec![],
            message: String::new(),
            authority: vec![],
            edits: vec![],
            learned: false,
        }
    }

    fn moved(policy: &Policy, finding: Finding) -> Option<Severity> {
        let mut findings = vec![finding];
        policy.apply(&mut findings);
        findings.first().map(|finding| finding.severity)
    }

    #[test]
    fn a_rules_own_entry_outweighs_its_categorys() {
        let policy = policy(&[("story", Change::Off), ("story.series", Change::Block)]);
        assert_eq!(moved(&policy, finding("story.series", Severity::Advise)), Some(Severity::Block));
        assert_eq!(moved(&policy, finding("story.patient-encounter", Severity::Warn)), None);
        assert_eq!(moved(&policy, finding("story.reads-like", Severity::Advise)), None, "the learned reader's too");
        assert_eq!(moved(&policy, finding("tone.anger-colleague", Severity::Advise)), Some(Severity::Advise));
    }

    #[test]
    fn what_the_engine_raised_to_a_block_stays_a_warning() {
        for change in [Change::Off, Change::Advise, Change::Warn] {
            let policy = policy(&[("story", change), ("identifier", change)]);
            assert_eq!(moved(&policy, finding("story.workplace-safety-event", Severity::Block)), Some(Severity::Warn));
            assert_eq!(moved(&policy, finding("identifier.mrn", Severity::Block)), Some(Severity::Warn));
        }
        let off = policy(&[("identifier", Change::Off)]);
        assert_eq!(moved(&off, finding("identifier.phone", Severity::Warn)), Some(Severity::Advise));
    }

    #[test]
    fn a_box_that_is_only_offered_is_not_raised() {
        let seen = |confidence| {
            let (x, y, width, height) = (0, 0, 9, 9);
            let region = Region { kind: RegionKind::Face, x, y, width, height, confidence, source: RegionSource::Core };
            Finding { region: Some(region), ..finding("image.background-people", Severity::Advise) }
        };
        let raised = policy(&[("image", Change::Block)]);
        assert_eq!(moved(&raised, seen(0.4)), Some(Severity::Advise));
        assert_eq!(moved(&raised, seen(0.9)), Some(Severity::Block));
        assert_eq!(moved(&policy(&[("image.background-people", Change::Off)]), seen(0.4)), None);
    }
}
