//! What cleaning costs beside copying the bytes and beside img-parts: `cargo bench -p curtain-tests --bench photos`.
//!
//! Best of many rounds, all cases in turn, so that the ratios of one run can be trusted on a busy machine. Heap is the
//! most that was held at once, the photo itself counted in.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::cast_precision_loss)] // a bench that cannot run must stop

use std::fs::File;
use std::hint::black_box;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use curtain_core::photo;
use curtain_tests::hidden;
use curtain_tests::scene::{Scene, draw};
use image::codecs::jpeg::JpegEncoder;
use img_parts::Bytes;
use img_parts::jpeg::{Jpeg, markers};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const ROUNDS: usize = 60;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.jpg");
    let to_file = |photo: Vec<u8>| photo::strip_bytes(&photo, &mut File::create(&out).unwrap()).unwrap();
    let img_parts_to_file = |photo: Vec<u8>| img_parts_to(photo.into(), File::create(&out).unwrap());
    let cases: [Case; 9] = [
        ("memcpy", &|photo| drop(black_box(black_box(&photo).clone()))),
        ("inspect", &|photo| drop(black_box(photo::inspect_bytes(&photo).unwrap()))),
        ("strip to new memory", &|photo| drop(black_box(strip(&photo)))),
        ("strip in its memory", &|photo| drop(black_box(photo::strip_owned(photo).unwrap()))),
        ("strip and verify, new", &|photo| drop(black_box(photo::clean_bytes(&photo).unwrap()))),
        ("strip and verify, own", &|photo| drop(black_box(photo::clean_owned(photo).unwrap()))),
        ("img-parts as a filter", &|photo| drop(black_box(img_parts(photo.into())))),
        ("strip to a file", &to_file),
        ("img-parts to a file", &img_parts_to_file),
    ];
    compare("JPEG, 12 MP", &jpeg(), &cases);
    compare("HEIF", &curtain_tests::heif::of_size([880, 880]), cases.get(..6).unwrap());
}

/// A name, and what is done with a photo that the caller gives away.
type Case<'a> = (&'static str, &'a dyn Fn(Vec<u8>));

fn compare(what: &str, photo: &[u8], cases: &[Case]) {
    let mut best = vec![Duration::MAX; cases.len()];
    for _ in 0..ROUNDS {
        for ((_, run), best) in cases.iter().zip(&mut best) {
            let given = photo.to_vec();
            let start = Instant::now();
            run(given);
            *best = start.elapsed().min(*best);
        }
    }
    println!("{what}, {:.2} MB", photo.len() as f64 / 1e6);
    let unit = best.first().map_or(1.0, Duration::as_secs_f64);
    for ((name, run), time) in cases.iter().zip(&best) {
        let before = HEAP.current_usage();
        let given = photo.to_vec();
        HEAP.reset_peak_usage();
        run(given);
        let heap = (HEAP.peak_usage() - before) as f64 / photo.len() as f64;
        let time = time.as_secs_f64();
        println!("  {name:22} {:7.3} ms  {:5.2} × memcpy  heap {heap:4.2} × file", time * 1e3, time / unit);
    }
}

/// A photo as a phone takes one, with Exif, a thumbnail, XMP and a film behind it.
fn jpeg() -> Vec<u8> {
    let mut photo = vec![];
    JpegEncoder::new_with_quality(&mut photo, 97).encode_image(&draw(Scene::Desk, 4032, 3024)).unwrap();
    let segment = |start: &[u8], body: &[u8]| {
        let length = (start.len() + body.len() + 2) as u16;
        [&[0xFF, 0xE1][..], &length.to_be_bytes(), start, body].concat()
    };
    let hidden =
        [segment(b"Exif\0\0", &hidden::owner(6, vec![])), segment(b"http://ns.adobe.com/xap/1.0/\0", &hidden::xmp())];
    photo.splice(2..2, hidden.concat());
    photo.extend(hidden::movie());
    photo
}

/// The same allow-list as far as img-parts knows the file: segments before the first scan.
fn img_parts(bytes: Bytes) -> Vec<u8> {
    let mut out = Cursor::new(vec![]);
    img_parts_to(bytes, &mut out);
    out.into_inner()
}

fn img_parts_to(bytes: Bytes, out: impl Write) {
    let mut jpeg = Jpeg::from_bytes(bytes).unwrap();
    jpeg.segments_mut().retain(|segment| !matches!(segment.marker(), markers::APP1..=markers::APP15 | markers::COM));
    jpeg.encoder().write_to(out).unwrap();
}

fn strip(photo: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(photo.len());
    photo::strip_bytes(photo, &mut out).unwrap();
    out
}
