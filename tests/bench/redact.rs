//! What covering one face costs, beside one full decode of libjpeg-turbo in the same run, and the memory it takes.
//!
//! `cargo bench -p curtain-tests --bench redact [-- PHOTO.jpg]`. Without a photo one of 12 MP is drawn, and `jpegtran`
//! writes it again with tables made for it, and progressive. The peer is `djpeg`, as a process (both from Debian's
//! `libjpeg-turbo-progs`). Times are wall times: progressive photos are covered and proved on two cores where the system
//! has them, and djpeg uses one. The last line is what looking at the copy again adds where a detector had found the face.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // a measuring tool

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use curtain_core::photo;
use curtain_core::span::{Region, RegionKind, RegionSource};
use curtain_tests::coded::{self, Coding, PHONE};
use curtain_tests::scene::{Scene, draw};

const RUNS: usize = 15;
/// A drawn picture has little noise; this makes as many bytes of 12 MP as a phone does, about 4 MB.
const RICH: Coding = Coding { quality: 98, ..PHONE };

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if args.get(1).is_some_and(|arg| arg == "--alone") {
        return alone(&args[2..]);
    }
    let folder = tempfile::tempdir().unwrap();
    let given = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).map(PathBuf::from);
    let photo = given.unwrap_or_else(|| {
        let path = folder.path().join("12mp.jpg");
        fs::write(&path, coded::encode(&draw(Scene::Desk, 4032, 3024), RICH).unwrap()).unwrap();
        path
    });
    compare(&photo);
    if std::env::args().skip(1).all(|arg| arg.starts_with('-')) {
        for way in ["-optimize", "-progressive"] {
            let other = folder.path().join(format!("12mp{way}.jpg"));
            let mut jpegtran = Command::new("jpegtran");
            jpegtran.args(["-copy", "none", way, "-outfile"]).arg(&other).arg(&photo);
            if jpegtran.status().is_ok_and(|status| status.success()) {
                compare(&other);
            }
        }
    }
    let large = folder.path().join("48mp.jpg");
    fs::write(&large, coded::encode(&draw(Scene::Desk, 8064, 6048), PHONE).unwrap()).unwrap();
    let region = boxed(&large, 5);
    println!(
        "48 MP, {:.1} MB: peak memory above the input: {}",
        fs::metadata(&large).unwrap().len() as f64 / 1e6,
        memory(&large, &region)
    );
}

/// Covers one photo, beside its decoding, and prints both and the memory that covering takes.
fn compare(photo: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.jpg");
    let face = Region { kind: RegionKind::Face, ..boxed(photo, 9) };
    let cover = || {
        let _ = fs::remove_file(&out);
        photo::redact(photo, &out, std::slice::from_ref(&face)).unwrap();
    };
    let clean = || {
        let _ = fs::remove_file(&out);
        photo::clean(photo, &out).unwrap();
    };
    let decode =
        || Command::new("djpeg").arg("-outfile").arg("/dev/null").arg(photo).status().is_ok_and(|s| s.success());
    let (mut covers, mut cleans, mut decodes) = (vec![], vec![], vec![]);
    let peer = decode();
    for _ in 0..RUNS {
        covers.push(timed(cover));
        cleans.push(timed(clean));
        if peer {
            decodes.push(timed(decode));
        }
    }
    let megabytes = fs::metadata(photo).unwrap().len() as f64 / 1e6;
    println!("{}: {megabytes:.1} MB, one face covered and verified", photo.display());
    let cover_ms = line("curtain redact", &covers);
    line("curtain clean", &cleans);
    if peer {
        println!("  redact / djpeg    {:.2}", cover_ms / line("djpeg (process)", &decodes));
    } else {
        println!("*** djpeg is not installed (apt-get install libjpeg-turbo-progs): no peer, no ratio ***");
    }
    println!("peak memory above the input: {}", memory(photo, &face));
    let copy = fs::read(&out).unwrap();
    let detected = Region { source: RegionSource::Core, ..face };
    let looks: Vec<Duration> =
        (0..RUNS / 3).map(|_| timed(|| photo::still_seen_bytes(&copy, std::slice::from_ref(&detected)))).collect();
    line("looking again", &looks);
}

/// A box in the middle, a `part`th of the photo wide and high.
fn boxed(path: &Path, part: u32) -> Region {
    let seen = photo::inspect(path).unwrap();
    Region {
        kind: RegionKind::Other,
        x: seen.width * 2 / 5,
        y: seen.height / 3,
        width: seen.width / part,
        height: seen.height / part,
        confidence: 1.0,
        source: RegionSource::User,
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Best and middle of the runs, in milliseconds; answers the best.
fn line(name: &str, runs: &[Duration]) -> f64 {
    let mut all: Vec<f64> = runs.iter().map(|run| run.as_secs_f64() * 1e3).collect();
    all.sort_by(f64::total_cmp);
    println!("  {name:<17} best {:.1} ms, median {:.1} ms", all[0], all[all.len() / 2]);
    all[0]
}

/// The most resident memory of a process of its own that covers `region`, less that of one that only looks at its own
/// memory, less the size of the file. Linux only.
fn memory(photo: &Path, region: &Region) -> String {
    let run = |args: &[String]| {
        let output = Command::new(std::env::current_exe().unwrap()).arg("--alone").args(args).output().unwrap();
        String::from_utf8_lossy(&output.stdout).trim().parse::<f64>().ok()
    };
    let Region { x, y, width, height, .. } = region;
    let place = [x, y, width, height].map(ToString::to_string);
    let all = [&[photo.to_string_lossy().into_owned()][..], &place].concat();
    let file = fs::metadata(photo).unwrap().len() as f64 / f64::from(1 << 20);
    match run(&all).zip(run(&[])) {
        Some((most, before)) => format!("{:.1} MiB", most - before - file),
        None => "unknown on this system".into(),
    }
}

/// What the process of its own does: covers, and prints its most resident memory in MiB.
fn alone(args: &[String]) {
    if let [photo, place @ ..] = args {
        let [x, y, width, height] = [0, 1, 2, 3].map(|i: usize| place[i].parse().unwrap());
        let region =
            Region { kind: RegionKind::Other, x, y, width, height, confidence: 1.0, source: RegionSource::User };
        let folder = tempfile::tempdir().unwrap();
        photo::redact(Path::new(photo), &folder.path().join("out.jpg"), &[region]).unwrap();
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    if let Some(kib) = most.and_then(|most| most.split_whitespace().next()?.parse::<f64>().ok()) {
        println!("{}", kib / 1024.0);
    }
}
