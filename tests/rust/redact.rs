//! Covered regions from outside: solid in every pixel, nothing else changed, nothing left to recover.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // in a test a fault must stop the run

#[allow(dead_code)] // the photo tests ask for more
mod judge;

use std::io::Write;

use curtain_core::photo;
use curtain_core::span::{Region, RegionKind, RegionSource};
use curtain_tests::coded::{self, Channels, Coding, PHONE};
use curtain_tests::scene::{Scene, draw};
use curtain_tests::{hidden, jpeg, refined};
use image::{GenericImageView, Rgb, RgbImage};
use proptest::prelude::*;

fn region(x: u32, y: u32, width: u32, height: u32) -> Region {
    Region { kind: RegionKind::Text, x, y, width, height, confidence: 1.0, source: RegionSource::User }
}

/// A decoded picture: its size, and the channels of each pixel.
#[derive(PartialEq)]
struct Shown {
    width: u32,
    height: u32,
    channels: usize,
    bytes: Vec<u8>,
}

impl Shown {
    fn at(&self, x: u32, y: u32) -> &[u8] {
        let start = (y * self.width + x) as usize * self.channels;
        &self.bytes[start..start + self.channels]
    }

    fn places(&self) -> impl Iterator<Item = (u32, u32)> + use<> {
        let width = self.width;
        (0..self.height).flat_map(move |y| (0..width).map(move |x| (x, y)))
    }
}

/// Decodes a JPEG with a decoder that the product does not use. (That of `image` 0.25 shows noise where a channel is
/// flat and its table has one code only.)
fn decode(bytes: &[u8]) -> Option<Shown> {
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    let bytes = decoder.decode().ok()?;
    let info = decoder.info()?;
    let (width, height) = (info.width.into(), info.height.into());
    Some(Shown { width, height, channels: info.pixel_format.pixel_bytes(), bytes })
}

fn decoded(bytes: &[u8]) -> Shown {
    decode(bytes).unwrap()
}

fn holds(region: &Region, x: u32, y: u32) -> bool {
    (region.x..region.x + region.width).contains(&x) && (region.y..region.y + region.height).contains(&y)
}

/// Covers `asked`, and proves from outside what was promised. Answers the copy.
///
/// `unit` is the largest unit that is covered as one, in pixels: around the answered box so much may turn black, and one
/// pixel more may take a little of its colour.
fn covers(name: &str, before: &[u8], asked: &[Region], unit: (u32, u32)) -> Vec<u8> {
    let (after, covered) = photo::redact_bytes(before, asked).unwrap_or_else(|error| panic!("{name}: {error}"));
    let (old, new) = (decoded(before), decoded(&after));
    assert_eq!((old.width, old.height), (new.width, new.height), "{name}");
    for (asked, covered) in asked.iter().zip(&covered) {
        let whole = covered.x <= asked.x && covered.y <= asked.y;
        assert!(whole && covered.x + covered.width >= asked.x.saturating_add(asked.width).min(new.width), "{name}");
        assert!(covered.y + covered.height >= asked.y.saturating_add(asked.height).min(new.height), "{name}");
    }
    // Rows that hold no region and are the same need no look at each pixel.
    let row = |shown: &Shown, y: u32| {
        let start = y as usize * shown.width as usize * shown.channels;
        start..start + shown.width as usize * shown.channels
    };
    let quiet = |y: u32| covered.iter().all(|region| !holds(region, region.x, y));
    let same: Vec<bool> =
        (0..new.height).map(|y| quiet(y) && old.bytes[row(&old, y)] == new.bytes[row(&new, y)]).collect();
    for (x, y) in new.places().filter(|(_, y)| !same[*y as usize]) {
        let pixel = new.at(x, y);
        if let Some(place) = covered.iter().find(|region| holds(region, x, y)) {
            let solid = new.at(place.x, place.y);
            assert_eq!(pixel, solid, "{name}: {x}, {y} is not covered");
            assert!(new.channels == 4 || solid.iter().all(|&value| value == 0), "{name}: not black");
            continue;
        }
        let near = |region: &Region| {
            let reach =
                |at: u32, start: u32, side: u32| start.saturating_sub(at).max((at + 1).saturating_sub(start + side));
            reach(x, region.x, region.width) <= unit.0 && reach(y, region.y, region.height) <= unit.1
        };
        let kept = pixel == old.at(x, y) || covered.iter().any(near);
        assert!(kept, "{name}: {x}, {y} is changed");
    }
    after
}

