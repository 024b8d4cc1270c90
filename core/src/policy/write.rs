//! A policy as TOML, complete: what it says and what goes without saying. Reading it back gives the same policy.

use std::fmt::{Display, Formatter, Result};

use serde::Serialize;

use super::Policy;
use crate::photo::vision::KINDS;

impl Display for Policy {
    fn fmt(&self, f: &mut Formatter) -> Result {
        writeln!(f, "schema = {}", self.schema)?;
        if let Some(jurisdiction) = self.jurisdiction {
            line(f, "jurisdiction", &jurisdiction)?;
        }
        if let Some(locale) = self.locale {
            line(f, "locale", &locale)?;
        }
        writeln!(f, "reader = {}\n\n[photos]", self.reader)?;
        for kind in KINDS {
            kind.serialize(&mut *f)?;
            writeln!(f, " = {}", self.photos.wants(kind))?;
        }
        if !self.severity.is_empty() {
            writeln!(f, "\n[severity]")?;
        }
        // Names were compared with those of rules: nothing in them needs an escape.
        self.severity.iter().try_for_each(|(name, change)| line(f, &format!("\"{name}\""), change))
    }
}

/// A key and a value that is a word.
fn line(f: &mut Formatter, key: &str, value: &impl Serialize) -> Result {
    write!(f, "{key} = \"")?;
    value.serialize(&mut *f)?;
    writeln!(f, "\"")
}
