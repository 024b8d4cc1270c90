//! What a picture shows, from files: drawn codes, hostile files, and a phone's own detectors.

#![allow(clippy::unwrap_used, clippy::panic)] // in a test a fault must stop the run

#[allow(dead_code)] // of the judges only the folder of real photos is asked here
mod judge;

use std::path::Path;
use std::sync::Arc;

use curtain_core::photo::vision::{Area, Level, Picture, Raster, quads_alone};
use curtain_core::photo::{
    self, DetectJob, Detection, DetectorError, Inspected, Platform, RecognizedText, RegionDetector, TextRecognizer,
};
use curtain_core::review::{Checker, CheckerConfig, Review};
use curtain_core::rules::{Severity, Verdict};
use curtain_core::span::{RegionKind, RegionSource};
use curtain_tests::scene::{Scene, draw};
use curtain_tests::scenes::{Shown, draw as draw_scene};
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use proptest::prelude::*;

fn look(path: &Path) -> Inspected {
    photo::look(path, &Platform::default(), photo::Wanted::default()).unwrap()
}

fn saved(folder: &Path, name: &str, picture: &RgbImage) -> std::path::PathBuf {
    let path = folder.join(name);
    picture.save(&path).unwrap();
    path
}

#[test]
fn drawn_codes_are_found_and_what_they_say_is_judged_but_never_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(folder.path(), "codes.png", &curtain_tests::codes::desk());
    let report = Checker::open(CheckerConfig::default()).unwrap().check(None, &[&path]).unwrap();
    let photo = &report.photos[0];
    let codes: Vec<_> = photo.regions.iter().filter(|r| r.kind == RegionKind::Barcode).collect();
    assert_eq!(codes.len(), 2, "{codes:?}");
    // The square's modules are drawn from (80, 110) to (205, 235), the bars from (352, 340) to (542, 410).
    let holds = |x: u32, y: u32, right: u32, bottom: u32| {
        codes.iter().any(|r| {
            r.x <= x && r.y <= y && r.x + r.width >= right && r.y + r.height >= bottom && r.width < 2 * (right - x)
        })
    };
    assert!(holds(82, 112, 200, 230) && holds(354, 342, 540, 408), "{codes:?}");
    let identifier = photo.findings.iter().find(|f| f.rule == "identifier.nhs-number").unwrap();
    assert_eq!((identifier.severity, identifier.region.as_ref().unwrap().x < 90), (Severity::Block, true));
    assert_eq!(report.verdict, Verdict::Block);
    let json = serde_json::to_string(&report).unwrap();
    assert!(!json.contains("042 7186"), "the words of a code are not repeated");
}

#[test]
fn a_code_is_found_however_the_photo_is_turned() {
    let folder = tempfile::tempdir().unwrap();
    let upright = curtain_tests::codes::desk();
    let turned = [
        image::imageops::rotate90(&upright),
        image::imageops::rotate180(&upright),
        image::imageops::rotate270(&upright),
    ];
    for (at, picture) in turned.iter().enumerate() {
        let seen = look(&saved(folder.path(), &format!("{at}.png"), picture));
        let codes = seen.report.regions.iter().filter(|r| r.kind == RegionKind::Barcode);
        assert_eq!(codes.count(), 2, "turned by {} degrees", 90 * (at + 1));
    }
}

#[test]
fn an_empty_scene_is_looked_at_and_shows_no_face() {
    let folder = tempfile::tempdir().unwrap();
    for scene in [Scene::Desk, Scene::Corridor] {
        let seen = look(&saved(folder.path(), "scene.png", &draw(scene, 640, 480))).report;
        assert_eq!(seen.looked_for, ["faces", "codes", "screens"], "{scene:?}");
        assert!(seen.unchecked.is_empty(), "{:?}", seen.unchecked);
        assert!(seen.regions.iter().all(|r| r.kind != RegionKind::Face), "{:?}", seen.regions);
    }
}

/// Seeds that no weights were made from: those come from the first few thousand.
const UNSEEN: u64 = 1_000_000;

