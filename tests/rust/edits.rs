//! Taking every offered edit clears what the edits mend, and leaves text that a person could have written.

#![allow(clippy::unwrap_used, clippy::print_stderr)] // in a test a fault must stop the run, and a skip must be seen

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use curtain_core::caption::CaptionReport;
use curtain_core::review::{Checker, CheckerConfig};
use curtain_core::rules::{Jurisdiction, Locale};
use serde_json::Value;

/// Labelled captions: our own, and the shared development set where it lies beside the checkout.
fn captions() -> Vec<(String, Option<Jurisdiction>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = fs::read_dir(root.join("captions")).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "jsonl"));
    files.sort();
    let shared = root.join("../../shared/data/captions/dev.jsonl");
    if shared.is_file() {
        files.push(shared);
    } else {
        eprintln!("SKIPPED: {} is not there; only our own captions are checked", shared.display());
    }
    let read = |file: &PathBuf| fs::read_to_string(file).unwrap();
    let rows: Vec<Value> = files
        .iter()
        .flat_map(|f| read(f).lines().map(|l| serde_json::from_str(l).unwrap()).collect::<Vec<_>>())
        .collect();
    let place = |row: &Value| serde_json::from_value(row["jurisdiction"].clone()).ok();
    rows.iter().map(|row| (row["text"].as_str().unwrap().to_owned(), place(row))).collect()
}

fn check(text: &str, jurisdiction: Option<Jurisdiction>) -> CaptionReport {
    let checker = Checker::open(CheckerConfig { jurisdiction, locale: Locale::En, memory: None }).unwrap();
    checker.check::<PathBuf>(Some(text), &[]).unwrap().caption.unwrap()
}

/// Rule and words of every finding that offers an edit.
fn mendable(report: &CaptionReport) -> HashSet<(String, String)> {
    let offered = report.findings.iter().filter(|f| !f.edits.is_empty());
    offered.filter_map(|f| Some((f.rule.clone(), f.span.as_ref()?.text.clone()))).collect()
}

/// What an editor would strike out, if it was not there before.
fn garbled(before: &str, after: &str) -> Option<String> {
    const NEVER: [&str; 22] = [
        "  ",
        " ,",
        " .",
        " ;",
        " :",
        " ，",
        " 。",
        ",,",
        ", ,",
        "，，",
        "、、",
        "，。",
        "。。",
        "()",
        "（）",
        "( ",
        " )",
        "\u{fffd}",
        "的的",
        "了了。",
        " !",
        " ?",
    ];
    let more = |mark: &&&str| after.matches(**mark).count() > before.matches(**mark).count();
    if let Some(mark) = NEVER.iter().find(more) {
        return Some(format!("{mark:?}"));
    }
    let article = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let wrong = |pair: &&[&str]| {
            let vowel = pair[1].starts_with(['a', 'e', 'i', 'o']);
            (pair[0].eq_ignore_ascii_case("a") && vowel) || (pair[0].eq_ignore_ascii_case("an") && !vowel)
        };
        words.windows(2).filter(wrong).map(<[&str]>::to_vec).map(|pair| pair.join(" ")).collect::<Vec<_>>()
    };
    let (had, has) = (article(before), article(after));
    if let Some(pair) = has.iter().find(|pair| !had.contains(pair)) {
        return Some(format!("article: {pair}"));
    }
    let dangles = |line: &&str| line.starts_with([',', '，', '。', ';', '、', ' ', '的']) && !before.contains(*line);
    after.lines().find(dangles).map(|line| format!("begins: {line}"))
}

#[test]
fn taking_every_edit_clears_what_it_mends_and_garbles_nothing() {
    let mut wrong = vec![];
    let (mut edited, mut all) = (0, 0);
    for (text, jurisdiction) in captions() {
        let report = check(&text, jurisdiction);
        all += 1;
        let Some(suggestion) = &report.suggestion else { continue };
        edited += 1;
        let left = mendable(&check(suggestion, jurisdiction));
        for still in mendable(&report).intersection(&left) {
            wrong.push(format!("still {still:?}\n  {text:?}\n  {suggestion:?}"));
        }
        if let Some(why) = garbled(&text, suggestion) {
            wrong.push(format!("{why}\n  {text:?}\n  {suggestion:?}"));
        }
    }
    assert!(edited > 100 && all > 900, "{edited} of {all} captions offered an edit");
    assert!(wrong.is_empty(), "{} of {edited}:\n{}", wrong.len(), wrong.join("\n"));
}
