//! What the rule packs hold in memory: `cargo bench -p curtain-tests --bench packs`.
//!
//! Counts what the allocator holds; the tables that lie in the program itself are counted by their length. Patterns are
//! compiled when a caption first calls for them, so the packs are also weighed after every caption of `tests/captions`.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss)] // a measuring tool

use curtain_core::caption;
use curtain_core::rules::{Locale, RuleSet};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const MIB: f64 = (1 << 20) as f64;

fn main() {
    let before = HEAP.current_usage();
    let shown = |what: &str, bytes: usize| println!("{what:44} {:6.2} MiB", (bytes - before) as f64 / MIB);
    HEAP.reset_peak_usage();
    let rules = RuleSet::open_built_in().unwrap();
    shown("at most, while the packs open", HEAP.peak_usage());
    shown("held, packs open", HEAP.current_usage());
    let captions: Vec<String> =
        ["fresh-en", "fresh-zh", "fresh2-en", "fresh2-zh", "harmless"].iter().flat_map(texts).collect();
    let others = captions.iter().map(String::capacity).sum::<usize>() + captions.capacity() * size_of::<String>();
    HEAP.reset_peak_usage();
    for text in &captions {
        caption::check(text, &rules, None, Locale::En).unwrap();
    }
    shown(&format!("at most, while {} captions are checked", captions.len()), HEAP.peak_usage() - others);
    shown("held, with every pattern they called for", HEAP.current_usage() - others);
}

/// The texts of one file of labelled captions.
fn texts(name: &&str) -> Vec<String> {
    let path = format!("{}/captions/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().to_owned();
    std::fs::read_to_string(path).unwrap().lines().map(text).collect()
}