#[test]
fn drawn_screens_boards_and_papers_are_found_and_empty_rooms_are_left_alone() {
    let boxes = |shown: Shown, seed: u64| {
        let drawn = draw_scene(shown, seed, None);
        let (width, height) = drawn.image.dimensions();
        let raster = Raster::new(width, height, drawn.image.into_raw()).unwrap();
        let found = quads_alone(&Picture::from_raster(&raster, width, height)).unwrap();
        assert!(found.iter().all(|c| c.area.within(width as f32, height as f32) == Some(c.area)), "{found:?}");
        (found, drawn.areas)
    };
    for (shown, kinds) in [
        (Shown::Screen, &[RegionKind::Screen][..]),
        (Shown::Whiteboard, &[RegionKind::Whiteboard, RegionKind::Document]),
        (Shown::Document, &[RegionKind::Whiteboard, RegionKind::Document]),
    ] {
        let hits = (UNSEEN..UNSEEN + 6).filter(|seed| {
            let (found, areas) = boxes(shown, *seed);
            let areas = areas.iter().map(|[x, y, w, h]| Area::new(*x, *y, *w, *h)).collect::<Vec<_>>();
            found.iter().any(|c| kinds.contains(&c.kind) && areas.iter().any(|area| area.iou(c.area) >= 0.5))
        });
        let hits = hits.count();
        assert!(hits >= 4, "{shown:?}: {hits} of 6");
    }
    let empty = (UNSEEN..UNSEEN + 6).map(|seed| boxes(Shown::Nothing, seed).0);
    let sure = empty.filter(|found| found.iter().any(|c| c.level() == Level::Sure)).count();
    assert!(sure <= 1, "{sure} of 6 empty rooms show something");
}

#[test]
fn a_lit_screen_is_told_warned_of_and_alone_blocks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(folder.path(), "monitor.png", &draw(Scene::Monitor, 640, 480));
    let report = Checker::open(CheckerConfig::default()).unwrap().check(None, &[&path]).unwrap();
    let photo = &report.photos[0];
    let screen = photo.regions.iter().find(|r| r.kind == RegionKind::Screen).unwrap();
    // The lit part is drawn from (141, 106) to (499, 298).
    assert!(screen.x.abs_diff(141) < 24 && screen.y.abs_diff(106) < 24, "{screen:?}");
    assert!(photo.unchecked.is_empty() && report.verdict <= Verdict::Warn, "{:?}", report.verdict);
}

#[test]
fn pictures_of_odd_shapes_are_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    for (width, height) in [(1, 1), (1, 5000), (5000, 1), (3, 700), (39, 39), (41, 2000), (2000, 41)] {
        let noisy = RgbImage::from_fn(width, height, |x, y| Rgb([((x * 37) ^ (y * 91)) as u8; 3]));
        let seen = look(&saved(folder.path(), "odd.png", &noisy)).report;
        assert_eq!(seen.looked_for.len(), 3, "{width} x {height}: {:?}", seen.unchecked);
    }
}

#[test]
fn a_photo_over_the_limits_asks_for_a_preview() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.png");
    // 100 megapixels that the header announces; the rows themselves compress to almost nothing.
    let mut bytes = vec![];
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(&vec![200; 10_000 * 10_000], 10_000, 10_000, ExtendedColorType::L8)
        .unwrap();
    std::fs::write(&path, &bytes).unwrap();
    let seen = look(&path).report;
    assert!(seen.looked_for.is_empty());
    assert_eq!(
        seen.unchecked.iter().map(|u| u.what.as_str()).collect::<Vec<_>>(),
        ["faces", "screens", "text", "codes"]
    );
    assert!(seen.unchecked.iter().all(|u| u.why == "needs-preview"));

    let mut review = Review::new(Checker::open(CheckerConfig::default()).unwrap());
    let index = review.add_photo(path);
    assert_eq!(review.inspect().unwrap().report.verdict, Verdict::Unchecked);
    let preview = image::DynamicImage::from(curtain_tests::codes::desk()).to_rgba8();
    review.scan_preview(index, preview.as_raw(), 640, 480).unwrap();
    let photo = review.inspect().unwrap().report.photos.remove(0);
    assert!(photo.unchecked.is_empty(), "{:?}", photo.unchecked);
    let code = photo.regions.iter().find(|r| r.kind == RegionKind::Barcode).unwrap();
    assert!(code.width > 1000, "boxes are in pixels of the photo, not of the preview: {code:?}");
    assert_eq!(review.scan_preview(index, &[0; 12], 640, 480).unwrap_err().code(), "malformed");
    assert_eq!(review.scan_preview(7, preview.as_raw(), 640, 480).unwrap_err().code(), "invalid-state");
}

/// A phone that sees one face and reads one line.
struct Phone;

impl RegionDetector for Phone {
    fn id(&self) -> Result<String, DetectorError> {
        Ok("phone".into())
    }

    fn detect(&self, job: DetectJob) -> Result<Vec<Detection>, DetectorError> {
        assert_eq!((job.width, job.height), (640, 480));
        Ok(vec![Detection { kind: RegionKind::Face, x: 10.0, y: 20.0, width: 60.0, height: 80.0, confidence: 0.9 }])
    }
}

impl TextRecognizer for Phone {
    fn recognize(&self, _: DetectJob) -> Result<Vec<RecognizedText>, DetectorError> {
        let line =
            |text: &str, y| RecognizedText { text: text.into(), x: 5.0, y, width: 90.0, height: 12.0, confidence: 0.8 };
        Ok(vec![line("NHS number", 300.0), line("999 042 7186", 320.0)])
    }
}

