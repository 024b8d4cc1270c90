//! What is checked, and why: rule packs as data, and the finding a rule makes.

mod blocks;
mod compile;
mod condition;
mod contexts;
mod finding;
mod gate;
mod lexicon;
mod literal;
mod locale;
mod names;
mod pack;
mod pattern;
mod ruleset;
mod severity;
mod terms;
mod validate;

use crate::span::{RegionKind, fold_str};
pub(crate) use compile::{CompiledFrame, CompiledMatch, CompiledRule, PatternOwner};
pub(crate) use condition::{Condition, RuleName, Scope};
pub(crate) use contexts::ContextSet;
pub use finding::{Edit, Finding, Unchecked, Verdict};
#[cfg(test)]
pub(crate) use gate::of as plan_of;
pub(crate) use gate::{Gate, Mark, Plan, Stops};
pub(crate) use lexicon::{Entry, Lists};
pub use locale::{Jurisdiction, Language, Locale};
pub(crate) use names::Names;
pub(crate) use pack::Recogniser;
pub use pack::{Fix, FixKind, PackInfo, Rule, Text};
pub use ruleset::RuleSet;
pub use severity::Severity;
pub(crate) use terms::{Cased, Hit, Owner};
