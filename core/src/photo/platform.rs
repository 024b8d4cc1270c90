//! The phone's own detectors and its text recogniser, behind traits that Kotlin and Swift implement.
//!
//! They get a path and a size, never pixels, and answer boxes in pixels of the upright photo. What they answer is not
//! trusted: boxes are cut to the photo, anything that is not a number is dropped, and there are at most 256.

use std::sync::Arc;

use super::limits::BOXES;
use super::report::Unchecked;
use super::vision::{self, Area};
use crate::span::{Region, RegionKind, RegionSource};

/// Why a phone's detector has no answer. What it said itself is dropped: it may hold a path or content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "ffi", derive(uniffi::Error))]
pub enum DetectorError {
    #[error("the detector failed")]
    Failed,
}

#[cfg(feature = "ffi")]
impl From<uniffi::UnexpectedUniFFICallbackError> for DetectorError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// One photo to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct DetectJob {
    pub path: String,
    /// Pixels of the upright photo; boxes are answered in these.
    pub width: u32,
    pub height: u32,
}

/// A box that a phone's detector found, in pixels of the upright photo.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Detection {
    pub kind: RegionKind,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    /// 0.0 to 1.0; from 0.5 the box is covered by default.
    pub confidence: f32,
}

/// A line of text that a phone's recogniser read, in pixels of the upright photo.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct RecognizedText {
    pub text: String,
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    pub confidence: f32,
}

/// A detector of the phone. Called off the main thread; blocks until it has its answer.
#[cfg_attr(feature = "ffi", uniffi::export(foreign))]
pub trait RegionDetector: Send + Sync {
    /// A short stable name for reports, such as `apple-vision`.
    fn id(&self) -> Result<String, DetectorError>;
    fn detect(&self, job: DetectJob) -> Result<Vec<Detection>, DetectorError>;
}

/// The phone's reader of text. Called off the main thread; blocks until it has its answer.
#[cfg_attr(feature = "ffi", uniffi::export(foreign))]
pub trait TextRecognizer: Send + Sync {
    fn recognize(&self, job: DetectJob) -> Result<Vec<RecognizedText>, DetectorError>;
}

/// What looks at a photo beside the core.
#[derive(Clone, Default)]
pub struct Platform {
    pub detectors: Vec<Arc<dyn RegionDetector>>,
    pub recognizer: Option<Arc<dyn TextRecognizer>>,
}

/// Words in the photo and where they stand. May name a patient: judged, never kept.
#[derive(Clone, PartialEq)]
pub struct Legible {
    pub text: String,
    pub region: Region,
}

/// Longest text taken from one line or code, bytes.
const TEXT_BYTES: usize = 4096;

impl Platform {
    /// Whether anybody looks for a kind: the core itself, or the phone.
    pub fn can_see(&self, kind: RegionKind) -> bool {
        match kind {
            RegionKind::Face
            | RegionKind::Screen
            | RegionKind::Whiteboard
            | RegionKind::Document
            | RegionKind::Barcode => true,
            RegionKind::Text => self.recognizer.is_some(),
            RegionKind::Badge | RegionKind::Wristband | RegionKind::Other => !self.detectors.is_empty(),
        }
    }

    /// What the phone's detectors see. One that fails is listed as not checked, by its name.
    pub(super) fn regions(&self, job: &DetectJob, unchecked: &mut Vec<Unchecked>) -> Vec<Region> {
        let mut regions = vec![];
        for detector in &self.detectors {
            let id = detector.id().map_or_else(|_| "platform".into(), |id| slug(&id));
            match detector.detect(job.clone()) {
                Ok(found) => regions.extend(
                    found
                        .into_iter()
                        .take(BOXES)
                        .filter_map(|d| region(d.kind, Area::new(d.x, d.y, d.width, d.height), d.confidence, job)),
                ),
                Err(_) => unchecked.push(Unchecked { what: id, why: "detector-failed".into() }),
            }
        }
        regions
    }

    /// What the phone's recogniser reads; `None` when there is none or it failed.
    pub(super) fn texts(&self, job: &DetectJob, unchecked: &mut Vec<Unchecked>) -> Option<Vec<Legible>> {
        let Ok(lines) = self.recognizer.as_ref()?.recognize(job.clone()) else {
            unchecked.push(Unchecked { what: "text".into(), why: "detector-failed".into() });
            return None;
        };
        let legible = |line: RecognizedText| {
            let area = Area::new(line.x, line.y, line.width, line.height);
            let region = region(RegionKind::Text, area, line.confidence, job)?;
            Some(Legible { text: shortened(line.text), region })
        };
        Some(lines.into_iter().take(BOXES).filter_map(legible).collect())
    }
}

fn region(kind: RegionKind, area: Area, confidence: f32, job: &DetectJob) -> Option<Region> {
    let area = area.within(job.width as f32, job.height as f32)?;
    let confidence = confidence.is_finite().then(|| confidence.clamp(0.0, 1.0))?;
    Some(vision::region(kind, area, confidence, RegionSource::Platform))
}

/// Cut at a character's boundary.
pub(super) fn shortened(mut text: String) -> String {
    let end = (0..=TEXT_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.truncate(end.unwrap_or_default());
    text
}

/// A detector's name as it may stand in a report: a foreign string is content until proved otherwise.
fn slug(id: &str) -> String {
    let slug: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(32).collect();
    if slug.is_empty() { "platform".into() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers what it was made with.
    struct Phone(Result<Vec<Detection>, DetectorError>);

    impl RegionDetector for Phone {
        fn id(&self) -> Result<String, DetectorError> {
            Ok("phone /tmp/Mrs Okafor".into())
        }

        fn detect(&self, _: DetectJob) -> Result<Vec<Detection>, DetectorError> {
            self.0.clone()
        }
    }

    fn seen(answer: Result<Vec<Detection>, DetectorError>) -> (Vec<Region>, Vec<Unchecked>) {
        let job = DetectJob { path: "x".into(), width: 100, height: 80 };
        let mut unchecked = vec![];
        let platform = Platform { detectors: vec![Arc::new(Phone(answer))], recognizer: None };
        (platform.regions(&job, &mut unchecked), unchecked)
    }

    fn face(x: f32, width: f32, confidence: f32) -> Detection {
        Detection { kind: RegionKind::Face, x, y: 70.0, width, height: 40.0, confidence }
    }

    #[test]
    fn a_phones_boxes_are_cut_to_the_photo_and_nonsense_is_dropped() {
        let (regions, unchecked) = seen(Ok(vec![
            face(-20.0, 50.0, 7.0),
            face(f32::NAN, 50.0, 0.9),
            face(10.0, f32::INFINITY, 0.9),
            face(10.0, 20.0, f32::NAN),
            face(500.0, 20.0, 0.9),
        ]));
        assert!(unchecked.is_empty());
        assert_eq!(regions.len(), 1);
        assert_eq!((regions[0].x, regions[0].width, regions[0].height), (0, 30, 10));
        assert!((regions[0].confidence - 1.0).abs() < 1e-6);
        assert_eq!(seen(Ok(vec![face(1.0, 5.0, 0.5); 5000])).0.len(), 256);
    }

    #[test]
    fn a_detector_that_fails_is_told_and_its_words_are_not() {
        let (regions, unchecked) = seen(Err(DetectorError::Failed));
        assert!(regions.is_empty());
        assert_eq!((unchecked[0].what.as_str(), unchecked[0].why.as_str()), ("phonetmpMrsOkafor", "detector-failed"));
    }
}
