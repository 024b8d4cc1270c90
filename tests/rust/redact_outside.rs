//! What covering a part of a JPEG does to the rest of it, counted with decoders that the product's redaction does not use,
//! and the covered files themselves as golden digests.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // in a test a fault must stop the run

use std::path::Path;

use curtain_core::photo;
use curtain_core::span::{Region, RegionKind, RegionSource};
use curtain_tests::coded::{self, Channels, Coding, PHONE, SAMPLINGS};
use curtain_tests::scene::{Scene, draw};
use curtain_tests::{hidden, jpeg, refined};
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

fn region(x: u32, y: u32, width: u32, height: u32) -> Region {
    Region { kind: RegionKind::Other, x, y, width, height, confidence: 1.0, source: RegionSource::User }
}

/// The upright pixels, by a decoder that is not the product's.
fn upright(photo: &[u8], orientation: u8) -> RgbImage {
    let mut decoder = jpeg_decoder::Decoder::new(photo);
    let pixels = decoder.decode().unwrap();
    let info = decoder.info().unwrap();
    let stored = RgbImage::from_raw(info.width.into(), info.height.into(), pixels).unwrap();
    let mut turned = DynamicImage::from(stored);
    turned.apply_orientation(Orientation::from_exif(orientation).unwrap());
    turned.into_rgb8()
}

/// The size of a unit of interleaved scans in pixels: eight for each step of the first channel's factors (T.81 A.1.1).
fn unit(photo: &[u8]) -> (u32, u32) {
    let frame = photo.windows(2).position(|bytes| matches!(bytes, [0xFF, 0xC0 | 0xC2])).unwrap();
    let factors = u32::from(photo[frame + 11]);
    (8 * (factors >> 4), 8 * (factors & 15))
}

/// The box of whole units of `unit` pixels around a region: first column and row, one past the last ones.
fn units(region: &Region, unit: (u32, u32)) -> [u32; 4] {
    let end = |at: u32, unit: u32| at.next_multiple_of(unit);
    [
        region.x / unit.0 * unit.0,
        region.y / unit.1 * unit.1,
        end(region.x + region.width, unit.0),
        end(region.y + region.height, unit.1),
    ]
}

/// Covers, with its padding, a fifth of the photo's sides, and counts the changed pixels outside the covered units;
/// answers their share.
///
/// # Panics
/// When one of them is farther than a pixel from the units, or a covered one is not black.
fn changed_outside(name: &str, photo: &[u8], orientation: u8, unit: (u32, u32)) -> f64 {
    let before = upright(photo, orientation);
    let (width, height) = before.dimensions();
    let asked = region(width / 3, height / 3, width * 2 / 13, height * 2 / 13);
    let (copy, covered) = photo::redact_bytes(photo, &[asked]).unwrap();
    let after = upright(&copy, orientation);
    let [x0, y0, x1, y1] = units(&covered[0], unit);
    let mut changed = 0u32;
    for (x, y, pixel) in after.enumerate_pixels() {
        let inside = (x0..x1).contains(&x) && (y0..y1).contains(&y);
        if inside || pixel == before.get_pixel(x, y) {
            continue;
        }
        let beside = x + 1 >= x0 && x <= x1 && y + 1 >= y0 && y <= y1;
        assert!(beside, "{name}: {x}, {y} is farther than a pixel from {x0}, {y0} to {x1}, {y1}");
        changed += 1;
    }
    let place = &covered[0];
    let black = |x: u32, y: u32| after.get_pixel(place.x + x, place.y + y).0 == [0; 3];
    assert!((0..place.height).all(|y| (0..place.width).all(|x| black(x, y))), "{name}: not black");
    f64::from(changed) / f64::from(width * height)
}

#[test]
fn nothing_changes_farther_than_a_pixel_from_the_covered_units() {
    // Sides of whole units, so that their grid is the same from every corner.
    let picture = draw(Scene::Desk, 320, 256);
    for ((name, sampling), progressive) in SAMPLINGS.into_iter().flat_map(|way| [(way, false), (way, true)]) {
        let plain = coded::encode(&picture, Coding { sampling, progressive, ..PHONE }).unwrap();
        let unit = unit(&plain);
        for orientation in 1..=8u8 {
            let photo = jpeg::with(&plain, &[jpeg::exif(&hidden::turned(orientation.into()))]);
            let unit = if orientation >= 5 { (unit.1, unit.0) } else { unit };
            changed_outside(&format!("{name} {progressive} {orientation}"), &photo, orientation, unit);
        }
    }
}

