//! What checking a caption and opening the packs cost: `cargo bench -p curtain-core --bench captions`.
//!
//! Times are wall clock on one core; the allocation lines give memory. Captions are those of `tests/captions`, one after
//! the other, so that long ones are as varied as many short ones.

#![allow(clippy::unwrap_used, clippy::expect_used)] // a bench that cannot run must stop

use std::sync::Arc;

use curtain_core::caption::{self, Readers};
use curtain_core::rules::{Locale, RuleSet};
use divan::{AllocProfiler, Bencher, black_box};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// The texts of the labelled captions, joined by blank lines, cut to `characters`.
fn caption_of(language: &str, characters: usize) -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/captions/");
    let mut text = String::new();
    for name in [format!("fresh-{language}.jsonl"), "harmless.jsonl".into(), format!("fresh2-{language}.jsonl")] {
        for line in std::fs::read_to_string(format!("{file}{name}")).unwrap().lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            text.push_str(row["text"].as_str().unwrap());
            text.push_str("\n\n");
        }
    }
    let cut: String = text.chars().take(characters).collect();
    assert_eq!(cut.chars().count(), characters, "not enough captions");
    cut
}

/// The rules, with every pattern that these captions call for compiled.
fn warm(text: &str) -> Arc<RuleSet> {
    let rules = RuleSet::built_in().expect("valid");
    caption::check(text, &rules, None, Locale::En).expect("short");
    rules
}

#[divan::bench(args = [500, 2_000, 10_000, 20_000])]
fn english(bencher: Bencher, characters: usize) {
    let text = caption_of("en", characters);
    let rules = warm(&text);
    bencher.bench(|| caption::check(black_box(&text), &rules, None, Locale::En));
}

#[divan::bench(args = [500, 2_000, 10_000, 20_000])]
fn chinese(bencher: Bencher, characters: usize) {
    let text = caption_of("zh", characters);
    let rules = warm(&text);
    bencher.bench(|| caption::check(black_box(&text), &rules, None, Locale::En));
}

/// The rules without the learned reader: what it costs is the difference to the benches above.
#[divan::bench(args = ["en", "zh"])]
fn rules_alone(bencher: Bencher, language: &str) {
    let text = caption_of(language, 500);
    let rules = warm(&text);
    bencher.bench(|| caption::check_with(black_box(&text), &rules, None, Locale::En, Readers::Rules));
}

/// Opening every pack, as a process does once.
#[divan::bench(sample_count = 20)]
fn open() -> RuleSet {
    RuleSet::open_built_in().expect("valid")
}

/// The first caption of a process: patterns are compiled when it calls for them.
#[divan::bench(sample_count = 20)]
fn first_caption(bencher: Bencher) {
    let text = caption_of("en", 500);
    bencher
        .with_inputs(|| RuleSet::open_built_in().expect("valid"))
        .bench_values(|rules| (caption::check(&text, &rules, None, Locale::En), rules));
}
