//! What is checked, and why: rule packs as data, and the finding a rule makes.

mod condition;
mod finding;
mod lexicon;
mod locale;
mod names;
mod pack;
mod pattern;
mod ruleset;
mod terms;
mod validate;

pub(crate) use condition::{Condition, RuleName, Scope};
pub use finding::{Edit, Finding, Severity, Verdict};
pub(crate) use lexicon::Entry;
pub use locale::{Jurisdiction, Language, Locale};
pub(crate) use names::Names;
pub use pack::{Fix, FixKind, PackInfo, Rule, Text};
pub(crate) use pattern::Gate;
pub use ruleset::RuleSet;
pub(crate) use ruleset::{CompiledMatch, CompiledRule, PatternOwner};
pub(crate) use terms::{Hit, Owner};

macro_rules! base {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../rules/base/", $name, ".toml")))),*]
    };
}

/// The pack that comes with the app, by file.
const BASE: &[(&str, &str)] = base![
    "pack",
    "contexts",
    "fixes",
    "identifier",
    "quasi",
    "mosaic",
    "story",
    "consent",
    "vulnerable",
    "image",
    "reply",
    "advice",
    "boundary",
    "dignity",
    "tone",
    "workplace",
    "live",
    "claims",
    "commerce",
    "audience",
    "reshare",
    "media",
    "death",
    "harm",
];
