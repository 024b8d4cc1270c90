//! Feature names of captions, for looking into: JSON Lines in, JSON Lines out.
use std::io::{BufRead, Write};
use curtain_core::caption::learned::feature_names;
use curtain_core::rules::RuleSet;
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rules = RuleSet::built_in()?;
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let j = serde_json::from_value(row["j"].clone()).ok();
        let names = feature_names(row["text"].as_str().unwrap_or(""), &rules, j);
        writeln!(out, "{}", serde_json::json!({"f": names}))?;
    }
    Ok(())
}
