//! Reads a policy as it is written. Every key and value is looked at by hand, so that each fault has its place.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Change, MAX_POLICY_BYTES, Policy, SCHEMA, floor};
use crate::error::{CheckError, Result};
use crate::rules::RuleSet;
use crate::span::RegionKind;

/// What is wrong, and at which byte.
struct Fault {
    code: &'static str,
    at: usize,
}

/// Faults with these codes leave nothing to go by.
const WHOLE: [&str; 2] = ["syntax", "schema"];

pub(super) fn strictly(text: &str, rules: &RuleSet) -> Result<Policy> {
    if text.len() > MAX_POLICY_BYTES {
        return Err(CheckError::LimitExceeded { limit: "policy-bytes".into(), max: MAX_POLICY_BYTES as u64 });
    }
    let (policy, faults) = read(text, rules);
    match faults.iter().min_by_key(|fault| fault.at) {
        None => Ok(policy),
        Some(fault) => Err(placed(text, fault)),
    }
}

pub(super) fn leniently(text: &str, rules: &RuleSet) -> Policy {
    if text.len() > MAX_POLICY_BYTES {
        return Policy::default();
    }
    let (policy, faults) = read(text, rules);
    if faults.iter().any(|fault| WHOLE.contains(&fault.code)) { Policy::default() } else { policy }
}

/// The fault by line and column, both from 1; a column is a character.
fn placed(text: &str, fault: &Fault) -> CheckError {
    let before: Vec<char> = text.char_indices().take_while(|(at, _)| *at < fault.at).map(|(_, c)| c).collect();
    let line = before.iter().filter(|c| **c == '\n').count();
    let column = before.iter().rev().take_while(|c| **c != '\n').count();
    CheckError::PolicyInvalid { code: fault.code.into(), line: line as u32 + 1, column: column as u32 + 1 }
}

/// Everything that holds, and everything that does not.
fn read(text: &str, rules: &RuleSet) -> (Policy, Vec<Fault>) {
    let mut reader = Reader { rules, policy: Policy::default(), faults: vec![] };
    match DeTable::parse(text) {
        Ok(table) => reader.document(table.get_ref()),
        Err(error) => reader.fault("syntax", error.span().map_or(0, |span| span.start)),
    }
    (reader.policy, reader.faults)
}

struct Reader<'a> {
    rules: &'a RuleSet,
    policy: Policy,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn fault(&mut self, code: &'static str, at: usize) {
        self.faults.push(Fault { code, at });
    }

    fn document(&mut self, table: &DeTable) {
        if !table.keys().any(|key| key.get_ref() == "schema") {
            self.fault("schema", 0);
        }
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "schema" if schema(value) == Some(SCHEMA) => {}
                "schema" => self.fault("schema", value.span().start),
                "jurisdiction" => self.policy.jurisdiction = self.word(value),
                "locale" => self.policy.locale = self.word(value),
                "reader" => self.policy.reader = self.switch(value).unwrap_or(true),
                "photos" => self.each(value, Self::photo),
                "severity" => self.each(value, Self::severity),
                _ => self.fault("unknown-key", key.span().start),
            }
        }
    }

    fn each(&mut self, table: &Spanned<DeValue>, entry: impl Fn(&mut Self, &str, usize, &Spanned<DeValue>)) {
        match table.get_ref().as_table() {
            Some(table) => table.iter().for_each(|(key, value)| entry(self, key.get_ref(), key.span().start, value)),
            None => self.fault("value", table.span().start),
        }
    }

    fn photo(&mut self, name: &str, at: usize, value: &Spanned<DeValue>) {
        let kind = named::<RegionKind>(name).filter(|kind| *kind != RegionKind::Other);
        match (kind, self.switch(value)) {
            (Some(kind), Some(on)) => self.policy.photos.set(kind, on),
            (None, _) => self.fault("unknown-kind", at),
            (_, None) => {}
        }
    }

    fn severity(&mut self, name: &str, at: usize, value: &Spanned<DeValue>) {
        // `story.series = "off"` without quotes is a table within a table to TOML.
        if value.get_ref().is_table() {
            return self.fault("unquoted", at);
        }
        let Some(change) = self.word::<Change>(value) else { return };
        let mut meant = self.rules.rules().filter(|rule| rule.id == name || rule.category() == name).peekable();
        if meant.peek().is_none() {
            return self.fault("unknown-rule", at);
        }
        if meant.any(|rule| change.severity() < floor(rule.category(), rule.severity)) {
            return self.fault("too-low", value.span().start);
        }
        self.policy.severity.insert(name.into(), change);
    }

    fn switch(&mut self, value: &Spanned<DeValue>) -> Option<bool> {
        let on = value.get_ref().as_bool();
        if on.is_none() {
            self.fault("value", value.span().start);
        }
        on
    }

    fn word<'de, T: Deserialize<'de>>(&mut self, value: &'de Spanned<DeValue>) -> Option<T> {
        let word = value.get_ref().as_str().and_then(named);
        if word.is_none() {
            self.fault("value", value.span().start);
        }
        word
    }
}

/// A value by its name in JSON.
fn named<'de, T: Deserialize<'de>>(name: &'de str) -> Option<T> {
    let name: StrDeserializer<'de, ValueError> = name.into_deserializer();
    T::deserialize(name).ok()
}

