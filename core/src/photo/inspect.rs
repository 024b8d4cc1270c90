//! One photo read: what is hidden in the file, and what the picture shows.

use std::path::Path;

use super::files::Source;
use super::platform::{DetectJob, Legible, Platform, shortened};
use super::report::{PhotoReport, Unchecked};
use super::vision::{self, Candidate, Looked, Picture, Seen, Wanted};
use super::{Opened, known, open, orientation, sniff, supported};
use crate::error::{CheckError, Result};
use crate::span::{Region, RegionKind, RegionSource};

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
    inspected.unseen("not-asked", Wanted::default());
    Ok(inspected.report)
}

/// Like [`inspect`], and looks at the picture for what is `wanted`, and asks `platform` as well.
///
/// Width and height are pixels of the upright photo. What could not be looked at is in `unchecked`, never an error:
/// errors are for files that cannot be read at all.
pub fn look(path: &Path, platform: &Platform, wanted: Wanted) -> Result<Inspected> {
    let mut source = Source::open(path)?;
    let format = source.format;
    let data = supported(&mut source)?;
    let opened = open(format, &data)?;
    let stored = (opened.width, opened.height);
    // A picture that no detector of ours is to see needs no decoder either.
    let decoded = wanted.sees().then(|| vision::decode(format, &data, opened.orientation, stored));
    let mut inspected = read(path, &source, opened);
    drop(data);
    let look = |picture: Picture| vision::look(&picture, wanted);
    let seen = decoded.map_or_else(|| Ok(Seen::default()), |picture| picture.map(look).map_err(vision::Unseen::code));
    inspected.see(seen, platform, wanted);
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
    wanted: Wanted,
) -> Result<Inspected> {
    let mut source = Source::open(path)?;
    let opened = open(source.format, &supported(&mut source)?)?;
    let mut inspected = read(path, &source, opened);
    let full = (inspected.report.width, inspected.report.height);
    let picture: Option<Picture> = vision::preview(rgba, width, height, full);
    let picture = picture.ok_or_else(|| CheckError::malformed("preview", 0))?;
    inspected.see(Ok(vision::look(&picture, wanted)), platform, wanted);
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
    /// Lists everything wanted that nobody looked for, and why.
    fn unseen(&mut self, why: &str, wanted: Wanted) {
        const ALL: [Looked; 4] = [Looked::Faces, Looked::Screens, Looked::Text, Looked::Codes];
        self.list(ALL.into_iter().flat_map(|what| wanted.named(what)), why);
    }

    fn list(&mut self, names: impl IntoIterator<Item = &'static str>, why: &str) {
        let unchecked = |what: &str| Unchecked { what: what.into(), why: why.into() };
        self.report.unchecked.extend(names.into_iter().map(unchecked));
    }

    /// Adds what the core saw, or why it saw nothing, and what the phone sees.
    fn see(&mut self, seen: std::result::Result<Seen, &'static str>, platform: &Platform, wanted: Wanted) {
        let mut regions = vec![];
        match seen {
            Ok(seen) => {
                let looked = seen.looked.iter().flat_map(|what| wanted.named(*what));
                self.report.looked_for = looked.map(str::to_owned).collect();
                self.list(seen.failed.iter().flat_map(|what| wanted.named(*what)), "detector-failed");
                regions.extend(seen.candidates.iter().map(core_region));
                for code in seen.codes {
                    let region = core_region(&code.candidate);
                    let legible = code.text.map(|text| Legible { text: shortened(text), region: region.clone() });
                    self.legible.extend(legible);
                    regions.push(region);
                }
            }
            Err(why) => self.unseen(why, wanted),
        }
        self.ask(platform, wanted, &mut regions);
        self.report.unchecked.extend(wanted.off().into_iter().map(Unchecked::switched_off));
        self.report.regions = vision::merge(regions);
    }

    /// Adds what the phone sees and reads.
    fn ask(&mut self, platform: &Platform, wanted: Wanted, regions: &mut Vec<Region>) {
        if wanted.is_none() {
            return;
        }
        let report = &mut self.report;
        let job = DetectJob { path: report.path.clone(), width: report.width, height: report.height };
        let seen = platform.regions(&job, &mut report.unchecked);
        regions.extend(seen.into_iter().filter(|region| wanted.wants(region.kind)));
        if !wanted.wants(RegionKind::Text) {
            return;
        }
        if let Some(texts) = platform.texts(&job, &mut report.unchecked) {
            report.looked_for.push("text".into());
            report.unchecked.retain(|u| u.what != "text");
            regions.extend(texts.iter().map(|text| text.region.clone()));
            self.legible.extend(texts);
        }
    }
}

pub(super) fn core_region(candidate: &Candidate) -> Region {
    vision::region(candidate.kind, candidate.area, candidate.confidence, RegionSource::Core)
}