#[test]
fn a_phones_boxes_and_words_arrive_and_are_judged() {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(folder.path(), "desk.png", &draw(Scene::Desk, 640, 480));
    let platform = Platform { detectors: vec![Arc::new(Phone)], recognizer: Some(Arc::new(Phone)) };
    let checker = Checker::open(CheckerConfig::default()).unwrap().with_platform(platform);
    let severity = |caption: &str| {
        let report = checker.check(Some(caption), &[&path]).unwrap();
        let faces =
            report.photos[0].findings.iter().filter(|f| f.region.as_ref().is_some_and(|r| r.kind == RegionKind::Face));
        faces.map(|f| (f.rule.clone(), f.severity)).collect::<Vec<_>>()
    };
    let photo = checker.check(None, &[&path]).unwrap().photos.remove(0);
    let face = photo.regions.iter().find(|r| r.kind == RegionKind::Face).unwrap();
    assert_eq!((face.source, face.x, face.width), (RegionSource::Platform, 10, 60));
    assert!(photo.looked_for.contains(&"text".to_owned()));
    let number = photo.findings.iter().find(|f| f.rule == "identifier.nhs-number").unwrap();
    assert_eq!(number.region.as_ref().unwrap().y, 320, "a label on the line above counts, the number's line is boxed");

    let people = "image.background-people".to_owned();
    assert_eq!(severity("Sunday"), [(people.clone(), Severity::Warn)]);
    assert_eq!(severity("Brunch with my sister"), [(people, Severity::Advise)]);
    assert!(severity("My favourite patient on bay 3").contains(&("image.patient-visible".into(), Severity::Block)));
}

/// Every real photo is looked at or refused; nothing panics, every box is inside its photo.
#[test]
fn real_photos_are_looked_at() {
    let Some(folder) = judge::real_photos() else { return };
    // Every third: the detectors are slow without optimisation, and `look` fuzzes the rest.
    for path in judge::files(&folder).iter().step_by(3) {
        let Ok(seen) = photo::look(path, &Platform::default(), photo::Wanted::default()) else { continue };
        let report = seen.report;
        let inside = |r: &curtain_core::span::Region| r.x + r.width <= report.width && r.y + r.height <= report.height;
        assert!(report.regions.iter().all(inside), "{}: {:?}", path.display(), report.regions);
        assert!(!report.looked_for.is_empty() || !report.unchecked.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A photo cut or changed anywhere is looked at or refused, and never ends the run.
    #[test]
    fn a_damaged_photo_ends_nothing(which in 0..6usize, cut: u16, at: u16, byte: u8) {
        let names = ["clean.jpg", "progressive-comment.jpg", "clean.png", "clean-codes.png", "clean.webp", "clean.gif"];
        let photos = curtain_tests::photos().unwrap();
        let Some((_, bytes)) = photos.iter().find(|(name, _)| *name == names[which]) else { return Ok(()) };
        let mut bytes = bytes.clone();
        let part = |share: u16, of: usize| of * usize::from(share) / 65_536;
        let place = part(at, bytes.len());
        bytes[place] = byte;
        bytes.truncate(part(cut, bytes.len()) + 1);
        if let Ok(picture) = photo::decode_bytes(&bytes) {
            photo::vision::codes_alone(&picture);
            let (width, height) = (picture.width as f32, picture.height as f32);
            let found = quads_alone(&picture).unwrap();
            prop_assert!(found.iter().all(|c| c.area.within(width, height) == Some(c.area)), "{found:?}");
        }
    }
}

#[test]
fn a_covered_code_is_not_seen_again_and_an_uncovered_one_is() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["codes.png", "codes.jpg"] {
        let path = saved(folder.path(), name, &curtain_tests::codes::desk());
        let mut codes = look(&path).report.regions;
        codes.retain(|region| region.kind == RegionKind::Barcode);
        let photo = std::fs::read(&path).unwrap();
        // A copy in which nothing was covered: both codes show under the boxes that should cover them.
        assert_eq!(photo::still_seen_bytes(&photo, &codes).unwrap().len(), 2, "{name}");
        let (copy, covered) = photo::redact_bytes(&photo, &codes).unwrap();
        assert_eq!(photo::still_seen_bytes(&copy, &covered), Ok(vec![]), "{name}");
        // Boxes of the user's own are not looked at again.
        for code in &mut codes {
            code.source = RegionSource::User;
        }
        assert_eq!(photo::still_seen_bytes(&photo, &codes), Ok(vec![]), "{name}");
        let report = photo::redact(&path, &folder.path().join(format!("covered-{name}")), &covered).unwrap();
        assert_eq!(report.redacted.len(), 2, "{name}: nothing had to be widened");
    }
}
