//! What is checked, and why: rule packs as data, and the finding a rule makes.

mod finding;
mod locale;

pub use finding::{Edit, Finding, Severity, Verdict};
pub use locale::{Jurisdiction, Language, Locale};

use crate::error::Result;

/// The rules in force, compiled.
pub struct RuleSet {}

impl RuleSet {
    /// The packs that come with the app.
    pub fn built_in() -> Result<Self> {
        Ok(Self {})
    }
}
