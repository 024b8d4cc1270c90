//! What the writer keeps, cuts and refuses.

use super::chunk::SIGNATURE;
use super::*;

const HEADER: &[u8] = &[0, 0, 0, 2, 0, 0, 0, 2, 8, 0, 0, 0, 0];
const ANIMATION: &[u8] = &[0, 0, 0, 2, 0, 0, 0, 0];

fn packed(bytes: &[u8]) -> Vec<u8> {
    pixels::pack(bytes).unwrap()
}

fn c(kind: [u8; 4], body: &[u8]) -> Vec<u8> {
    write::chunk(kind, &[body])
}

fn end() -> Vec<u8> {
    c(*b"IEND", b"")
}

fn frame(number: u8) -> Vec<u8> {
    c(*b"fcTL", &[&[0, 0, 0, number][..], &[0, 0, 0, 2, 0, 0, 0, 2], &[0; 14]].concat())
}

fn fdat(number: u8, bytes: &[u8]) -> Vec<u8> {
    c(*b"fdAT", &[&[0, 0, 0, number], bytes].concat())
}

/// A file of a header and `chunks`.
fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
    [SIGNATURE, &c(*b"IHDR", HEADER), &chunks.concat()].concat()
}

fn cleaned(data: &[u8]) -> Result<Vec<u8>> {
    let mut out = vec![];
    open(data)?.plan.write(data, &mut out).unwrap();
    Ok(out)
}

#[test]
fn keeps_a_clean_file_and_drops_the_rest() {
    let pixels = packed(&[0; 6]);
    let (head, tail) = pixels.split_at(3);
    let clean = file(&[c(*b"gAMA", &[0; 4]), c(*b"IDAT", head), c(*b"IDAT", tail), end()]);
    assert_eq!(cleaned(&clean), Ok(clean.clone()));
    let dirty = file(&[
        c(*b"tEXt", b"Author\0Jo"),
        c(*b"gAMA", &[0; 4]),
        c(*b"gAMA", &[1; 4]),
        c(*b"PLTE", b"abc"),
        c(*b"prVt", b"x"),
        c(*b"IDAT", head),
        c(*b"IDAT", &[tail, b"secret"].concat()),
        c(*b"IDAT", b"more"),
        c(*b"tIME", &[7; 7]),
        c(*b"pHYs", &[0; 9]),
        c(*b"IEND", b"x"),
    ]);
    assert_eq!(cleaned(&[&dirty[..], b"behind"].concat()), Ok(clean));
}

#[test]
fn keeps_the_turn_alone() {
    let turned =
        [&b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"[..], b"\x01\x3b\0\x02\0\0\0\x03Jo\0\0\0\0\0\0"]
            .concat();
    let pixels = c(*b"IDAT", &packed(&[0; 6]));
    let dirty = file(&[pixels.clone(), c(*b"eXIf", &turned), end()]);
    let clean = file(&[c(*b"eXIf", &minimal_tiff(6)), pixels.clone(), end()]);
    assert_eq!(cleaned(&dirty), Ok(clean.clone()));
    let prefixed = file(&[pixels, c(*b"eXIf", &[b"Exif\0\0", &turned[..]].concat()), end()]);
    assert_eq!(cleaned(&prefixed), Ok(clean), "with JPEG's start in front");
}

#[test]
fn packs_hidden_rows_away() {
    let hidden = file(&[c(*b"IDAT", &packed(b"\0ab\0cdsecret rows")), end()]);
    let shown = file(&[c(*b"IDAT", &packed(b"\0ab\0cd")), end()]);
    assert_eq!(cleaned(&hidden), Ok(shown));
}

#[test]
fn gives_a_stream_its_end() {
    let pixels = packed(&[0; 6]);
    let clean = file(&[c(*b"IDAT", &pixels), end()]);
    for missing in 1..=4 {
        let cut = pixels.split_at(pixels.len() - missing).0;
        assert_eq!(cleaned(&file(&[c(*b"IDAT", cut), end()])), Ok(clean.clone()), "{missing} bytes missing");
    }
}

#[test]
fn numbers_frames_again() {
    let pixels = packed(&[0; 6]);
    let dirty = file(&[
        c(*b"acTL", ANIMATION),
        frame(0),
        c(*b"IDAT", &pixels),
        frame(4),
        fdat(6, &pixels),
        fdat(7, b"secret"),
        frame(8),
        fdat(9, &pixels),
        end(),
    ]);
    let clean = file(&[c(*b"acTL", ANIMATION), frame(0), c(*b"IDAT", &pixels), frame(1), fdat(2, &pixels), end()]);
    assert_eq!(cleaned(&dirty), Ok(clean.clone()));
    assert_eq!(cleaned(&clean), Ok(clean));
    let still = file(&[c(*b"IDAT", &pixels), frame(0), fdat(1, &pixels), end()]);
    assert_eq!(cleaned(&still), Ok(file(&[c(*b"IDAT", &pixels), end()])), "frames that nothing announces");
}

#[test]
fn refuses_damage() {
    let pixels = packed(&[0; 6]);
    assert!(cleaned(&file(&[end()])).is_err());
    assert!(cleaned(&file(&[c(*b"IDAT", &pixels)])).is_err(), "no end");
    assert!(cleaned(&file(&[c(*b"IDAT", &pixels[..3]), end()])).is_err(), "cut pixels");
    let mut wrong = file(&[c(*b"IDAT", &pixels), end()]);
    let at = wrong.len() - 14;
    wrong[at] ^= 1;
    assert!(cleaned(&wrong).is_err(), "wrong checksum");
}
