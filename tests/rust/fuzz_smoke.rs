//! The fuzz targets without a fuzzer: photos of every format, mutated by a generator that always draws the same, through
//! the functions that the targets of `tests/fuzz` call. `CURTAIN_FUZZ_ROUNDS` says how many mutations of each photo.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // in a test a fault must stop the run

#[path = "../fuzz/lib.rs"]
#[allow(dead_code, unreachable_pub)]
mod fuzz;

use fuzz::Carrier;

/// Xorshift (Marsaglia 2003), so that a fault comes again.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }
}

fn rounds() -> usize {
    std::env::var("CURTAIN_FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(60)
}

/// Changes some places of `bytes`: single bits, numbers at their limits, stretches that are lost, doubled or exchanged.
fn mutate(bytes: &mut Vec<u8>, other: &[u8], draw: &mut Draw) {
    const NUMBERS: [u32; 10] = [0, 1, 2, 7, 8, 0x7F, 0xFF, 0x7FFF_FFFF, 0x8000_0000, u32::MAX];
    for _ in 0..=draw.below(4) {
        let length = bytes.len();
        // Heads and lists are where files break; half of the changes go there.
        let at = if draw.below(2) == 0 { draw.below(length.min(700)) } else { draw.below(length) };
        let stretch = at..(at + draw.below(24)).min(length);
        match draw.below(8) {
            0 if length > 0 => bytes[at] ^= 1 << draw.below(8),
            1 if length > 0 => bytes[at] = draw.next() as u8,
            2 | 3 if at + 4 <= length => {
                let number = NUMBERS[draw.below(NUMBERS.len())];
                bytes[at..at + 4].copy_from_slice(&if draw.below(3) == 0 {
                    number.to_le_bytes()
                } else {
                    number.to_be_bytes()
                });
            }
            4 => drop(bytes.drain(stretch)),
            5 => {
                let doubled = bytes[stretch].to_vec();
                bytes.splice(at..at, doubled);
            }
            6 if draw.below(4) == 0 => bytes.truncate(at),
            _ => {
                let from = draw.below(other.len());
                let taken = other[from..(from + draw.below(40)).min(other.len())].to_vec();
                bytes.splice(stretch, taken);
            }
        }
    }
}

/// Makes the checksums of a PNG right again, so that a change reaches what lies behind them.
fn mend(png: &mut [u8]) {
    let mut at = 8;
    while let Some(length) = png.get(at..at + 4).map(|n| u32::from_be_bytes(n.try_into().unwrap()) as usize) {
        let Some(body) = png.get(at + 4..at.saturating_add(8).saturating_add(length)) else { return };
        let sum = crc(body).to_be_bytes();
        let Some(place) = png.get_mut(at + 8 + length..at + 12 + length) else { return };
        place.copy_from_slice(&sum);
        at += 12 + length;
    }
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| sum >> 1 ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 })
    })
}

#[test]
fn mutated_photos_come_out_clean_or_are_refused() {
    let photos = curtain_tests::photos().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut draw = Draw(0x5EED);
    for (name, seed) in &photos {
        for round in 0..rounds() {
            let (_, other) = &photos[draw.below(photos.len())];
            let mut bytes = seed.clone();
            mutate(&mut bytes, other, &mut draw);
            if draw.below(3) > 0 && bytes.starts_with(b"\x89PNG") {
                mend(&mut bytes);
            }
            let checked = std::panic::catch_unwind(|| {
                fuzz::check(&bytes, &[(0, b"")]);
                if round % 16 == 0 {
                    fuzz::from_file(&bytes, folder.path());
                }
            });
            if checked.is_err() {
                let kept = std::env::temp_dir().join(format!("curtain-fault-{round}-{name}"));
                std::fs::write(&kept, &bytes).unwrap();
                panic!("{name}, round {round}: kept as {}", kept.display());
            }
        }
    }
}

#[test]
fn readers_of_hidden_data_bear_anything() {
    let photos = curtain_tests::photos().unwrap();
    let (_, seed) = photos.iter().find(|(name, _)| name == "gps-owner.jpg").unwrap();
    let find = |start: &[u8]| seed.windows(start.len()).position(|part| part == start).unwrap() + start.len();
    let cut = |start: &[u8]| seed[find(start)..(find(start) + 4_000).min(seed.len())].to_vec();
    let seeds = [
        (Carrier::Exif, cut(b"Exif\0\0")),
        (Carrier::Xmp, cut(b"http://ns.adobe.com/xap/1.0/\0")),
        (Carrier::Iptc, cut(b"Photoshop 3.0\0")),
        (Carrier::Profile, cut(b"ICC_PROFILE\0\x01\x01")),
        (Carrier::Pictures, cut(b"MPF\0")),
        (Carrier::Trailer, seed[seed.len() / 2..].to_vec()),
    ];
    let mut draw = Draw(0xCA22);
    for (carrier, seed) in &seeds {
        for _ in 0..rounds() * 4 {
            let mut bytes = seed.clone();
            mutate(&mut bytes, &seeds[draw.below(seeds.len())].1, &mut draw);
            fuzz::carry(&bytes, *carrier);
        }
    }
}
