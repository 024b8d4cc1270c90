//! How long looking at a 12-megapixel photo takes, as a multiple of one full decode of it in the same run.
//!
//!     cargo bench -p curtain-tests --bench look [-- PHOTO.jpg]
//!
//! Without a photo one is drawn. Time goes with what there is to see: people and things that look like faces cost most.
//!
//! The peer is libjpeg-turbo's `djpeg` (package libjpeg-turbo-progs), a process of its own that writes to nowhere; without
//! it `image`'s decoder (zune-jpeg), and the first line says which. Best of several runs, so that a busy machine disturbs
//! little. The last line is the most memory that looking takes at a time, beside the file's bytes.

#![allow(clippy::print_stdout, clippy::unwrap_used)] // a measuring tool

use std::process::Command;
use std::time::{Duration, Instant};

use curtain_core::photo;
use curtain_tests::scene::{Scene, draw};
use image::ExtendedColorType::Rgb8;
use image::codecs::jpeg::JpegEncoder;
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

fn drawn() -> Vec<u8> {
    let scene = draw(Scene::Corridor, 4000, 3000);
    let mut photo = vec![];
    JpegEncoder::new_with_quality(&mut photo, 90).encode(&scene, 4000, 3000, Rgb8).unwrap();
    photo
}

fn main() {
    let given = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let photo = given.map_or_else(drawn, |path| std::fs::read(path).unwrap());
    let file = std::env::temp_dir().join(format!("bench-look-{}.jpg", std::process::id()));
    std::fs::write(&file, &photo).unwrap();
    let djpeg = || Command::new("djpeg").args(["-ppm", "-outfile", "/dev/null"]).arg(&file).status();
    let has_djpeg = djpeg().is_ok_and(|status| status.success());
    let (peer, decode) = if has_djpeg {
        ("djpeg", best(9, || drop(djpeg())))
    } else {
        ("image", best(9, || drop(image::load_from_memory(&photo).unwrap())))
    };
    std::fs::remove_file(&file).unwrap();
    let small = best(7, || drop(photo::decode_bytes(&photo).unwrap()));
    let picture = photo::decode_bytes(&photo).unwrap();
    let faces = best(5, || drop(photo::vision::faces_alone(&picture)));
    let codes = best(5, || drop(photo::vision::codes_alone(&picture)));
    let quads = best(5, || drop(photo::vision::quads_alone(&picture)));
    let whole = best(5, || drop(photo::vision::look(&photo::decode_bytes(&photo).unwrap(), photo::Wanted::default())));
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("12 MP JPEG, {} kB; one full decode by {peer} {:.0} ms", photo.len() / 1000, ms(decode));
    for (what, time) in [
        ("small, upright decode", small),
        ("faces", faces),
        ("codes", codes),
        ("screens, boards, papers", quads),
        ("decode and look", whole),
    ] {
        println!("{what:24} {:5.2} x {:6.0} ms", ms(time) / ms(decode), ms(time));
    }
    drop(picture);
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    drop(photo::vision::look(&photo::decode_bytes(&photo).unwrap(), photo::Wanted::default()));
    println!("memory at most           {:.1} MB", (HEAP.peak_usage() - before) as f64 / 1e6);
}

fn best(runs: u32, call: impl Fn()) -> Duration {
    let timed = |_| {
        let start = Instant::now();
        call();
        start.elapsed()
    };
    (0..runs).map(timed).min().unwrap()
}
