//! Measures of every place that the face detector proposes, for the photos of an index.
use curtain_core::photo::vision::training::{
    PASSES,
    join::join,
    passes::{self, Grey, Pass, Turn},
    verify,
};
use curtain_core::photo::vision::{Picture, Raster};
use std::io::Write;
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let root = std::path::Path::new(&args[1]).parent().unwrap();
    let turned: bool = args.get(3).is_some_and(|a| a == "turned");
    let mut out = std::fs::File::create(&args[2])?;
    let model = passes::model().unwrap();
    for line in std::fs::read_to_string(&args[1])?.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        if row["kind"] != "face" && row["kind"] != "negative" {
            continue;
        }
        if turned && row["kind"] != "face" {
            continue;
        }
        let path = row["path"].as_str().unwrap();
        let mut image = image::open(root.join(path))?.to_rgb8();
        if turned {
            image = image::imageops::rotate90(&image);
        }
        let (w, h) = image.dimensions();
        let picture = Picture::from_raster(&Raster::new(w, h, image.into_raw()).unwrap(), w, h);
        let grey = Grey { width: picture.fine.width(), height: picture.fine.height(), pixels: picture.fine.luma() };
        let proposals: Vec<_> = PASSES.iter().flat_map(|p| passes::run(&model, &grey, *p)).collect();
        let faces = join(&proposals);
        let list: Vec<_> = faces.iter().map(|f| serde_json::json!({"a": [f.area.x, f.area.y, f.area.width, f.area.height], "s": f.scores, "p": f.pass, "f": verify::features(&picture, f, &faces)})).collect();
        let mut extra = vec![];
        if args.get(3).is_some_and(|a| a == "extra") {
            for side in [1152, 1280] {
                for p in passes::run(&model, &grey, Pass { side, turn: Turn::Upright }) {
                    extra.push(serde_json::json!([
                        side,
                        "Upright",
                        p.area.x,
                        p.area.y,
                        p.area.width,
                        p.area.height,
                        p.score
                    ]));
                }
            }
        }
        writeln!(out, "{}", serde_json::json!({"path": path, "w": w, "h": h, "d": list, "p": extra}))?;
    }
    Ok(())
}