const SIZES: [(u32, u32); 9] = [(1, 1), (2, 3), (7, 9), (8, 8), (16, 16), (17, 33), (33, 17), (65, 40), (200, 90)];

#[test]
fn every_way_to_code_and_every_size() {
    let mut count = 0;
    for (name, coding) in coded::codings() {
        for (width, height) in SIZES {
            let name = format!("{name}, {width} × {height}");
            let photo = coded::encode(&draw(Scene::Desk, width, height), coding).unwrap();
            covers(&name, &photo, &[region(width / 3, height / 3, width.div_ceil(5), height.div_ceil(4))], (33, 33));
            count += 1;
        }
    }
    assert_eq!(count, (8 * 7 + 9) * SIZES.len());
}

#[test]
fn coefficients_in_halves() {
    for (width, height, restart) in [(40, 24, 0), (40, 24, 3), (120, 90, 0), (17, 33, 1)] {
        let picture = draw(Scene::Monitor, width, height);
        let photo = refined::encode(&picture, restart);
        let shown = decoded(&photo);
        let off: u64 = shown.bytes.iter().zip(picture.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        assert!(off / u64::from(3 * width * height) < 12, "the generator is wrong: {off}");
        covers(&format!("{width} {restart}"), &photo, &[region(9, 9, 6, 5)], (9, 9));
        covers(
            &format!("{width} {restart}"),
            &photo,
            &[region(0, 0, 1, 1), region(width - 1, height - 1, 1, 1)],
            (9, 9),
        );
    }
}

/// A progressive scan whose codes are too many to be kept is read twice: what comes out is as sound.
#[test]
fn a_scan_too_long_to_be_kept() {
    let mut noise = 1u32;
    let picture = RgbImage::from_fn(2_504, 64, |x, y| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223 + x + y);
        Rgb([noise >> 24, noise >> 16 & 0xFF, noise >> 8 & 0xFF].map(|value| value as u8))
    });
    let photo = refined::repeated(&picture, 0, 30);
    let starts: Vec<usize> = (0..photo.len()).filter(|&at| photo[at..].starts_with(&[0xFF, 0xDA])).collect();
    let longest = starts.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
    assert!(longest > 2 << 20, "the longest scan has {longest} bytes");
    covers("long scan", &photo, &[region(900, 700, 120, 90)], (9, 9));
}

#[test]
fn every_orientation() {
    let picture = draw(Scene::Desk, 100, 60);
    let plain = coded::encode(&picture, PHONE).unwrap();
    for orientation in 1..=8u8 {
        let photo = jpeg::with(&plain, &[jpeg::exif(&hidden::turned(orientation.into()))]);
        let (across, down) = if orientation >= 5 { (60, 100) } else { (100, 60) };
        let (after, covered) = photo::redact_bytes(&photo, &[region(4, 70 % down, 12, 8)]).unwrap();
        let mut shown = image::load_from_memory(&after).unwrap();
        assert_eq!(covered.len(), 1);
        shown.apply_orientation(image::metadata::Orientation::from_exif(orientation).unwrap());
        assert_eq!(shown.dimensions(), (across, down));
        let black = |x, y| shown.get_pixel(x, y).0[..3] == [0; 3];
        for (x, y) in (4..16).flat_map(|x| (70 % down..70 % down + 8).map(move |y| (x, y))) {
            assert!(black(x, y) && holds(&covered[0], x, y), "{orientation}: {x}, {y}");
        }
        let far = (0..across).flat_map(|x| (0..down).map(move |y| (x, y))).filter(|&(x, y)| black(x, y));
        assert!(far.count() < 40 * 40, "{orientation}");
    }
}

