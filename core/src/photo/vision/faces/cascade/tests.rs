//! The cascade beside the package it is after, at the model's own thresholds.

use rustface::{ImageData, create_detector_with_model, read_model};

use super::*;
use crate::photo::vision::Area;
use crate::photo::vision::faces::passes::MODEL;

/// What the model asks of each network.
const OWN: [f32; 3] = [0.5; 3];

/// A face as a child draws it, with soft edges: brows, eyes, nose and mouth, darker than the skin.
#[allow(clippy::cast_sign_loss)] // clamped
fn drawn(width: u32, height: u32, faces: &[(f32, f32, f32)]) -> Grey {
    let shade = |x: f32, y: f32| {
        let mut shade = 90.0 + 40.0 * (x / 31.0).sin() * (y / 23.0).cos();
        for &(left, top, side) in faces {
            let (u, v) = ((x - left) / side - 0.5, (y - top) / side - 0.5);
            let spot = |cx: f32, cy: f32, rx: f32, ry: f32| {
                let far = ((u - cx) / rx).powi(2) + ((v - cy) / ry).powi(2);
                1.0 / (1.0 + far.powi(3))
            };
            let skin = spot(0.0, 0.0, 0.5, 0.66);
            shade += (205.0 - shade) * skin;
            for (cx, cy, rx, ry, dark) in [
                (-0.2, -0.16, 0.1, 0.05, 130.0),
                (0.2, -0.16, 0.1, 0.05, 130.0),
                (-0.2, -0.28, 0.14, 0.035, 90.0),
                (0.2, -0.28, 0.14, 0.035, 90.0),
                (0.0, 0.08, 0.05, 0.12, 35.0),
                (0.0, 0.14, 0.1, 0.03, 60.0),
                (0.0, 0.3, 0.19, 0.05, 95.0),
            ] {
                shade -= dark * spot(cx, cy, rx, ry);
            }
        }
        shade.clamp(0.0, 255.0) as u8
    };
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x as f32, y as f32))).map(|(x, y)| shade(x, y));
    Grey { width, height, pixels: pixels.collect() }
}

fn ours(grey: &Grey) -> Vec<(Area, f32)> {
    let model = Model::read(MODEL).unwrap();
    let area = |w: &Window| Area::new(w.x as f32, w.y as f32, w.side as f32, w.side as f32);
    find(&model, grey, OWN).iter().map(|window| (area(window), window.score)).collect()
}

fn theirs(grey: &Grey) -> Vec<(Area, f32)> {
    let mut detector = create_detector_with_model(read_model(MODEL).unwrap());
    detector.set_min_face_size(20);
    detector.set_score_thresh(0.25);
    detector.set_pyramid_scale_factor(0.8);
    detector.set_slide_window_step(4, 4);
    let found = detector.detect(&ImageData::new(&grey.pixels, grey.width, grey.height));
    let area = |face: &rustface::FaceInfo| {
        let b = face.bbox();
        Area::new(b.x() as f32, b.y() as f32, b.width() as f32, b.height() as f32)
    };
    found.iter().map(|face| (area(face), face.score() as f32)).collect()
}

#[test]
fn drawn_faces_are_found_where_the_package_finds_them() {
    let mut clear = 0;
    for at in 0..6 {
        let step = at as f32;
        let places = [(40.0 + 7.0 * step, 50.0, 60.0 + 9.0 * step), (330.0, 180.0 - 5.0 * step, 90.0 + 12.0 * step)];
        let grey = drawn(560, 400, &places);
        let (ours, theirs) = (ours(&grey), theirs(&grey));
        println!("{at}: {ours:?}\n   {theirs:?}");
        // Windows are read a little differently, so what is on the verge may differ.
        for (some, others) in [(&ours, &theirs), (&theirs, &ours)] {
            for (area, score) in some.iter().filter(|(_, score)| *score >= 3.0) {
                clear += 1;
                let twin = others.iter().find(|(other, _)| other.iou(*area) >= 0.75);
                assert!(twin.is_some_and(|(_, twin)| *twin >= score / 2.0), "picture {at}: {area:?} {score}");
            }
        }
    }
    assert!(clear >= 12, "{clear} clear faces");
}

#[test]
fn pictures_without_a_window_and_without_anything_show_nothing() {
    let model = Model::read(MODEL).unwrap();
    for (width, height) in [(0, 0), (1, 1), (1, 5000), (39, 400), (40, 40), (41, 43), (640, 40)] {
        let grey = Grey { width, height, pixels: vec![128; (width * height) as usize] };
        assert!(find(&model, &grey, LOOSE).is_empty(), "{width} x {height}");
        let noisy = (0..width * height).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        find(&model, &Grey { width, height, pixels: noisy }, LOOSE);
        // Fewer pixels than were announced.
        find(&model, &Grey { width, height, pixels: vec![7; (width * height / 3) as usize] }, LOOSE);
    }
}

#[test]
fn a_file_that_is_no_model_is_none() {
    assert!(Model::read(MODEL).is_some());
    assert!(Model::read(&[]).is_none() && Model::read(&MODEL[..MODEL.len() - 4]).is_none());
    assert!(Model::read(&[MODEL, &[0; 4]].concat()).is_none());
    let mut changed = MODEL.to_vec();
    changed[0] = 200;
    assert!(Model::read(&changed).is_none());
}
