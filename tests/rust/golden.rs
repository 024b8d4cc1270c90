//! The golden cases that Rust, Kotlin and Swift share. `UPDATE_GOLDEN=1 cargo test --test golden` rewrites what is
//! expected, for a person to read in the diff.

#![allow(clippy::unwrap_used, clippy::panic)] // in a test a fault must stop the run

use std::fs;
use std::path::{Path, PathBuf};

use curtain_core::photo;
use curtain_core::review::{Checker, CheckerConfig, Report};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn cases(kind: &str) -> Vec<(PathBuf, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(kind);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "no cases in {}", folder.display());
    files.into_iter().map(|f| (f.clone(), serde_json::from_slice(&fs::read(&f).unwrap()).unwrap())).collect()
}

/// Compares, or with `UPDATE_GOLDEN` writes.
fn settle(file: &Path, mut case: Value, found: Value) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        case["expect"] = found;
        fs::write(file, serde_json::to_string_pretty(&case).unwrap() + "\n").unwrap();
    } else {
        assert_eq!(case["expect"], found, "{}", file.display());
    }
}

fn caption_answer(report: &Report) -> Value {
    let caption = report.caption.as_ref().unwrap();
    let mut findings = serde_json::to_value(&caption.findings).unwrap();
    for (finding, exact) in findings.as_array_mut().unwrap().iter_mut().zip(&caption.findings) {
        // Two decimals: an f32 crosses to each language as its own kind of float.
        finding["confidence"] = json!((f64::from(exact.confidence) * 100.0).round() / 100.0);
    }
    json!({ "verdict": report.verdict, "findings": findings, "suggestion": caption.suggestion })
}

#[test]
fn captions() {
    for (file, case) in cases("caption") {
        let config: CheckerConfig = serde_json::from_value(case["config"].clone()).unwrap();
        let checker = Checker::open(config).unwrap();
        let report = checker.check::<PathBuf>(case["caption"].as_str(), &[]).unwrap();
        // The reader's cases are there for what it raises, one for what it leaves alone: rewriting them must not change that.
        if let Some(what) = file.file_stem().and_then(|stem| stem.to_str()?.strip_prefix("learned-")) {
            let raised = report.caption.iter().flat_map(|c| &c.findings).any(|f| f.learned);
            assert_eq!(raised, what != "quiet", "{}", file.display());
        }
        settle(&file, case, caption_answer(&report));
    }
}

#[test]
fn photos() {
    let bench = tempfile::tempdir().unwrap();
    for (name, bytes) in curtain_tests::photos().unwrap() {
        fs::write(bench.path().join(name), bytes).unwrap();
    }
    let checker = Checker::open(CheckerConfig::default()).unwrap();
    for (file, case) in cases("photo") {
        let fixture = bench.path().join(case["fixture"].as_str().unwrap());
        let report = checker.check(None, std::slice::from_ref(&fixture)).unwrap();
        let photo = &report.photos[0];
        let findings: Vec<&str> = photo.findings.iter().map(|f| f.rule.as_str()).collect();
        let out = tempfile::tempdir().unwrap();
        let clean = match photo::clean_into(&fixture, out.path(), "photo-1") {
            Ok(clean) => json!({
                "removed": clean.removed.len(),
                "bytes_out": clean.bytes_out,
                "pixels": clean.pixels,
                "sha256": sha256(&fs::read(&clean.out).unwrap()),
            }),
            Err(error) => json!({ "error": error.code() }),
        };
        let found = json!({
            "verdict": report.verdict,
            "format": photo.format,
            "width": photo.width,
            "height": photo.height,
            "orientation": photo.orientation,
            "metadata": photo.metadata,
            "findings": findings,
            "regions": photo.regions.iter().map(|r| json!({
                "kind": r.kind, "x": r.x, "y": r.y, "width": r.width, "height": r.height, "source": r.source,
            })).collect::<Vec<_>>(),
            "looked_for": photo.looked_for,
            "unchecked": photo.unchecked,
            "clean": clean,
        });
        settle(&file, case, found);
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |hex, b| hex + &format!("{b:02x}"))
}
