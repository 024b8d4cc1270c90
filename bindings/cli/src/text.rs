//! The answer for a person at a terminal.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use curtain_core::photo::vision::SURE;
use curtain_core::photo::{CleanReport, PhotoReport, Pixels, Unchecked};
use curtain_core::review::Report;
use curtain_core::rules::{Finding, Locale, Severity, Verdict};
use curtain_core::span::{MetadataItem, MetadataKind, RegionKind};
use serde_json::json;

use crate::exit::Failure;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

fn colour(severity: Severity) -> Style {
    let color = match severity {
        Severity::Block => AnsiColor::Red,
        Severity::Warn => AnsiColor::Yellow,
        Severity::Advise => AnsiColor::Cyan,
    };
    color.on_default().bold()
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Block => "BLOCK ",
        Severity::Warn => "WARN  ",
        Severity::Advise => "ADVISE",
    }
}

/// The whole report. Findings come first, worst first; what was not checked is always said.
pub(crate) fn report(out: &mut impl Write, report: &Report, caption: Option<&str>, locale: Locale) -> io::Result<()> {
    writeln!(out, "{BOLD}{}{BOLD:#}", headline(report.verdict, locale))?;
    if let (Some(answer), Some(_)) = (&report.caption, caption) {
        findings(out, &answer.findings)?;
        if let Some(suggestion) = &answer.suggestion {
            writeln!(out, "\n{BOLD}With every fix:{BOLD:#}\n  {}", suggestion.replace('\n', "\n  "))?;
        }
        unchecked(out, &answer.unchecked)?;
    }
    report.photos.iter().try_for_each(|p| photo(out, p))
}

fn headline(verdict: Verdict, locale: Locale) -> &'static str {
    let (english, traditional, simplified) = match verdict {
        Verdict::Block => ("Block: don't share this as it stands.", "請先不要分享。", "请先不要分享。"),
        Verdict::Warn => {
            ("Warn: change this, or decide with care.", "請先修改，或想清楚再分享。", "请先修改，或想清楚再分享。")
        }
        Verdict::Advise => ("One quiet tip.", "一個小提醒。", "一个小提醒。"),
        Verdict::Unchecked => (
            "Nothing spotted, but not everything could be checked.",
            "沒有看到問題，但有些部分無法檢查。",
            "没有看到问题，但有些部分无法检查。",
        ),
        Verdict::Clear => (
            "Nothing spotted. You still know things we cannot see.",
            "沒有看到問題。有些事只有你知道。",
            "没有看到问题。有些事只有你知道。",
        ),
    };
    match locale {
        Locale::En => english,
        Locale::ZhHant => traditional,
        Locale::ZhHans => simplified,
    }
}

fn findings(out: &mut impl Write, findings: &[Finding]) -> io::Result<()> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|f| std::cmp::Reverse(f.severity));
    for finding in sorted {
        let style = colour(finding.severity);
        let place = finding.span.as_ref().map(|s| format!(" “{}”", s.text.replace('\n', " "))).unwrap_or_default();
        writeln!(out, "\n{style}{}{style:#}{BOLD}{place}{BOLD:#}", word(finding.severity))?;
        writeln!(out, "  {}", finding.message)?;
        writeln!(out, "  {DIM}{} · {}{DIM:#}", finding.rule, finding.authority.join(" · "))?;
        for edit in &finding.edits {
            let result =
                if edit.replacement.is_empty() { String::new() } else { format!(" → “{}”", edit.replacement) };
            writeln!(out, "  Fix: {}{result}", edit.label)?;
        }
    }
    Ok(())
}

