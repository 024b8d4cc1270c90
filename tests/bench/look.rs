//! How long looking at a 12-megapixel photo takes, as a multiple of one full decode of it in the same run.
//!
//!     cargo bench -p curtain-tests --bench look
//!
//! The peer is `image`'s JPEG decoder (zune-jpeg). Best of several runs each, so that a busy machine disturbs little.

#![allow(clippy::print_stdout, clippy::unwrap_used)] // a measuring tool

use std::time::{Duration, Instant};

use curtain_core::photo;
use curtain_tests::scene::{Scene, draw};
use image::ExtendedColorType::Rgb8;
use image::codecs::jpeg::JpegEncoder;

fn main() {
    let scene = draw(Scene::Corridor, 4000, 3000);
    let mut photo = vec![];
    JpegEncoder::new_with_quality(&mut photo, 90).encode(&scene, 4000, 3000, Rgb8).unwrap();
    let decode = best(7, || drop(image::load_from_memory(&photo).unwrap()));
    let small = best(7, || drop(photo::decode_bytes(&photo).unwrap()));
    let picture = photo::decode_bytes(&photo).unwrap();
    let faces = best(5, || drop(photo::vision::faces_alone(&picture)));
    let codes = best(5, || drop(photo::vision::codes_alone(&picture)));
    let whole = best(5, || drop(photo::vision::look(&photo::decode_bytes(&photo).unwrap())));
    println!("12 MP JPEG, {} kB; one full decode {:.0} ms", photo.len() / 1000, decode.as_secs_f64() * 1000.0);
    for (what, time) in
        [("small, upright decode", small), ("faces", faces), ("codes", codes), ("decode and look", whole)]
    {
        println!("{what:24} {:5.2} x", time.as_secs_f64() / decode.as_secs_f64());
    }
}

fn best(runs: u32, call: impl Fn()) -> Duration {
    let timed = |_| {
        let start = Instant::now();
        call();
        start.elapsed()
    };
    (0..runs).map(timed).min().unwrap()
}