#[test]
fn overlapping_at_the_edges_empty_and_beyond() {
    let photo = coded::encode(&draw(Scene::Corridor, 90, 70), PHONE).unwrap();
    covers("overlapping", &photo, &[region(10, 10, 30, 20), region(25, 15, 30, 20), region(12, 12, 4, 4)], (17, 17));
    covers(
        "corners",
        &photo,
        &[region(0, 0, 5, 5), region(85, 0, 5, 5), region(0, 65, 5, 5), region(85, 65, 5, 5)],
        (17, 17),
    );
    covers("too large", &photo, &[region(80, 60, u32::MAX, u32::MAX)], (17, 17));
    covers("everything", &photo, &[region(0, 0, 90, 70)], (17, 17));
    covers("many", &photo, &(0..64).map(|i| region(i % 8 * 11, i / 8 * 9, 2, 2)).collect::<Vec<_>>(), (17, 17));
    let clean = photo::clean_bytes(&photo).unwrap().0;
    for nothing in [region(90, 0, 5, 5), region(0, 70, 5, 5), region(5, 5, 0, 5), region(5, 5, 5, 0)] {
        assert_eq!(photo::redact_bytes(&photo, &[nothing]), Ok((clean.clone(), vec![])));
    }
    let refused = photo::redact_bytes(&photo, &vec![region(0, 0, 1, 1); 1_001]).unwrap_err();
    assert_eq!(refused.code(), "limit-exceeded");
}

/// A picture with something else drawn where it will be covered.
fn with_secret(picture: &RgbImage, place: &Region, ink: impl Fn(u32, u32) -> [u8; 3]) -> RgbImage {
    let mut other = picture.clone();
    for (x, y) in (place.x..place.x + place.width).flat_map(|x| (place.y..place.y + place.height).map(move |y| (x, y)))
    {
        other.put_pixel(x, y, Rgb(ink(x, y)));
    }
    other
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Two photos that differ only under a region become the same file.
    #[test]
    fn what_was_covered_leaves_no_trace(
        which in 0..coded::codings().len(),
        (width, height) in (20u32..90, 20u32..90),
        (left, top, w, h) in (0u32..70, 0u32..70, 1u32..40, 1u32..40),
        seed in any::<u32>(),
        quality in 30u8..98,
    ) {
        let (left, top) = (left % (width - 1), top % (height - 1));
        let place = region(left, top, w.min(width - left), h.min(height - top));
        let picture = draw(Scene::Desk, width, height);
        let noise = |x: u32, y: u32| (x.wrapping_mul(seed | 1) ^ y.wrapping_mul(0x9E37_79B1)).to_le_bytes();
        let other = with_secret(&picture, &place, |x, y| { let [_, a, b, c] = noise(x, y); [a, b, c] });
        let (name, coding) = coded::codings()[which].clone();
        let [one, two] = [&picture, &other].map(|picture| coded::encode(picture, Coding { quality, ..coding }).unwrap());
        let [one, two] = [one, two].map(|photo| photo::redact_bytes(&photo, std::slice::from_ref(&place)).unwrap());
        prop_assert!(one == two, "{name}: the files differ");
    }

    #[test]
    fn halves_leave_no_trace((left, top) in (0u32..40, 0u32..20), seed in any::<u32>(), restart in 0u16..4) {
        let place = region(left, top, 8, 8);
        let picture = draw(Scene::Desk, 48, 32);
        let other = with_secret(&picture, &place, |x, y| [(x.wrapping_mul(seed) >> 8) as u8, (y ^ seed) as u8, 200]);
        let [one, two] = [&picture, &other].map(|picture| refined::encode(picture, restart));
        let [one, two] = [one, two].map(|photo| photo::redact_bytes(&photo, std::slice::from_ref(&place)).unwrap());
        prop_assert!(one == two);
    }

    /// Damaged photos are covered for good or refused; nothing in between.
    #[test]
    fn damage_is_refused_or_covered(which in 0..coded::codings().len(), at in 0usize..2000, byte in any::<u8>(), cut in any::<bool>()) {
        let photo = coded::encode(&draw(Scene::Desk, 48, 48), coded::codings()[which].1).unwrap();
        let at = 20 + at % (photo.len() - 20);
        let mut broken = photo;
        if cut { broken.truncate(at) } else { broken[at] = byte }
        if let Ok((after, covered)) = photo::redact_bytes(&broken, &[region(10, 10, 8, 8)]) {
            prop_assert!(covered.len() <= 1);
            // Decoders differ on damaged files; where they show it, it shows nothing.
            if let (Some(shown), [place]) = (decode(&after), &covered[..]) {
                let first = shown.at(place.x, place.y);
                prop_assert!(shown.places().all(|(x, y)| !holds(place, x, y) || shown.at(x, y) == first));
            }
        }
    }
}