fn photo(out: &mut impl Write, photo: &PhotoReport) -> io::Result<()> {
    writeln!(out, "\n{BOLD}{}{BOLD:#}", photo.path)?;
    findings(out, &photo.findings)?;
    let (kept, removed): (Vec<_>, Vec<_>) = photo.metadata.iter().cloned().partition(|item| item.kept);
    if !removed.is_empty() {
        writeln!(out, "  Hidden in the file:")?;
        metadata(out, &removed)?;
    }
    if !kept.is_empty() {
        writeln!(out, "  Stays, because the picture looks different without it:")?;
        metadata(out, &kept)?;
    }
    seen(out, photo)?;
    unchecked(out, &photo.unchecked)
}

fn unchecked(out: &mut impl Write, parts: &[Unchecked]) -> io::Result<()> {
    for part in parts {
        writeln!(out, "  {DIM}Not checked: {} ({}){DIM:#}", spelled(&part.what), why(&part.why))?;
    }
    Ok(())
}

/// What was looked for and what of it is there. Nothing found is said too, and never as "safe".
fn seen(out: &mut impl Write, photo: &PhotoReport) -> io::Result<()> {
    use RegionKind::{Badge, Barcode, Document, Face, Screen, Text, Whiteboard, Wristband};
    const KINDS: [(RegionKind, &str, &str); 8] = [
        (Face, "face", "faces"),
        (Screen, "screen", "screens"),
        (Whiteboard, "board", "boards"),
        (Document, "paper", "papers"),
        (Badge, "badge", "badges"),
        (Wristband, "wristband", "wristbands"),
        (Barcode, "code", "codes"),
        (Text, "line of text", "lines of text"),
    ];
    if photo.looked_for.is_empty() {
        return Ok(());
    }
    let looked = |what: &str| photo.looked_for.iter().any(|name| name == what);
    let count = |kind, sure| photo.regions.iter().filter(|r| r.kind == kind && (r.confidence >= SURE) == sure).count();
    let told = |sure: bool, perhaps: &'static str| {
        KINDS.iter().filter_map(move |(kind, one, many)| match count(*kind, sure) {
            0 => None,
            1 => Some(format!("{perhaps}1 {one}")),
            n => Some(format!("{perhaps}{n} {many}")),
        })
    };
    let seen: Vec<String> = told(true, "").chain(told(false, "perhaps ")).collect();
    let faceless = if looked("faces") && !photo.regions.iter().any(|r| r.kind == Face) { "no face found" } else { "" };
    let parts: Vec<&str> = seen.iter().map(String::as_str).chain([faceless]).filter(|part| !part.is_empty()).collect();
    writeln!(out, "  In the picture: {}", parts.join(", "))?;
    let told = photo.unchecked.iter().any(|part| part.what == "text");
    let unread = if looked("text") || told { "" } else { "; writing was not read" };
    let names: Vec<&str> = photo.looked_for.iter().map(|name| spelled(name)).collect();
    writeln!(out, "  {DIM}Looked for {}{unread}{DIM:#}", names.join(", "))
}

/// What a name in a report stands for.
fn spelled(what: &str) -> &str {
    match what {
        "screens" => "screens, boards, papers",
        "screen" => "screens",
        "whiteboard" => "boards",
        "document" => "papers",
        "reader" => "wording that no rule lists",
        other => other,
    }
}

fn metadata(out: &mut impl Write, items: &[MetadataItem]) -> io::Result<()> {
    const MOST: usize = 6;
    const KINDS: [(MetadataKind, &str); 7] = [
        (MetadataKind::Location, "place"),
        (MetadataKind::Time, "time"),
        (MetadataKind::Person, "person"),
        (MetadataKind::Device, "device"),
        (MetadataKind::HiddenImage, "hidden picture"),
        (MetadataKind::Software, "software"),
        (MetadataKind::Other, "other"),
    ];
    for (kind, name) in KINDS {
        let of_kind: Vec<String> = items
            .iter()
            .filter(|i| i.kind == kind)
            .map(|i| format!("{} {}", i.tag, i.value).trim().to_owned())
            .collect();
        let more = of_kind.len().saturating_sub(MOST);
        if !of_kind.is_empty() {
            let shown = of_kind.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join("; ");
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            writeln!(out, "    {name:14} {shown}{more}")?;
        }
    }
    Ok(())
}