#[test]
fn of_twelve_megapixels_three_in_ten_thousand_change() {
    let photo = coded::encode(&draw(Scene::Desk, 4032, 3024), PHONE).unwrap();
    let share = changed_outside("12 MP", &photo, 1, (16, 16));
    println!("{:.4} % of the pixels outside changed", share * 100.0);
    assert!(share <= 0.000_3, "{share}");
}

/// The decoder of `image` (zune-jpeg 0.5.15) takes photos with a scan for each channel wrong, covered or not: where
/// channels are stored at a part of the height it misses their rows, and it leaves a scan at the first marker that it has
/// read ahead, with up to eight bytes of codes still to come: of a flat channel under 32 blocks wide, that is a row or
/// more (`check_stream_marker_after_mcu_width`). No way to write the codes mends that. Where it shows the photo as
/// others do, it must show the cover black; 4:4:1 it never does.
#[test]
fn a_second_decoder_shows_the_cover_black() {
    let picture = draw(Scene::Desk, 1280, 96);
    let mut shown_right = 0;
    for (name, coding) in coded::codings().into_iter().filter(|(_, coding)| coding.channels == Channels::Colour) {
        let photo = coded::encode(&picture, coding).unwrap();
        let second = |file: &[u8]| image::load_from_memory(file).unwrap().into_rgb8();
        let off = |(a, b): (&u8, &u8)| u64::from(a.abs_diff(*b));
        let difference: u64 = upright(&photo, 1).iter().zip(second(&photo).iter()).map(off).sum();
        if difference > 3 * 1280 * 96 {
            continue;
        }
        let (copy, covered) = photo::redact_bytes(&photo, &[region(300, 20, 200, 40)]).unwrap();
        let (shown, place) = (second(&copy), &covered[0]);
        for (x, y) in (0..place.height).flat_map(|y| (0..place.width).map(move |x| (x, y))) {
            assert_eq!(shown.get_pixel(place.x + x, place.y + y).0, [0; 3], "{name}: {x}, {y}");
        }
        shown_right += 1;
    }
    assert!(shown_right >= 30, "{shown_right} of 56 ways to code");
}

fn digest(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// The photo's digest, its copy's, and what was covered.
fn golden(photo: &[u8], asked: &[Region]) -> Value {
    let (copy, covered) = photo::redact_bytes(photo, asked).unwrap();
    let boxes: Vec<[u32; 4]> = covered.iter().map(|r| [r.x, r.y, r.width, r.height]).collect();
    json!([digest(photo), digest(&copy), boxes])
}

/// `UPDATE_GOLDEN=1` rewrites what is expected. A photo's own digest changes only with the generator or its encoder.
#[test]
fn covered_files_stay_the_same() {
    let mut found = Map::new();
    for (name, coding) in coded::codings() {
        for (width, height) in [(1, 1), (2, 3), (8, 8), (17, 33), (120, 90)] {
            let photo = coded::encode(&draw(Scene::Desk, width, height), coding).unwrap();
            let asked = region(width / 3, height / 3, width.div_ceil(5), height.div_ceil(4));
            found.insert(format!("{name}, {width} × {height}"), golden(&photo, &[asked]));
        }
    }
    for restart in [0, 2] {
        let photo = refined::encode(&draw(Scene::Monitor, 40, 24), restart);
        found.insert(format!("coefficients in halves, restart {restart}"), golden(&photo, &[region(9, 9, 6, 5)]));
    }
    let plain = coded::encode(&draw(Scene::Desk, 100, 60), PHONE).unwrap();
    for orientation in 1..=8u16 {
        let photo = jpeg::with(&plain, &[jpeg::exif(&hidden::turned(orientation))]);
        found.insert(format!("orientation {orientation}"), golden(&photo, &[region(4, 30, 12, 8)]));
    }
    let large = coded::encode(&draw(Scene::Desk, 8064, 6048), PHONE).unwrap();
    found.insert("48 MP".into(), golden(&large, &[region(3000, 2000, 900, 700), region(0, 0, 10, 10)]));

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/redact/jpeg.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        // One case a line: a diff names what changed.
        let lines: Vec<String> = found.iter().map(|(name, case)| format!("  {}: {case}", json!(name))).collect();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, format!("{{\n{}\n}}\n", lines.join(",\n"))).unwrap();
        return;
    }
    let expected: Map<String, Value> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let names = |cases: &Map<String, Value>| cases.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&expected));
    for (name, case) in &found {
        assert_eq!(Some(case), expected.get(name), "{name}");
    }
}