/// Adam7: first column, first row, step across, step down of each pass.
const PASSES: [[u32; 4]; 7] =
    [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];

/// A picture of `colour` with `depth` bits a sample, as a PNG writer that the product does not use makes it.
fn png(colour: png::ColorType, depth: png::BitDepth, interlaced: bool, width: u32, height: u32) -> Vec<u8> {
    let mut out = vec![];
    let mut info = png::Info::with_size(width, height);
    info.color_type = colour;
    info.bit_depth = depth;
    info.interlaced = interlaced;
    let bits = colour.samples() * depth as usize;
    if colour == png::ColorType::Indexed {
        let colours = (0..1usize << bits).flat_map(|i| [255 - i as u8, i as u8, 128]).collect::<Vec<u8>>();
        info.palette = Some(colours.into());
        info.trns = Some(vec![255; 1].into());
    }
    let mut writer = png::Encoder::with_info(&mut out, info).unwrap().write_header().unwrap();
    let byte = |at: usize, y: u32| (at as u32).wrapping_mul(37).wrapping_add(y * 11) as u8 ^ (y as u8 >> 1);
    let bytes = |width: u32| (width as usize * bits).div_ceil(8);
    let rows: Vec<u8> = if interlaced {
        let passes = PASSES.iter().filter(|pass| pass[0] < width && pass[1] < height);
        let row = |&[x, y, across, down]: &[u32; 4]| {
            let length = bytes((width - x).div_ceil(across));
            (y..height)
                .step_by(down as usize)
                .flat_map(move |y| std::iter::once(0).chain((0..length).map(move |at| byte(at, y))))
        };
        passes.flat_map(row).collect()
    } else {
        (0..height).flat_map(|y| std::iter::once(0).chain((0..bytes(width)).map(move |at| byte(at, y)))).collect()
    };
    // The writer knows no interlacing; the rows are packed as they are.
    let mut packed = flate2::write::ZlibEncoder::new(vec![], flate2::Compression::fast());
    packed.write_all(&rows).unwrap();
    writer.write_chunk(png::chunk::IDAT, &packed.finish().unwrap()).unwrap();
    drop(writer);
    out
}

#[test]
fn every_kind_of_png() {
    use png::BitDepth::{Eight, Four, One, Sixteen, Two};
    use png::ColorType::{Grayscale, GrayscaleAlpha, Indexed, Rgb, Rgba};
    for (colour, depths) in [
        (Grayscale, &[One, Two, Four, Eight, Sixteen][..]),
        (Indexed, &[One, Two, Four, Eight]),
        (Rgb, &[Eight, Sixteen]),
        (GrayscaleAlpha, &[Eight, Sixteen]),
        (Rgba, &[Eight, Sixteen]),
    ] {
        for (&depth, interlaced, (width, height)) in depths
            .iter()
            .flat_map(|depth| [false, true].map(|interlaced| (depth, interlaced)))
            .flat_map(|(depth, interlaced)| [(1, 1), (3, 2), (17, 33), (50, 40)].map(|size| (depth, interlaced, size)))
        {
            let name = format!("{colour:?} {depth:?} {interlaced} {width} × {height}");
            let before = png(colour, depth, interlaced, width, height);
            let (after, covered) =
                photo::redact_bytes(&before, &[region(width / 4, height / 3, width.div_ceil(3), height.div_ceil(4))])
                    .unwrap_or_else(|e| panic!("{name}: {e}"));
            let [old, new] =
                [&before, &after].map(|bytes| image::load_from_memory(bytes).unwrap_or_else(|e| panic!("{name}: {e}")));
            assert_eq!(old.color(), new.color(), "{name}");
            let solid = new.get_pixel(covered[0].x, covered[0].y);
            let (old, new) = (old.to_rgba16(), new.to_rgba16());
            for (x, y, pixel) in new.enumerate_pixels() {
                if holds(&covered[0], x, y) {
                    assert_eq!(pixel.0, new.get_pixel(covered[0].x, covered[0].y).0, "{name}: {x}, {y}");
                } else {
                    assert_eq!(pixel, old.get_pixel(x, y), "{name}: {x}, {y}");
                }
            }
            assert_eq!(solid.0[3], 255, "{name}: covered places are opaque");
        }
    }
}

