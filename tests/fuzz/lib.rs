//! What every target asks: a verified clean copy that stays as it is when cleaned again, or a typed error.
//!
//! `just fuzz TARGET` runs one for ten minutes, from the photos of the generator. `tests/rust/fuzz_smoke.rs` puts mutated
//! photos through the same functions on any toolchain.

use std::path::Path;

use curtain_core::photo;

/// Cleans `data` when it starts with one of `starts`.
///
/// # Panics
/// When a copy that was called clean does not verify, or changes when it is cleaned again.
pub fn check(data: &[u8], starts: &[(usize, &[u8])]) {
    if !starts.iter().any(|(at, start)| data.get(*at..).is_some_and(|rest| rest.starts_with(start))) {
        return;
    }
    let Ok((clean, _)) = photo::clean_bytes(data) else { return };
    assert!(photo::verify_bytes(data, &clean).is_ok(), "a clean copy does not verify");
    let again = photo::clean_bytes(&clean);
    assert!(again.is_ok_and(|(again, removed)| again == clean && removed.is_empty()), "a clean copy is not clean");
}

/// Where a reader of hidden data finds it in a JPEG.
#[derive(Debug, Clone, Copy)]
pub enum Carrier {
    Exif,
    Xmp,
    Iptc,
    Profile,
    Pictures,
    Trailer,
}

/// Puts `data` where `carrier` stands in a small JPEG, and asks that the photo comes out without it.
///
/// # Panics
/// When the photo is refused, or anything but the picture and a turn is left.
pub fn carry(data: &[u8], carrier: Carrier) {
    const FRAME: &[u8] = b"\xff\xc0\0\x0b\x08\0\x08\0\x08\x01\x01\x11\0";
    const SCAN: &[u8] = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0data\xff\xd9";
    let (marker, start): (u8, &[u8]) = match carrier {
        Carrier::Exif => (0xE1, b"Exif\0\0"),
        Carrier::Xmp => (0xE1, b"http://ns.adobe.com/xap/1.0/\0"),
        Carrier::Iptc => (0xED, b"Photoshop 3.0\0"),
        Carrier::Profile => (0xE2, b"ICC_PROFILE\0\x01\x01"),
        Carrier::Pictures => (0xE2, b"MPF\0"),
        Carrier::Trailer => (0, b""),
    };
    let room = data.len().min(65_000);
    let body = [start, data.split_at(room).0].concat();
    let length = (body.len() as u16 + 2).to_be_bytes();
    let photo = match carrier {
        Carrier::Trailer => [b"\xff\xd8", FRAME, SCAN, data].concat(),
        _ => [b"\xff\xd8\xff", &[marker][..], &length, &body, FRAME, SCAN].concat(),
    };
    let Ok((clean, _)) = photo::clean_bytes(&photo) else { panic!("refused") };
    let turn = 36;
    let profile = if matches!(carrier, Carrier::Profile) { body.len() + 4 } else { 0 };
    assert!(clean.len() <= 2 + FRAME.len() + SCAN.len() + turn + profile, "{carrier:?} left something");
    check(&photo, &[(0, b"\xff\xd8")]);
}

/// The way of a file: told by its bytes, looked into, cleaned into a folder under a name of ours.
///
/// # Panics
/// When a refused file leaves something behind, or a cleaned one cannot be verified from its file.
pub fn from_file(data: &[u8], folder: &Path) {
    let (input, out) = (folder.join("input"), folder.join("out"));
    let written = std::fs::create_dir_all(&out).and_then(|()| std::fs::write(&input, data));
    assert!(written.is_ok(), "no room for the test");
    let seen = photo::inspect(&input);
    let pictures = photo::hidden_pictures(&input);
    let cleaned = photo::clean_into(&input, &out, "photo");
    let left = std::fs::read_dir(&out).map_or(0, Iterator::count);
    match cleaned {
        Ok(report) => {
            assert!(left == 1 && seen.is_ok() && pictures.is_ok());
            assert!(photo::verify(&input, Path::new(&report.out)).is_ok());
        }
        Err(_) => assert_eq!(left, 0, "a refused file left something"),
    }
    let _ = std::fs::remove_dir_all(&out);
}
