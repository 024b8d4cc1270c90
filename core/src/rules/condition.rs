//! Conditions: alternatives, each a context within a scope or a rule that has fired.
//!
//! `patient|clin` · `post:child` · `patient|near60:unit|rule:story.*` · `rule:quasi.*>=2`. A prefix holds for the
//! names that follow it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::contexts::ContextSet;

/// How far a condition looks from its trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Scope {
    /// Within so many characters of the trigger, in the same paragraph.
    Near(usize),
    /// The same, only before or only after it.
    Before(usize),
    After(usize),
    Sentence,
    Paragraph,
    Post,
}

/// Holds when any of its alternatives does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Condition {
    /// Contexts by scope.
    pub(crate) contexts: Vec<(Scope, ContextSet)>,
    pub(crate) found: Vec<RuleName>,
    /// How many different rules of `found` it takes.
    pub(crate) at_least: usize,
}

/// A rule id, or the beginning of one (`quasi.*`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RuleName {
    prefix: String,
    open: bool,
}

impl RuleName {
    pub(crate) fn parse(text: &str) -> Self {
        match text.strip_suffix('*') {
            Some(prefix) => Self { prefix: prefix.into(), open: true },
            None => Self { prefix: text.into(), open: false },
        }
    }

    pub(crate) fn fits(&self, id: &str) -> bool {
        if self.open { id.starts_with(&self.prefix) } else { id == self.prefix }
    }
}

enum Prefix {
    Scope(Scope),
    Rule,
}

impl Condition {
    /// `None` when it names a context or scope that does not exist.
    pub(crate) fn parse(text: &str, contexts: &HashMap<String, usize>) -> Option<Self> {
        let (alternatives, at_least) = match text.split_once(">=") {
            Some((names, n)) => (names, n.trim().parse().ok()?),
            None => (text, 1),
        };
        let mut condition = Self { contexts: vec![], found: vec![], at_least };
        let mut prefix = Prefix::Scope(Scope::Sentence);
        for alternative in alternatives.split('|') {
            let name = match alternative.split_once(':') {
                Some((written, name)) => {
                    prefix = parse_prefix(written.trim())?;
                    name
                }
                None => alternative,
            };
            match prefix {
                Prefix::Rule => condition.found.push(RuleName::parse(name.trim())),
                Prefix::Scope(scope) => {
                    condition.contexts.push((scope, ContextSet::of(*contexts.get(name.trim())?)));
                }
            }
        }
        Some(condition)
    }

    /// Whether it asks about findings, and so can only be answered after the first pass.
    pub(crate) fn is_late(&self) -> bool {
        !self.found.is_empty()
    }
}

fn parse_prefix(text: &str) -> Option<Prefix> {
    Some(match text {
        "rule" => Prefix::Rule,
        "sentence" => Prefix::Scope(Scope::Sentence),
        "paragraph" => Prefix::Scope(Scope::Paragraph),
        "post" => Prefix::Scope(Scope::Post),
        "near" => Prefix::Scope(Scope::Near(40)),
        sided => {
            let (name, chars) = sided.split_at(sided.find(|c: char| c.is_ascii_digit())?);
            let chars = chars.parse().ok()?;
            Prefix::Scope(match name {
                "near" => Scope::Near(chars),
                "before" => Scope::Before(chars),
                "after" => Scope::After(chars),
                _ => return None,
            })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_holds_for_the_names_that_follow() {
        let names = HashMap::from([("patient".to_owned(), 0), ("unit".to_owned(), 3)]);
        let parsed = Condition::parse("patient|near60:unit|rule:story.*|death.*>=2", &names).expect("valid");
        assert_eq!(parsed.contexts, [(Scope::Sentence, ContextSet::of(0)), (Scope::Near(60), ContextSet::of(3))]);
        assert_eq!((parsed.found.len(), parsed.at_least), (2, 2));
        assert!(parsed.found[0].fits("story.series") && !parsed.found[0].fits("quasi.story"));
        assert!(Condition::parse("nowhere", &names).is_none());
        assert!(Condition::parse("far:patient", &names).is_none());
    }
}
