//! `curtain rules`: what is checked, and why.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use curtain_core::caption::{self, Readers};
use curtain_core::rules::{Locale, Rule, RuleSet, Severity};

use serde_json::json;

use crate::args::{Rules, RulesCommand, rule_set};
use crate::exit::{self, Failure, Outcome};
use crate::{batch, input};

pub(crate) fn run(rules: &Rules) -> Outcome {
    match &rules.command {
        RulesCommand::List { locale, rules } => list(open(rules.as_ref())?.as_ref(), *locale),
        RulesCommand::Show { rule, locale, rules } => show(open(rules.as_ref())?.as_ref(), rule, *locale),
        RulesCommand::Trace { captions, rules } => trace(open(rules.as_ref())?.as_ref(), captions),
        RulesCommand::Validate { pack } => validate(&rule_set(pack)?),
    }
}

fn open(folder: Option<&PathBuf>) -> Result<Arc<RuleSet>, Failure> {
    folder.map_or_else(|| Ok(RuleSet::built_in()?), |f| rule_set(f).map(Arc::new))
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Advise => "advise",
        Severity::Warn => "warn",
        Severity::Block => "block",
    }
}

fn list(rules: &RuleSet, locale: Locale) -> Outcome {
    let mut out = anstream::stdout().lock();
    for rule in rules.rules() {
        writeln!(out, "{:34} {:7} {}", rule.id, severity(rule.severity), rule.message.get(locale))?;
    }
    Ok(exit::FINE)
}

fn show(rules: &RuleSet, id: &str, locale: Locale) -> Outcome {
    let rule = rules
        .rule(id)
        .ok_or_else(|| Failure::new(format!("there is no rule {id}; `curtain rules list` has them all")))?;
    let mut out = anstream::stdout().lock();
    writeln!(out, "{} ({})\n{}", rule.id, severity(rule.severity), rule.message.get(locale))?;
    let places: Vec<String> = rule.jurisdictions.iter().map(|j| format!("{j:?}").to_uppercase()).collect();
    writeln!(out, "where      {}", if places.is_empty() { "everywhere".into() } else { places.join(" ") })?;
    for authority in &rule.authority {
        writeln!(out, "authority  {authority}")?;
    }
    rule.positive.iter().try_for_each(|e| writeln!(out, "found in   {e}"))?;
    rule.negative.iter().try_for_each(|e| writeln!(out, "not in     {e}"))?;
    Ok(exit::FINE)
}

fn trace(rules: &RuleSet, name: &str) -> Outcome {
    let mut out = anstream::stdout().lock();
    let mut lines = input::open(name)?;
    while let Some(line) = batch::next_line(&mut lines)? {
        let line: batch::Line = line
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .ok_or_else(|| Failure::new("a line is not an object with a text"))?;
        let fired = caption::fired(&line.text, rules, line.jurisdiction);
        let fired: Vec<_> = fired
            .iter()
            .map(|f| json!({ "rule": f.rule, "match": f.at, "severity": f.severity, "span": f.span }))
            .collect();
        writeln!(out, "{}", json!({ "id": line.id, "fired": fired }))?;
    }
    Ok(exit::FINE)
}

fn validate(rules: &RuleSet) -> Outcome {
    let mut out = anstream::stdout().lock();
    let mut wrong = rules.invalid_patterns();
    let mut examples = 0;
    for rule in rules.rules() {
        let wanted = rule.positive.iter().map(|e| (e, true)).chain(rule.negative.iter().map(|e| (e, false)));
        for (example, expected) in wanted {
            examples += 1;
            if fires(rules, rule, example)? != expected {
                wrong.push(format!("{}: {} in: {example}", rule.id, if expected { "not found" } else { "found" }));
            }
        }
    }
    wrong.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    for pattern in rules.ungated_patterns() {
        writeln!(out, "runs on every caption: {pattern}")?;
    }
    writeln!(out, "{} rules, {examples} examples, {} wrong", rules.rules().count(), wrong.len())?;
    Ok(if wrong.is_empty() { exit::FINE } else { exit::FOUND })
}

/// Whether a rule fires on an example, under the rule's own jurisdiction.
fn fires(rules: &RuleSet, rule: &Rule, example: &str) -> Result<bool, Failure> {
    let report = caption::check_with(example, rules, rule.jurisdictions.first().copied(), Locale::En, Readers::Rules)?;
    Ok(report.findings.iter().any(|f| f.rule == rule.id))
}