#[test]
fn every_frame_of_an_animation_is_covered() {
    let photos = curtain_tests::png::all().unwrap();
    let (_, before) = photos.iter().find(|(name, _)| name == "animated.png").unwrap();
    let (after, covered) = photo::redact_bytes(before, &[region(10, 10, 20, 12)]).unwrap();
    let frames = |bytes: &[u8]| {
        use image::AnimationDecoder;
        let decoder = image::codecs::png::PngDecoder::new(std::io::Cursor::new(bytes)).unwrap();
        decoder.apng().unwrap().into_frames().map(|frame| frame.unwrap().into_buffer()).collect::<Vec<_>>()
    };
    let (old, new) = (frames(&photo::clean_bytes(before).unwrap().0), frames(&after));
    assert_eq!((old.len(), new.len()), (2, 2));
    for (old, new) in old.iter().zip(&new) {
        for (x, y, pixel) in new.enumerate_pixels() {
            let wanted = if holds(&covered[0], x, y) { image::Rgba([0, 0, 0, 255]) } else { *old.get_pixel(x, y) };
            assert_eq!(*pixel, wanted);
        }
    }
}

#[test]
fn lossless_webp_keeps_the_rest_and_other_pictures_are_drawn_anew() {
    let picture = draw(Scene::Desk, 70, 50);
    let mut before = vec![];
    image::codecs::webp::WebPEncoder::new_lossless(&mut before)
        .encode(&picture, 70, 50, image::ExtendedColorType::Rgb8)
        .unwrap();
    let (after, covered) = photo::redact_bytes(&before, &[region(20, 20, 10, 10)]).unwrap();
    let new = image::load_from_memory_with_format(&after, image::ImageFormat::WebP).unwrap().into_rgb8();
    for (x, y, pixel) in new.enumerate_pixels() {
        assert_eq!(pixel.0, if holds(&covered[0], x, y) { [0; 3] } else { picture.get_pixel(x, y).0 });
    }
    let mut before = vec![];
    image::DynamicImage::from(picture)
        .write_to(&mut std::io::Cursor::new(&mut before), image::ImageFormat::Gif)
        .unwrap();
    let (after, covered) = photo::redact_bytes(&before, &[region(20, 20, 10, 10)]).unwrap();
    let new = decoded(&after);
    assert_eq!((new.width, new.height, &after[..2]), (70, 50, &[0xFF, 0xD8][..]));
    assert!(new.places().all(|(x, y)| !holds(&covered[0], x, y) || new.at(x, y) == [0; 3]));
}

/// A worked attack. A name stands on a badge; the attacker has the covered photo and knows the two names that it can be,
/// the camera's settings, and the scene. She draws both, and asks everything that the file still holds which one it was.
#[test]
fn nothing_tells_which_name_was_covered() {
    let scene = draw(Scene::Desk, 256, 192);
    let place = region(64, 64, 112, 32);
    // Letters as strokes: each name is a pattern of bars, bright and coloured, that reaches the edges of its box.
    let name = |letters: u32| {
        let ink = move |x: u32, y: u32| {
            let stroke = letters.rotate_left((x - 64) / 4) & 1 == 1 && (y - 64) % 9 < 7;
            if stroke { [250, 20, 60] } else { [10, 240, 250] }
        };
        with_secret(&scene, &place, ink)
    };
    let names = [name(0xA5C3_19F7), name(0x1B0E_D2A6)];
    for (kind, coding) in coded::codings().into_iter().filter(|(_, coding)| coding.channels != Channels::Gray) {
        let coded = names.each_ref().map(|picture| {
            let thumbnail = image::imageops::thumbnail(picture, 96, 64);
            let small = coded::encode(&thumbnail, PHONE).unwrap();
            let photo = coded::encode(picture, coding).unwrap();
            // The same picture small in the metadata, and whole once more behind the end.
            [jpeg::with(&photo, &[jpeg::exif(&hidden::owner(1, small))]), photo].concat()
        });
        assert!(coded[0] != coded[1], "{kind}: before, the files tell the names apart");
        let [one, two] =
            coded.each_ref().map(|photo| photo::redact_bytes(photo, std::slice::from_ref(&place)).unwrap().0);
        // Coefficients, tables, lengths of runs, the colour of neighbouring blocks, padding: all of it is the same.
        assert!(one == two, "{kind}");
        // No thumbnail, no second picture: one start of image, one end, nothing behind.
        assert_eq!(one.windows(3).filter(|bytes| bytes == b"\xff\xd8\xff").count(), 1, "{kind}");
        assert!(one.ends_with(&[0xFF, 0xD9]));
        // And the pixels around hold no more of one name than of the other.
        let shown = decoded(&one);
        let nearness = |name: &[u8]| {
            let guess = decoded(name);
            let off = |(x, y): (u32, u32)| {
                shown.at(x, y).iter().zip(guess.at(x, y)).map(|(a, b)| u64::from(a.abs_diff(*b))).sum::<u64>()
            };
            let around = region(place.x - 40, place.y - 40, place.width + 80, place.height + 80);
            shown.places().filter(|&(x, y)| holds(&around, x, y) && !holds(&grown(&place), x, y)).map(off).sum::<u64>()
        };
        assert_eq!(nearness(&coded[0]), nearness(&coded[1]), "{kind}");
    }
}

