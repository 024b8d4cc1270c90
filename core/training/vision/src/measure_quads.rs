//! Measures every quad of every photo in an index, for `quads.py`.
//!
//! `measure-quads INDEX.jsonl OUT`: for each row of the index with a `path`, one line of JSON in `OUT.jsonl` (the row,
//! its size and its number of quads) and as many records in `OUT.f32` (bounds as shares of the frame, then features).

use std::io::{BufWriter, Write};
use std::path::Path;

use curtain_core::photo::vision::training::measured;
use curtain_core::photo::vision::{Picture, Raster};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, index, out] = args.as_slice() else { return Err("usage: measure-quads INDEX.jsonl OUT".into()) };
    let root = Path::new(index).parent().unwrap_or(Path::new("."));
    let mut rows = BufWriter::new(std::fs::File::create(format!("{out}.jsonl"))?);
    let mut numbers = BufWriter::new(std::fs::File::create(format!("{out}.f32"))?);
    let started = std::time::Instant::now();
    let mut spent = std::time::Duration::ZERO;
    let text = std::fs::read_to_string(index)?;
    for line in text.lines() {
        let mut row: serde_json::Value = serde_json::from_str(line)?;
        let path = root.join(row["path"].as_str().ok_or("a row without a path")?);
        let image = image::open(path)?.to_rgb8();
        let (width, height) = image.dimensions();
        let raster = Raster::new(width, height, image.into_raw()).ok_or("an empty photo")?;
        let picture = Picture::from_raster(&raster, width, height);
        let begun = std::time::Instant::now();
        let quads = measured(&picture);
        spent += begun.elapsed();
        row["quads"] = quads.len().into();
        row["size"] = serde_json::json!([width, height]);
        writeln!(rows, "{row}")?;
        for (bounds, features) in quads {
            for value in bounds.iter().chain(&features) {
                numbers.write_all(&value.to_le_bytes())?;
            }
        }
    }
    let count = text.lines().count().max(1) as u32;
    writeln!(std::io::stderr(), "{count} photos, {:?} in all, {:?} a photo for quads", started.elapsed(), spent / count)?;
    Ok(())
}