fn schema(value: &Spanned<DeValue>) -> Option<u32> {
    value.get_ref().as_integer().filter(|number| number.radix() == 10)?.as_str().parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::{Jurisdiction, Locale};

    fn parse(text: &str) -> Result<Policy> {
        Policy::parse(text, &RuleSet::built_in().expect("valid"))
    }

    fn fault(text: &str) -> (String, u32, u32) {
        match parse(text) {
            Err(CheckError::PolicyInvalid { code, line, column }) => (code, line, column),
            other => panic!("{other:?}"),
        }
    }

    const WHOLE: &str = "schema = 1\njurisdiction = \"HK\"\nlocale = \"zh-Hant\"\nreader = false\n\n[photos]\nface = false\n\
        barcode = true\n\n[severity]\nquasi = \"off\"\n\"story.series\" = \"block\"\nidentifier = \"block\"\n";

    #[test]
    fn a_policy_is_read_and_written_again() {
        let policy = parse(WHOLE).expect("valid");
        assert_eq!((policy.jurisdiction, policy.locale), (Some(Jurisdiction::Hk), Some(Locale::ZhHant)));
        assert!(!policy.reader && !policy.photos.wants(RegionKind::Face) && policy.photos.wants(RegionKind::Text));
        assert_eq!(policy.severity.get("quasi"), Some(&Change::Off));
        assert_eq!(parse(&policy.to_string()).expect("valid"), policy);
        assert_eq!(parse("schema = 1").expect("valid"), Policy::default());
        assert_eq!(parse(&Policy::default().to_string()).expect("valid"), Policy::default());
    }

    #[test]
    fn a_fault_has_a_code_and_a_place() {
        let at = |code: &str, line, column| (code.to_owned(), line, column);
        assert_eq!(fault(""), at("schema", 1, 1));
        assert_eq!(fault("schema = 2"), at("schema", 1, 10));
        assert_eq!(fault("schema = 1\nsurprise = 1"), at("unknown-key", 2, 1));
        assert_eq!(fault("schema = 1\n病人 = 1").0, "syntax");
        assert_eq!(fault("schema = 1\n\"病人\" = 1\n"), at("unknown-key", 2, 1));
        assert_eq!(fault("schema = 1\nschema = 1").0, "syntax");
        assert_eq!(fault("schema = 1\nlocale = \"fr\""), at("value", 2, 10));
        assert_eq!(fault("schema = 1\nphotos = true"), at("value", 2, 10));
        assert_eq!(fault("schema = 1\n[photos]\ncat = true"), at("unknown-kind", 3, 1));
        assert_eq!(fault("schema = 1\n[photos]\nother = false"), at("unknown-kind", 3, 1));
        assert_eq!(fault("schema = 1\n[photos]\nface = \"no\""), at("value", 3, 8));
        assert_eq!(fault("schema = 1\n[severity]\n\"story.nothing\" = \"off\""), at("unknown-rule", 3, 1));
        assert_eq!(fault("schema = 1\n[severity]\nsto = \"off\""), at("unknown-rule", 3, 1));
        assert_eq!(fault("schema = 1\n[severity]\nstory.series = \"off\""), at("unquoted", 3, 1));
        assert_eq!(fault("schema = 1\n[severity]\nstory = \"quiet\""), at("value", 3, 9));
    }

    #[test]
    fn what_harms_most_cannot_be_silenced() {
        let set = |name: &str, change: &str| parse(&format!("schema = 1\n[severity]\n\"{name}\" = \"{change}\""));
        for (name, change) in [
            ("identifier.nhs-number", "off"),
            ("identifier.nhs-number", "advise"),
            ("identifier", "off"),
            ("identifier", "advise"),
            ("identifier.email", "off"),
            ("identifier.phone", "off"),
            ("tone.threat-retaliation", "off"),
            ("tone", "off"),
            ("image.patient-visible", "advise"),
        ] {
            let refused = CheckError::PolicyInvalid { code: "too-low".into(), line: 3, column: name.len() as u32 + 6 };
            assert_eq!(set(name, change).unwrap_err(), refused, "{name} {change}");
        }
        for (name, change) in [
            ("identifier.nhs-number", "warn"),
            ("identifier", "warn"),
            ("identifier", "block"),
            ("identifier.email", "block"),
            ("identifier.phone", "advise"),
            ("tone.anger-colleague", "off"),
            ("story", "off"),
        ] {
            assert!(set(name, change).is_ok(), "{name} {change}");
        }
    }

    #[test]
    fn an_oversized_policy_is_refused_before_it_is_read() {
        let padded = format!("schema = 1\n#{}", "x".repeat(MAX_POLICY_BYTES));
        let limit = CheckError::LimitExceeded { limit: "policy-bytes".into(), max: MAX_POLICY_BYTES as u64 };
        assert_eq!(parse(&padded).unwrap_err(), limit);
        assert!(parse(&padded[..MAX_POLICY_BYTES]).is_ok());
    }

    #[test]
    fn what_does_not_hold_any_more_is_left_out_of_what_was_remembered() {
        let rules = RuleSet::built_in().expect("valid");
        let old = WHOLE.replace("story.series", "story.gone").replace("quasi", "\"identifier.mrn\"");
        let policy = Policy::remembered(&old, &rules);
        assert_eq!(policy.severity.len(), 1, "{policy:?}");
        assert!(!policy.photos.wants(RegionKind::Face));
        assert_eq!(Policy::remembered("half a fi", &rules), Policy::default());
        assert_eq!(Policy::remembered(&WHOLE.replace("schema = 1", "schema = 9"), &rules), Policy::default());
    }

    proptest! {
        #[test]
        fn anything_is_answered(text in "\\PC{0,80}", lines in "([a-z.\"=\\[\\] 1\n]{0,12}){0,8}") {
            let _ = (parse(&text), parse(&lines), parse(&format!("schema = 1\n[severity]\n{lines}")));
        }
    }
}