/// A cleaned photo in two lines.
pub(crate) fn cleaned(out: &mut impl Write, report: &CleanReport, note: Option<&str>) -> io::Result<()> {
    let (before, after, removed) = (report.bytes_in, report.bytes_out, report.removed.len());
    let note = note.map(|note| format!(" ({note})")).unwrap_or_default();
    writeln!(out, "{BOLD}{}{BOLD:#}{note}", report.out)?;
    if let Some(extension) = &report.extension {
        writeln!(out, "  The name of {} is wrong: by its bytes the file is .{extension}.", report.path)?;
    }
    let picture = picture(report);
    match removed {
        0 => writeln!(out, "  Verified clean: nothing was hidden, {picture}, {after} bytes.")?,
        1 => writeln!(out, "  Verified clean: 1 hidden item removed, {picture}, {before} → {after} bytes.")?,
        n => writeln!(out, "  Verified clean: {n} hidden items removed, {picture}, {before} → {after} bytes.")?,
    }
    for region in &report.redacted {
        let kind = crate::args::json_name(&region.kind);
        writeln!(out, "    covered {kind}: {} × {} pixels at {}, {}", region.width, region.height, region.x, region.y)?;
    }
    metadata(out, &report.removed)
}

/// What happened to the picture itself.
fn picture(report: &CleanReport) -> &'static str {
    match report.pixels {
        Pixels::Identical => "picture unchanged",
        Pixels::IdenticalOutsideRegions => "picture unchanged outside what was covered",
        Pixels::ReEncoded => "picture drawn anew as JPEG",
    }
}

/// Words for the codes of what was not checked.
pub(crate) fn why(code: &str) -> &str {
    match code {
        "no-detector" => "this version has no detector for it",
        "needs-preview" => "this machine cannot decode it, or it is too large; a phone can pass a preview",
        "moving-picture" => "only stills are looked at",
        "undecodable" => "the picture cannot be decoded",
        "switched-off" => "switched off in the policy",
        "detector-failed" => "the detector failed",
        "io" => "the file could not be read",
        "malformed" => "the file is damaged or incomplete",
        "unsupported-format" => "this kind of file cannot be handled yet",
        "limit-exceeded" => "the file is over a limit",
        other => other,
    }
}

/// The report as SARIF 2.1.0, for editors and CI.
pub(crate) fn sarif(report: &Report) -> Result<String, Failure> {
    let level = |s: Severity| match s {
        Severity::Block => "error",
        Severity::Warn => "warning",
        Severity::Advise => "note",
    };
    let result = |f: &Finding, place: serde_json::Value| json!({ "ruleId": f.rule, "level": level(f.severity), "message": { "text": f.message }, "locations": [place] });
    let caption = report.caption.iter().flat_map(|c| &c.findings).map(|f| {
        let region = f.span.as_ref().map(|s| json!({ "charOffset": s.start, "charLength": s.end - s.start }));
        result(f, json!({ "physicalLocation": { "artifactLocation": { "uri": "caption" }, "region": region.unwrap_or(json!({ "charOffset": 0 })) } }))
    });
    let photos = report.photos.iter().flat_map(|p| {
        p.findings
            .iter()
            .map(move |f| result(f, json!({ "physicalLocation": { "artifactLocation": { "uri": p.path } } })))
    });
    let results: Vec<serde_json::Value> = caption.chain(photos).collect();
    let run = json!({
        "tool": { "driver": { "name": "curtain", "version": env!("CARGO_PKG_VERSION") } },
        "columnKind": "utf16CodeUnits",
        "results": results,
    });
    let whole =
        json!({ "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run] });
    serde_json::to_string_pretty(&whole).map_err(|_| Failure::new("could not write the answer"))
}
