//! `curtain check --batch`: JSON Lines in, JSON Lines out, one line in memory at a time.

use std::io::{BufRead, BufWriter, Read, Write};
use std::path::PathBuf;

use curtain_core::review::{Checker, CheckerConfig, Report};
use curtain_core::rules::Jurisdiction;
use serde::{Deserialize, Serialize};

use crate::args::Check;
use crate::check::{json, status};
use crate::exit::{self, Failure, Outcome};
use crate::input;

/// A line longer than this is not a share, bytes.
const MAX_LINE: u64 = 4 << 20;

#[derive(Deserialize)]
pub(crate) struct Line {
    #[serde(default)]
    pub(crate) id: Option<serde_json::Value>,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) jurisdiction: Option<Jurisdiction>,
    #[serde(default)]
    photos: Vec<PathBuf>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Option<serde_json::Value>,
    #[serde(flatten)]
    report: &'a Report,
}

#[derive(Serialize)]
struct Refusal<'a> {
    line: usize,
    error: Error<'a>,
}

#[derive(Serialize)]
struct Error<'a> {
    code: &'a str,
    message: &'a str,
}

pub(crate) fn run(check: &Check, name: &str) -> Outcome {
    let checker = check.common.checker()?;
    let mut lines = input::open(name)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut worst = exit::FINE;
    let mut number = 0;
    while let Some(line) = next_line(&mut lines)? {
        number += 1;
        if matches!(&line, Ok(text) if text.trim().is_empty()) {
            continue;
        }
        let (answer, code) = match line.and_then(|text| answer(&checker, &text)) {
            Ok(answer) => answer,
            Err((code, message)) => (json(&Refusal { line: number, error: Error { code, message } })?, exit::UNUSABLE),
        };
        worst = worst.max(code);
        if !check.common.quiet {
            writeln!(out, "{answer}")?;
            // A reader that waits for the answer before it sends the next line must get it.
            out.flush()?;
        }
    }
    Ok(worst)
}

type Refused = (&'static str, &'static str);

fn answer(checker: &Checker, text: &str) -> Result<(String, u8), Refused> {
    const BAD: Refused = ("bad-line", "not an object with a text, and optionally id, jurisdiction and photos");
    let line: Line = serde_json::from_str(text).map_err(|_| BAD)?;
    let config = checker.config();
    let jurisdiction = line.jurisdiction.or(config.jurisdiction);
    let checker = checker.with_config(CheckerConfig { jurisdiction, ..config.clone() });
    let report =
        checker.check(Some(&line.text), &line.photos).map_err(|e| (e.code(), "the caption is over the limit"))?;
    let code = status(&report, &line.photos);
    let answer = json(&Answer { id: &line.id, report: &report }).map_err(|_| BAD)?;
    Ok((answer, code))
}

/// The next line; an inner error is a line that cannot be used, an outer one ends the run.
pub(crate) fn next_line(lines: &mut Box<dyn BufRead>) -> Result<Option<Result<String, Refused>>, Failure> {
    let mut bytes = vec![];
    let read =
        lines.take(MAX_LINE).read_until(b'\n', &mut bytes).map_err(|_| Failure::new("the batch could not be read"))?;
    if read == 0 {
        return Ok(None);
    }
    if read as u64 == MAX_LINE && !bytes.ends_with(b"\n") {
        skip_line(lines)?;
        return Ok(Some(Err(("line-too-long", "a line may hold at most 4 MiB"))));
    }
    Ok(Some(String::from_utf8(bytes).map_err(|_| ("not-utf-8", "the line is not UTF-8 text"))))
}

fn skip_line(lines: &mut Box<dyn BufRead>) -> Result<(), Failure> {
    loop {
        let mut bytes = vec![];
        let read = lines
            .take(MAX_LINE)
            .read_until(b'\n', &mut bytes)
            .map_err(|_| Failure::new("the batch could not be read"))?;
        if read == 0 || bytes.ends_with(b"\n") {
            return Ok(());
        }
    }
}
