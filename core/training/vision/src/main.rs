//! Experiments: proposals of every pass for every photo.
use curtain_core::photo::vision::training::passes::{self, Grey, Pass, Turn};
use curtain_core::photo::vision::{Picture, Raster};
use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let root = std::path::Path::new(&args[1]).parent().unwrap();
    let rows: Vec<serde_json::Value> =
        std::fs::read_to_string(&args[1])?.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let mut out = std::io::BufWriter::new(std::fs::File::create(&args[2])?);
    let model = passes::model().unwrap();
    let turned_by: u32 = args.get(3).map_or(0, |a| a.parse().unwrap());
    let list: Vec<(u32, Turn)> = vec![
        (640, Turn::Upright),
        (1024, Turn::Upright),
        (640, Turn::Left),
        (640, Turn::Right),
        (400, Turn::Left),
        (400, Turn::Right),
        (512, Turn::Left),
        (512, Turn::Right),
        (820, Turn::Upright),
    ];
    for row in rows {
        let path = row["path"].as_str().unwrap();
        let mut image = image::open(root.join(path))?.to_rgb8();
        if turned_by == 90 {
            image = image::imageops::rotate90(&image);
        }
        let (w, h) = image.dimensions();
        let picture = Picture::from_raster(&Raster::new(w, h, image.into_raw()).unwrap(), w, h);
        let grey = Grey { width: picture.fine.width(), height: picture.fine.height(), pixels: picture.fine.luma() };
        let mut all = vec![];
        let mut ms = vec![];
        for (side, turn) in &list {
            if turned_by == 90 && *turn == Turn::Upright && *side == 820 {
                continue;
            }
            let start = std::time::Instant::now();
            let found = passes::run(&model, &grey, Pass { side: *side, turn: *turn });
            ms.push(start.elapsed().as_secs_f64() * 1000.0);
            for p in found.unwrap_or_else(|| {
                eprintln!("failed {path}");
                vec![]
            }) {
                all.push(serde_json::json!([
                    side,
                    format!("{turn:?}"),
                    p.area.x,
                    p.area.y,
                    p.area.width,
                    p.area.height,
                    p.score
                ]));
            }
        }
        writeln!(out, "{}", serde_json::json!({"path": path, "w": w, "h": h, "ms": ms, "p": all}))?;
    }
    Ok(())
}
