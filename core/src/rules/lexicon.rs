//! Word lists: places, hospitals, conditions, occupations, names. The build script reads them.

use serde::{Deserialize, Serialize};

use super::Names;

/// What a listed word may be turned into, per language; empty where the list gives nothing.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Wider {
    pub en: String,
    pub zh_hant: String,
    pub zh_hans: String,
}

/// One listed thing, under any of its names.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub list: String,
    /// The list's own class: a tier, a prevalence class, a kind.
    pub tag: String,
    /// A second column where the list has one: a jurisdiction, or `chronic` or `acute`.
    pub detail: String,
    /// People living there, for places; 0 otherwise.
    pub population: u64,
    pub wider: Wider,
    /// Folded names.
    pub names: Vec<String>,
}

/// The lists that come with the app: every entry, and the word sets that recognisers in code ask.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Lists {
    pub entries: Vec<Entry>,
    pub names: Names,
}
