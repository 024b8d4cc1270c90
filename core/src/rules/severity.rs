//! How much a finding matters.

use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(ffi_types, derive(uniffi::Enum))]
pub enum Severity {
    /// One quiet tip.
    Advise,
    /// Edit it or decide consciously.
    Warn,
    /// Do not share as it stands.
    Block,
}
