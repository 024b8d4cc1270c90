//! Labelled captions as files of JSON Lines; `LABELS.md` describes them.

use std::path::Path;

use curtain_core::caption::learned::{feature_names, number};
use curtain_core::rules::{Jurisdiction, RuleSet};
use serde::Deserialize;

use crate::Failure;

/// The categories of the rule catalogue, in the order of the network's outputs.
pub(crate) const CATEGORIES: [&str; 21] = [
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
/// Outputs after the categories: whether the caption is risky at all, and whether it must not be shared.
pub(crate) const RISKY: usize = CATEGORIES.len();
pub(crate) const BLOCK: usize = RISKY + 1;
pub(crate) const OUTPUTS: usize = BLOCK + 1;

/// A caption with its label.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Caption {
    pub(crate) lang: String,
    #[serde(default)]
    pub(crate) j: Option<Jurisdiction>,
    pub(crate) text: String,
    /// `clear advise warn block`.
    pub(crate) v: String,
    #[serde(default)]
    pub(crate) c: Vec<String>,
    /// The batch it came from: its file's name.
    #[serde(skip)]
    pub(crate) batch: String,
}

impl Caption {
    pub(crate) fn is_risky(&self) -> bool {
        matches!(self.v.as_str(), "warn" | "block")
    }

    /// What each output should say.
    pub(crate) fn targets(&self) -> Vec<f32> {
        let mut targets = vec![0.0; OUTPUTS];
        for (at, name) in CATEGORIES.iter().enumerate() {
            targets[at] = f32::from(u8::from(self.c.iter().any(|c| c == name)));
        }
        targets[RISKY] = f32::from(u8::from(self.is_risky()));
        targets[BLOCK] = f32::from(u8::from(self.v == "block"));
        targets
    }
}

/// Every caption of a file, or of a folder in the order of its files' names.
pub(crate) fn all(path: &Path) -> Result<Vec<Caption>, Failure> {
    if path.is_file() {
        return file(path);
    }
    let mut files: Vec<_> = std::fs::read_dir(path)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "jsonl"));
    files.sort();
    let mut captions = vec![];
    for each in files {
        captions.extend(file(&each)?);
    }
    Ok(captions)
}

/// Every caption of a file: of this folder's form, of the shared development captions' or of the harmless ones'.
pub(crate) fn file(path: &Path) -> Result<Vec<Caption>, Failure> {
    let batch = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let read = |(line, text): (usize, &str)| {
        let row: Row = serde_json::from_str(text).map_err(|e| format!("{}:{}: {e}", path.display(), line + 1))?;
        let (v, c) = match row.expect {
            Some(expect) => (expect.verdict, expect.categories),
            None => (row.v.unwrap_or_else(|| "clear".into()), row.c),
        };
        Ok(Caption { lang: row.lang, j: row.j, text: row.text, v, c, batch: batch.clone() })
    };
    let text = std::fs::read_to_string(path)?;
    text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).map(read).collect()
}

#[derive(Deserialize)]
struct Row {
    lang: String,
    #[serde(default, alias = "jurisdiction")]
    j: Option<Jurisdiction>,
    text: String,
    v: Option<String>,
    #[serde(default)]
    c: Vec<String>,
    expect: Option<Expect>,
}

#[derive(Deserialize)]
struct Expect {
    verdict: String,
    categories: Vec<String>,
}

/// Whether a batch is kept for testing: one in five, by its number.
pub(crate) fn is_test(batch: &str) -> bool {
    batch.ends_with(['0', '5'])
}

/// The numbers of a caption's features, each once, and whether each comes from the rules. Kinds of feature named in
/// `without` by their first letter (`w` words, `c` classes in a row, `r` rules …) are left out, to see what each brings.
pub(crate) fn features(caption: &Caption, rules: &RuleSet, without: &str) -> Vec<(u32, bool)> {
    feature_names(&caption.text, rules, caption.j)
        .iter()
        .filter(|name| !name.chars().next().is_some_and(|kind| without.contains(kind)))
        .map(|name| (number(name), name.starts_with(['r', 'n', 'm', 'x', 'v'])))
        .collect()
}