/// What a drawn region is padded to, and a unit more: outside of it both photos are the same before they are covered.
fn grown(place: &Region) -> Region {
    region(place.x - 33, place.y - 33, place.width + 66, place.height + 66)
}

/// Blur keeps a trace of what it hides; that is why there is none. The same attacker tells a blurred name at once.
#[test]
fn a_blur_would_have_told() {
    let scene = draw(Scene::Desk, 256, 192);
    let place = region(64, 64, 112, 32);
    let name = |letters: u32| {
        with_secret(&scene, &place, |x, _| if letters.rotate_left((x - 64) / 4) & 1 == 1 { [250; 3] } else { [10; 3] })
    };
    let names = [name(0xA5C3_19F7), name(0x1B0E_D2A6)].map(|picture| image::imageops::blur(&picture, 6.0));
    let off: u64 = names[0].iter().zip(names[1].iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    assert!(off > 10_000, "{off}");
}

#[test]
fn real_photos_are_covered() {
    let Some(folder) = judge::real_photos() else { return };
    let (mut covered, mut refused) = (0, 0);
    for path in judge::files(&folder) {
        let before = std::fs::read(&path).unwrap();
        let Ok(seen) = photo::inspect(&path) else { continue };
        let asked = region(seen.width / 3, seen.height / 3, seen.width.div_ceil(5), seen.height.div_ceil(6));
        match photo::redact_bytes(&before, &[asked]) {
            Ok((after, places)) => {
                assert_eq!(places.len(), 1, "{}", path.display());
                assert_eq!(photo::clean_bytes(&after).unwrap().0, after, "{}", path.display());
                covered += 1;
                // Every pixel of the smaller ones, with the outside decoder.
                if seen.orientation == 1
                    && u64::from(seen.width) * u64::from(seen.height) < 1_500_000
                    && after.starts_with(&[0xFF, 0xD8])
                    && let (Some(old), Some(new)) = (decode(&before), decode(&after))
                {
                    let near = |x: u32, y: u32| {
                        let place = &places[0];
                        x + 33 >= place.x
                            && x < place.x + place.width + 33
                            && y + 33 >= place.y
                            && y < place.y + place.height + 33
                    };
                    let solid = new.at(places[0].x, places[0].y);
                    for (x, y) in new.places() {
                        let good = if holds(&places[0], x, y) {
                            new.at(x, y) == solid
                        } else {
                            near(x, y) || new.at(x, y) == old.at(x, y)
                        };
                        assert!(good, "{}: {x}, {y}", path.display());
                    }
                }
            }
            Err(error) => {
                let typed = matches!(error.code(), "needs-pixels" | "malformed" | "unsupported-format");
                assert!(typed, "{}: {error}", path.display());
                println!("{}: {error}", path.display());
                refused += 1;
            }
        }
    }
    println!("{covered} real photos covered, {refused} refused");
    assert!(covered > 0);
}
