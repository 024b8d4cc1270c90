//! Measures every quad of every photo in an index, or of drawn scenes, for `train-quads`.
//!
//! `measure-quads INDEX.jsonl OUT`: for each row of the index with a `path`, one line of JSON in `OUT.jsonl` (the row,
//! its size and its number of quads) and as many records in `OUT.f32` (bounds as shares of the frame, then features).
//! `measure-quads --drawn COUNT OUT [INDEX.jsonl]`: the same for scenes; photos of an index whose licence allows it are
//! backdrops of a third of them.

#![allow(clippy::cast_sign_loss)] // sizes of pictures

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use curtain_core::photo::vision::training::measured;
use curtain_core::photo::vision::{Picture, Raster};
use curtain_tests::scenes::{Shown, draw};
use image::RgbImage;
use serde_json::{Value, json};

type Answer<T> = Result<T, Box<dyn std::error::Error>>;

/// Licences of photos that may train what ships.
const ALLOWED: [&str; 3] = ["MIT", "Apache-2.0", "Kodak PCD (free use)"];

fn main() -> Answer<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["--drawn", count, out] => drawn(count.parse()?, &mut Output::create(out)?, &[]),
        ["--drawn", count, out, index] => drawn(count.parse()?, &mut Output::create(out)?, &backdrops(index)?),
        [index, out] => photos(index, &mut Output::create(out)?),
        _ => Err("usage: measure-quads INDEX.jsonl OUT | --drawn COUNT OUT [INDEX.jsonl]".into()),
    }
}

struct Output {
    rows: BufWriter<File>,
    numbers: BufWriter<File>,
}

impl Output {
    fn create(path: &str) -> Answer<Self> {
        let open = |end| File::create(format!("{path}.{end}")).map(BufWriter::new);
        Ok(Self { rows: open("jsonl")?, numbers: open("f32")? })
    }

    fn write(&mut self, mut row: Value, image: RgbImage) -> Answer<()> {
        let (width, height) = image.dimensions();
        let raster = Raster::new(width, height, image.into_raw()).ok_or("an empty photo")?;
        let quads = measured(&Picture::from_raster(&raster, width, height));
        row["quads"] = quads.len().into();
        row["size"] = json!([width, height]);
        writeln!(self.rows, "{row}")?;
        for value in quads.iter().flat_map(|(bounds, features)| bounds.iter().chain(features)) {
            self.numbers.write_all(&value.to_le_bytes())?;
        }
        Ok(())
    }
}

fn photos(index: &str, out: &mut Output) -> Answer<()> {
    for row in rows(index)? {
        let image = open(index, &row)?;
        out.write(row, image)?;
    }
    Ok(())
}

fn drawn(count: u64, out: &mut Output, backdrops: &[RgbImage]) -> Answer<()> {
    const KINDS: [(Shown, &str); 6] = [
        (Shown::Screen, "screen"),
        (Shown::Whiteboard, "whiteboard"),
        (Shown::Document, "document"),
        (Shown::Screen, "screen"),
        (Shown::Nothing, "negative"),
        (Shown::Nothing, "negative"),
    ];
    for seed in 0..count {
        let (shown, kind) = KINDS[(seed % 6) as usize];
        // Never behind an empty scene: the photo may show a paper of its own.
        let photo = backdrops.get((seed / 18) as usize % backdrops.len().max(1));
        let backdrop = photo.filter(|_| shown != Shown::Nothing && seed / 6 % 3 == 0);
        let scene = draw(shown, seed, backdrop);
        let boxes = &scene.areas;
        let row = json!({"path": format!("drawn-{seed}"), "kind": kind, "boxes": boxes, "licence": "drawn", "on_photo": backdrop.is_some()});
        out.write(row, scene.image)?;
    }
    Ok(())
}

/// Photos with codes on things: none of them is a screen, a board or a sheet that fills the frame.
fn backdrops(index: &str) -> Answer<Vec<RgbImage>> {
    let allowed = |row: &Value| row["kind"] == "barcode" && ALLOWED.iter().any(|name| row["licence"] == *name);
    rows(index)?.iter().filter(|row| allowed(row)).map(|row| open(index, row)).collect()
}

fn rows(index: &str) -> Answer<Vec<Value>> {
    std::fs::read_to_string(index)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn open(index: &str, row: &Value) -> Answer<RgbImage> {
    let folder = Path::new(index).parent().unwrap_or(Path::new("."));
    let image = image::open(folder.join(row["path"].as_str().ok_or("a row without a path")?))?.to_rgb8();
    let ratio = 640.0 / image.width().max(image.height()) as f32;
    let small = |side: u32| ((side as f32 * ratio) as u32).max(1);
    if ratio >= 1.0 || row["kind"] != "barcode" {
        return Ok(image);
    }
    Ok(image::imageops::thumbnail(&image, small(image.width()), small(image.height())))
}
