//! One photo read: what is hidden in the file, and what the picture shows.

use std::path::Path;

use super::files::Source;
use super::platform::{DetectJob, Legible, Platform, shortened};
use super::report::{PhotoReport, Unchecked};
use super::vision::{self, Candidate, Picture, Seen};
use super::{Opened, known, open, orientation, sniff, supported};
use crate::error::{CheckError, Result};
use crate::span::{Region, RegionSource};

/// A photo as it was read. The rules have not judged it yet: the report's findings are empty.
#[derive(Clone)]
pub struct Inspected {
    pub report: PhotoReport,
    /// Words in the picture: codes that were read, and what a phone's recogniser read.
    pub legible: Vec<Legible>,
}

impl Inspected {
    /// The photo as it will be with these regions covered: what lies in one of them is not seen any more.
    #[must_use]
    pub fn without(&self, covered: &[Region]) -> Self {
        let gone = |region: &Region| covered.iter().any(|cover| cover.holds(region));
        let mut left = self.clone();
        left.report.regions.retain(|region| !gone(region));
        left.legible.retain(|piece| !gone(&piece.region));
        left
    }
}

/// Reads what is hidden in the photo at `path`, without decoding its pixels.
///
/// Findings are empty; nothing is looked for in the picture, and `unchecked` says so.
pub fn inspect(path: &Path) -> Result<PhotoReport> {
    let mut source = Source::open(path)?;
    let opened = open(source.format, &supported(&mut source)?)?;
    let mut inspected = read(path, &source, opened);
    inspected.unseen("not-asked");
    Ok(inspected.report)
}

/// Like [`inspect`], and looks at the picture, and asks `platform` as well.
///
/// Width and height are pixels of the upright photo. What could not be looked at is in `unchecked`, never an error:
/// errors are for files that cannot be read at all.
pub fn look(path: &Path, platform: &Platform) -> Result<Inspected> {
    let mut source = Source::open(path)?;
    let format = source.format;
    let data = supported(&mut source)?;
    let opened = open(format, &data)?;
    let stored = (opened.width, opened.height);
    let picture = vision::decode(format, &data, opened.orientation, stored).map_err(vision::Unseen::code);
    let mut inspected = read(path, &source, opened);
    drop(data);
    inspected.see(picture.map(|picture| vision::look(&picture)), platform);
    Ok(inspected)
}

/// Like [`look`], with the picture from an upright preview that the shell decoded.
///
/// `rgba` is `width` × `height` × 4 bytes (red, green, blue, alpha), long side at most 2048 pixels; the file itself is
/// still read for what is hidden in it. For formats that only the phone decodes, and photos over the core's limits.
pub fn look_at_preview(
    path: &Path,
    rgba: &[u8],
    (width, height): (u32, u32),
    platform: &Platform,
) -> Result<Inspected> {
    let mut source = Source::open(path)?;
    let opened = open(source.format, &supported(&mut source)?)?;
    let mut inspected = read(path, &source, opened);
    let full = (inspected.report.width, inspected.report.height);
    let picture: Option<Picture> = vision::preview(rgba, width, height, full);
    let picture = picture.ok_or_else(|| CheckError::malformed("preview", 0))?;
    inspected.see(Ok(vision::look(&picture)), platform);
    Ok(inspected)
}

/// The small upright picture that detectors see, in memory: for callers that hold the bytes, for fuzzing and measuring.
///
/// Errors: `UnsupportedFormat` with the code of what is missing when there is nothing to look at.
pub fn decode_bytes(data: &[u8]) -> Result<Picture> {
    let format = known(sniff::sniff(data))?;
    let Opened { width, height, orientation, .. } = open(format, data)?;
    let unseen = |unseen: vision::Unseen| CheckError::UnsupportedFormat { format: unseen.code().into() };
    vision::decode(format, data, orientation, (width, height)).map_err(unseen)
}

fn read(path: &Path, source: &Source, opened: Opened) -> Inspected {
    let (width, height) = orientation::upright(opened.width, opened.height, opened.orientation);
    let report = PhotoReport {
        path: path.to_string_lossy().into_owned(),
        format: source.format,
        width,
        height,
        orientation: opened.orientation,
        findings: vec![],
        metadata: [opened.found.removed, opened.found.kept].concat(),
        regions: vec![],
        unchecked: vec![],
        looked_for: vec![],
    };
    Inspected { report, legible: vec![] }
}

impl Inspected {
    /// Lists everything that nobody looked for, and why.
    fn unseen(&mut self, why: &str) {
        let unchecked = |what: &str| Unchecked { what: what.into(), why: why.into() };
        self.report.unchecked.extend(["faces", "screens", "text", "codes"].map(unchecked));
    }

    /// Adds what the core saw, or why it saw nothing, and what the phone sees.
    fn see(&mut self, seen: std::result::Result<Seen, &'static str>, platform: &Platform) {
        let mut regions = vec![];
        match seen {
            Ok(seen) => {
                let report = &mut self.report;
                report.looked_for = seen.looked.iter().map(|what| what.name().into()).collect();
                let failed =
                    |what: &vision::Looked| Unchecked { what: what.name().into(), why: "detector-failed".into() };
                report.unchecked.extend(seen.failed.iter().map(failed));
                regions.extend(seen.candidates.iter().map(core_region));
                for code in seen.codes {
                    let region = core_region(&code.candidate);
                    let legible = code.text.map(|text| Legible { text: shortened(text), region: region.clone() });
                    self.legible.extend(legible);
                    regions.push(region);
                }
            }
            Err(why) => self.unseen(why),
        }
        let report = &mut self.report;
        let job = DetectJob { path: report.path.clone(), width: report.width, height: report.height };
        regions.extend(platform.regions(&job, &mut report.unchecked));
        if let Some(texts) = platform.texts(&job, &mut report.unchecked) {
            report.looked_for.push("text".into());
            report.unchecked.retain(|u| u.what != "text");
            regions.extend(texts.iter().map(|text| text.region.clone()));
            self.legible.extend(texts);
        }
        report.regions = vision::merge(regions);
    }
}

pub(super) fn core_region(candidate: &Candidate) -> Region {
    vision::region(candidate.kind, candidate.area, candidate.confidence, RegionSource::Core)
}
