//! What hostile files cost: `cargo bench -p curtain-tests --bench hostile -- FOLDER`.
//!
//! Cleans every file of a folder as `curtain clean` does, from file to file and verified, and holds it against the
//! limits: 10 ms for each megabyte and 5 ms more, heap of twice the file and 1 MB more. Ends with 1 when one is over.
//! `make_adversarial.py` makes such a folder.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a measuring tool

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use curtain_core::photo;
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const ROUNDS: usize = 5;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().skip(1).find(|arg| !arg.starts_with('-')) else {
        println!("usage: cargo bench -p curtain-tests --bench hostile -- FOLDER");
        return ExitCode::SUCCESS;
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let over = files.iter().filter(|path| path.is_file() && is_over(path)).count();
    println!("{} files, {over} over a limit", files.len());
    if over == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Measures one file, and tells whether it takes more than it may.
fn is_over(path: &Path) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let (mut best, mut heap, mut answer) = (Duration::MAX, 0, String::new());
    for round in 0..ROUNDS {
        let out = folder.path().join(round.to_string());
        let before = HEAP.current_usage();
        HEAP.reset_peak_usage();
        let start = Instant::now();
        let outcome = photo::clean(path, &out);
        best = start.elapsed().min(best);
        heap = HEAP.peak_usage().saturating_sub(before);
        answer = outcome.map_or_else(|error| error.code().into(), |_| "cleaned".into());
    }
    let megabytes = std::fs::metadata(path).unwrap().len() as f64 / 1e6;
    let (time, heap) = (best.as_secs_f64() * 1e3, heap as f64 / 1e6);
    let over = time > 10.0 * megabytes + 5.0 || heap > 2.0 * megabytes + 1.0;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mark = if over { "OVER" } else { "" };
    println!("{name:44} {megabytes:7.2} MB {time:8.2} ms {heap:7.2} MB heap  {answer} {mark}");
    over
}
