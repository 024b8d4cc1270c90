//! How much memory cleaning takes: counted by the allocator, one test in this program, so that nothing else is counted.

#![allow(clippy::unwrap_used, clippy::panic)] // in a test a fault must stop the run

use std::fs;

use curtain_core::photo;
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// Calls `work`; answers the most bytes it held at once.
fn peak(work: impl FnOnce()) -> usize {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    work();
    HEAP.peak_usage() - before
}

#[test]
fn cleaning_holds_little_more_than_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let check = |name: &str, bytes: &[u8], percent: usize, room: usize| {
        let (input, out) = (folder.path().join(name), folder.path().join("out").join(name));
        fs::create_dir_all(out.parent().unwrap()).unwrap();
        fs::write(&input, bytes).unwrap();
        // Some files are refused; they must not take more for that.
        let held = peak(|| drop(photo::clean(&input, &out)));
        let most = bytes.len() * percent / 100 + room;
        assert!(held <= most, "{name}: {held} bytes held for {} (at most {most})", bytes.len());
    };
    for (name, bytes) in curtain_tests::photos().unwrap() {
        check(&name, &bytes, 200, 1 << 20);
    }
    // Large ones: the file itself, a write buffer of 256 kB, and the lists.
    let still = curtain_tests::heif::of_size([900, 900]);
    check("large.heic", &still, 110, 320 << 10);
    let large = |name: &str| {
        let (_, bytes) = curtain_tests::photos().unwrap().into_iter().find(|(n, _)| n == name).unwrap();
        bytes
    };
    let jpeg = large("gps-owner.jpg");
    check("trailing.jpg", &[jpeg.as_slice(), &vec![7; 4 << 20]].concat(), 110, 320 << 10);
    let comment = b"\xff\xfe\0\x04hi".repeat(100_000);
    let (start, rest) = jpeg.split_at(2);
    check("comments.jpg", &[start, &comment, rest].concat(), 110, 400 << 10);
}
