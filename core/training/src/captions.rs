//! Labelled captions as files of JSON Lines; `LABELS.md` describes them.

use std::path::Path;

use curtain_core::caption::learned::{feature_names, number};
use curtain_core::rules::{Jurisdiction, RuleSet};
use serde::Deserialize;

use crate::Failure;

/// The categories of the rule catalogue, in the order of the network's outputs.
pub const CATEGORIES: [&str; 21] = [
    "identifier", "quasi", "mosaic", "story", "consent", "vulnerable", "image", "reply", "advice", "boundary", "dignity",
    "tone", "workplace", "live", "claims", "commerce", "audience", "reshare", "media", "death", "harm",
];
/// Outputs after the categories: whether the caption is risky at all, and whether it must not be shared.
pub const RISKY: usize = CATEGORIES.len();
pub const BLOCK: usize = RISKY + 1;
pub const OUTPUTS: usize = BLOCK + 1;

/// A caption with its label.
#[derive(Debug, Clone, Deserialize)]
pub struct Caption {
    pub lang: String,
    #[serde(default)]
    pub j: Option<Jurisdiction>,
    pub text: String,
    /// `clear advise warn block`.
    pub v: String,
    #[serde(default)]
    pub c: Vec<String>,
    /// The batch it came from: its file's name.
    #[serde(skip)]
    pub batch: String,
}

impl Caption {
    pub fn is_risky(&self) -> bool {
        matches!(self.v.as_str(), "warn" | "block")
    }

    /// What each output should say.
    pub fn targets(&self) -> Vec<f32> {
        let mut targets = vec![0.0; OUTPUTS];
        for (at, name) in CATEGORIES.iter().enumerate() {
            targets[at] = f32::from(u8::from(self.c.iter().any(|c| c == name)));
        }
        targets[RISKY] = f32::from(u8::from(self.is_risky()));
        targets[BLOCK] = f32::from(u8::from(self.v == "block"));
        targets
    }
}

/// Every caption of a folder, in the order of its files' names.
pub fn read(folder: &Path) -> Result<Vec<Caption>, Failure> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "jsonl"));
    files.sort();
    let mut captions = vec![];
    for file in files {
        let batch = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for (line, text) in std::fs::read_to_string(&file)?.lines().enumerate() {
            let caption: Caption =
                serde_json::from_str(text).map_err(|e| format!("{}:{}: {e}", file.display(), line + 1))?;
            captions.push(Caption { batch: batch.clone(), ..caption });
        }
    }
    Ok(captions)
}

/// Whether a batch is kept for testing: one in five, by its number.
pub fn is_test(batch: &str) -> bool {
    batch.ends_with(['0', '5'])
}

/// The numbers of a caption's features, each once, and whether each comes from the rules.
pub fn features(caption: &Caption, rules: &RuleSet) -> Vec<(u32, bool)> {
    feature_names(&caption.text, rules, caption.j)
        .iter()
        .map(|name| (number(name), name.starts_with(['r', 'n', 'm', 'x', 'v'])))
        .collect()
}
