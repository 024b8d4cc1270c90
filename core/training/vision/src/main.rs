//! `measure-faces INDEX.jsonl [--turned]`: recall of the face detector at fixed numbers of false boxes a photo.
//!
//! INDEX: one object a line with `path`, `kind` (`face` or `negative` count), `boxes` and `ignore` in upright pixels, and
//! `src`. Faces under 24 px (long side of the photo scaled to 640) are neither hit nor missed. A point total is computed
//! by the very code that ships, so what is chosen here is what happens there. `--turned` turns each photo by 90 degrees.

#![allow(clippy::print_stdout)] // a measuring tool

use std::error::Error;
use std::path::Path;

use curtain_core::photo::vision::training::join::{Face, join};
use curtain_core::photo::vision::training::passes::{self, Proposal};
use curtain_core::photo::vision::training::{
    PASSES, grey, reported,
    verify::{self, Verifier},
};
use curtain_core::photo::vision::{Area, Picture, Raster};
use serde::Deserialize;

/// Smallest face that counts, pixels at a long side of 640.
const SMALLEST: f32 = 24.0;
/// Overlap of a hit.
const HIT: f32 = 0.4;

#[derive(Deserialize)]
struct Row {
    path: String,
    kind: String,
    #[serde(default)]
    boxes: Vec<[f32; 4]>,
    #[serde(default)]
    ignore: Vec<[f32; 4]>,
    #[serde(default)]
    src: Option<String>,
}

/// One proposal: its points, and whether it hit; proposals beside ignored faces are dropped.
struct Mark {
    points: f32,
    hit: bool,
}

#[derive(Default)]
struct Tally {
    photos: usize,
    faces: usize,
    marks: Vec<Mark>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let index = args.next().ok_or("usage: measure-faces INDEX.jsonl [--turned]")?;
    let turned = args.next().as_deref() == Some("--turned");
    let folder = Path::new(&index).parent().unwrap_or(Path::new("."));
    let mut tallies: Vec<(String, Tally)> = vec![("all".into(), Tally::default())];
    for line in std::fs::read_to_string(&index)?.lines() {
        let row: Row = serde_json::from_str(line)?;
        if row.kind != "face" && row.kind != "negative" {
            continue;
        }
        let source = row.src.clone().unwrap_or_else(|| row.kind.clone());
        let (faces, marks) = measure(&row, folder, turned)?;
        if !tallies.iter().any(|(name, _)| *name == source) {
            tallies.push((source.clone(), Tally::default()));
        }
        for (_, tally) in tallies.iter_mut().filter(|(name, _)| *name == "all" || *name == source) {
            tally.photos += 1;
            tally.faces += faces;
            tally.marks.extend(marks.iter().map(|mark| Mark { ..*mark }));
        }
    }
    for (name, tally) in &mut tallies {
        tell(name, tally);
    }
    Ok(())
}

/// How many faces count in one photo, and its proposals.
fn measure(row: &Row, folder: &Path, turned: bool) -> Result<(usize, Vec<Mark>), Box<dyn Error>> {
    let mut image = image::open(folder.join(&row.path))?.to_rgb8();
    let upright = image.dimensions();
    if turned {
        image = image::imageops::rotate90(&image);
    }
    let (width, height) = image.dimensions();
    let raster = Raster::new(width, height, image.into_raw()).ok_or("an empty photo")?;
    let picture = Picture::from_raster(&raster, width, height);
    let place = |b: &[f32; 4]| {
        let [x, y, w, h] = *b;
        if turned { Area::new(upright.1 as f32 - y - h, x, h, w) } else { Area::new(x, y, w, h) }
    };
    let large = |area: &Area| area.width.min(area.height) * 640.0 / width.max(height) as f32 >= SMALLEST;
    let (counted, mut ignored): (Vec<Area>, Vec<Area>) = row.boxes.iter().map(place).partition(large);
    ignored.extend(row.ignore.iter().map(place));
    let mut open: Vec<Area> = counted.clone();
    let mut places = places(&picture)?;
    places.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut marks = vec![];
    for (area, points) in places {
        let best = (0..open.len()).max_by(|a, b| open[*a].iou(area).total_cmp(&open[*b].iou(area)));
        if let Some(at) = best.filter(|at| open[*at].iou(area) >= HIT) {
            open.swap_remove(at);
            marks.push(Mark { points, hit: true });
        } else if counted.iter().chain(&ignored).all(|face| face.iou(area) < 0.2) {
            marks.push(Mark { points, hit: false });
        }
    }
    Ok((counted.len(), marks))
}

/// Every place that any pass took for a face: the box that would be reported, and its points.
fn places(picture: &Picture) -> Result<Vec<(Area, f32)>, Box<dyn Error>> {
    let (grey, model) = (grey(picture), passes::model().ok_or("no model")?);
    let faces = join(&PASSES.iter().flat_map(|pass| passes::run(&model, &grey, *pass)).collect::<Vec<Proposal>>());
    let mut verifier = Verifier::new(picture, &model, &grey);
    let place = |face: &Face| Some((reported(picture, face)?, verify::points(verifier.measure(face, 0.0)?)));
    Ok(faces.iter().filter_map(place).collect())
}

fn tell(name: &str, tally: &mut Tally) {
    tally.marks.sort_by(|a, b| b.points.total_cmp(&a.points));
    println!("{name}: {} photos, {} faces", tally.photos, tally.faces);
    for limit in [0.02, 0.05, 0.1, 0.2, 0.5] {
        let (mut hits, mut wrong, mut points) = (0, 0, f32::INFINITY);
        for mark in &tally.marks {
            if !mark.hit && (wrong + 1) as f32 > limit * tally.photos as f32 {
                break;
            }
            hits += usize::from(mark.hit);
            wrong += usize::from(!mark.hit);
            points = mark.points;
        }
        let recall = hits as f32 / tally.faces.max(1) as f32;
        println!("  at {limit:4} false boxes a photo: recall {recall:.3}, from {points:.2} points");
    }
}
