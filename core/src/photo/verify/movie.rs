//! Video as the verifier reads it: tables and samples of the picture and sound tracks, and nothing that tells more.

use super::{Digest, Essence, Fault, Mode};

/// Boxes of a description that decoders and screens need.
const CODEC: &str = "avcC hvcC lhvC vvcC vpcC av1C esds d263 jpgC colr pasp clap btrt fiel gama dvcC dvvC dvwC hvcE mdcv clli SmDm CoLL auxi ccst";
/// What a track of transparency calls itself.
const ALPHA: [&[u8]; 2] = [b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0", b"urn:mpeg:hevc:2015:auxid:1\0"];
/// How the names of picture codecs start.
const PICTURES: &str = "avc hvc hev mp4v av01 vp0 ap jpeg mjp dvh dva s263 vvc";

type Bytes<'a> = &'a [u8];

/// The essence of a video. In an output no box may tell a time, a place, a maker or a user's words.
pub(super) fn essence(data: &[u8], mode: Mode) -> Result<Essence, Fault> {
    with_items(data, mode, None)
}

/// The essence of the movie in a file that may have one list of items as well, whose bytes are in `items`.
pub(super) fn with_items(data: &[u8], mode: Mode, items: Option<Vec<(usize, usize)>>) -> Result<Essence, Fault> {
    let mut pixels = Digest::default();
    let mut lists = usize::from(items.is_some());
    let mut covered = items.unwrap_or_default();
    let (mut stores, mut movies, mut at) = (vec![], 0, 0);
    for (kind, body, end) in parts(data, true).0 {
        let start = end - body.len();
        match kind {
            b"ftyp" => pixels.part(1, body),
            b"moov" => {
                movies += 1;
                movie(data, body, mode, &mut pixels, &mut covered)?;
            }
            b"mdat" => stores.push((start, end)),
            b"meta" if lists > 0 => lists -= 1,
            _ => blank(kind, body, mode)?,
        }
        at = end;
    }
    if at != data.len() {
        mode.forbid("trailing-bytes")?;
    }
    if movies != 1 || covered.is_empty() {
        return Err("no-movie");
    }
    if mode == Mode::Output && !gaps_are_blank(data, covered, &stores) {
        return Err("leftover-data");
    }
    Ok(Essence { pixels, colour: Digest::default(), turn: 1, inflated: false })
}

/// Kind, body and end of a box.
type Part<'a> = (Bytes<'a>, Bytes<'a>, usize);

/// The boxes inside a box. In an output they fill it, but for a few zeros that end a list.
fn inside(body: Bytes, mode: Mode) -> Result<Vec<Part>, Fault> {
    let (all, rest) = parts(body, false);
    if rest.iter().any(|&b| b != 0) {
        mode.forbid("leftover-in-box")?;
    }
    Ok(all)
}

/// Every box of `data`, and what is no box behind them. Only on the top level may the last one be `cut`.
fn parts(data: Bytes, cut: bool) -> (Vec<Part>, Bytes) {
    let (mut all, mut at) = (vec![], 0);
    while let Some((&size, rest)) = data.get(at..).and_then(|rest| rest.split_first_chunk::<4>()) {
        let Some(kind) = rest.get(..4) else { break };
        let long = rest.get(4..12).and_then(|long| long.try_into().ok()).map(u64::from_be_bytes);
        let (head, size) = match u32::from_be_bytes(size) {
            0 => (8, data.len() - at),
            1 => (16, long.and_then(|long| usize::try_from(long).ok()).unwrap_or(0)),
            size => (8, size as usize),
        };
        let end = at.saturating_add(size).min(data.len());
        let Some(body) = data.get(at + head..end).filter(|_| size >= head && (cut || size <= data.len() - at)) else {
            break;
        };
        if !kind.iter().all(|b| (0x20..0x7F).contains(b) || *b == 0xA9) {
            break;
        }
        all.push((kind, body, end));
        at = end;
    }
    (all, data.get(at..).unwrap_or_default())
}

/// A box that is not needed: in an output it is free space of zeros.
fn blank(kind: Bytes, body: Bytes, mode: Mode) -> Result<(), Fault> {
    let empty = matches!(kind, b"free" | b"skip" | b"wide") && body.iter().all(|&b| b == 0);
    if empty { Ok(()) } else { mode.forbid("leftover-box") }
}

fn find<'a>(all: &[Part<'a>], kind: Bytes) -> Option<Bytes<'a>> {
    all.iter().find(|part| part.0 == kind).map(|part| part.1)
}

fn movie<'a>(
    data: Bytes<'a>,
    moov: Bytes<'a>,
    mode: Mode,
    pixels: &mut Digest,
    covered: &mut Vec<(usize, usize)>,
) -> Result<(), Fault> {
    for (kind, body, _) in inside(moov, mode)? {
        match kind {
            b"mvhd" => header(body, mode, pixels)?,
            b"iods" => pixels.part(2, body),
            b"trak" => {
                let inner = inside(body, mode)?;
                let media = inside(find(&inner, b"mdia").ok_or("track")?, mode)?;
                let handler = find(&media, b"hdlr").and_then(|h| h.get(8..12));
                let alpha = |body: Bytes| ALPHA.iter().any(|name| body.windows(name.len()).any(|part| part == *name));
                let shows = match handler {
                    Some(b"vide" | b"soun" | b"pict") => true,
                    Some(b"auxv") => alpha(find(&inner, b"mdia").unwrap_or_default()),
                    _ => false,
                };
                if shows {
                    track(data, &inner, mode, pixels, covered)?;
                } else {
                    mode.forbid("leftover-track")?;
                }
            }
            _ => blank(kind, body, mode)?,
        }
    }
    Ok(())
}

/// A header with two times in front, which must be zero in an output.
fn header(body: Bytes, mode: Mode, pixels: &mut Digest) -> Result<(), Fault> {
    let times = if body.first() == Some(&1) { 20 } else { 12 };
    if body.get(4..times).ok_or("cut")?.iter().any(|&b| b != 0) {
        mode.forbid("leftover-time")?;
    }
    pixels.part(3, body.get(times..).unwrap_or_default());
    Ok(())
}

fn track<'a>(
    data: Bytes<'a>,
    inner: &[Part<'a>],
    mode: Mode,
    pixels: &mut Digest,
    covered: &mut Vec<(usize, usize)>,
) -> Result<(), Fault> {
    for &(kind, body, _) in inner {
        match kind {
            b"tkhd" | b"mdhd" => header(body, mode, pixels)?,
            b"hdlr" => {
                pixels.part(4, body.get(..12).ok_or("cut")?);
                if body.iter().skip(12).any(|&b| b != 0) {
                    mode.forbid("leftover-name")?;
                }
            }
            b"mdia" | b"minf" => track(data, &inside(body, mode)?, mode, pixels, covered)?,
            b"dinf" => references(body, mode)?,
            b"stbl" => table(data, &inside(body, mode)?, mode, pixels, covered)?,
            b"edts" | b"tapt" | b"elng" | b"vmhd" | b"smhd" | b"nmhd" => pixels.part(5, body),
            b"tref" if inside(body, mode)?.iter().all(|part| matches!(part.0, b"auxl" | b"prem")) => {
                pixels.part(5, body);
            }
            _ => blank(kind, body, mode)?,
        }
    }
    Ok(())
}

fn references(body: Bytes, mode: Mode) -> Result<(), Fault> {
    for (kind, body, _) in inside(body, mode)? {
        if kind != b"dref" {
            blank(kind, body, mode)?;
        }
        for (_, body, _) in inside(body.get(8..).filter(|_| kind == b"dref").unwrap_or_default(), mode)? {
            if body.get(4..).unwrap_or_default().iter().any(|&b| b != 0) {
                mode.forbid("leftover-reference")?;
            }
        }
    }
    Ok(())
}

fn table<'a>(
    data: Bytes<'a>,
    tables: &[Part<'a>],
    mode: Mode,
    pixels: &mut Digest,
    covered: &mut Vec<(usize, usize)>,
) -> Result<(), Fault> {
    let known = "stts ctts cslg stsc stsz stz2 stco co64 stss stps sdtp sbgp sgpd stdp padb";
    for &(kind, body, _) in tables {
        match kind {
            b"stsd" => {
                for (kind, entry, _) in inside(body.get(8..).ok_or("cut")?, mode)? {
                    pixels.part(6, kind);
                    // All but the vendor and the encoder's name.
                    let picture =
                        PICTURES.split(' ').any(|name| kind.starts_with(name.as_bytes())) && entry.len() >= 78;
                    if picture {
                        pixels.part(7, entry.get(16..42).unwrap_or_default());
                        pixels.part(7, entry.get(74..78).unwrap_or_default());
                        for (kind, body, _) in inside(entry.get(78..).unwrap_or_default(), mode)? {
                            if CODEC.split(' ').any(|name| name.as_bytes() == kind) {
                                pixels.part(10, &[kind, body].concat());
                            } else {
                                blank(kind, body, mode)?;
                            }
                        }
                    } else {
                        // Sound, and pictures of a codec that is not known: nothing but the vendor may have changed.
                        pixels.part(7, entry.get(16..).unwrap_or_default());
                    }
                    if entry.get(12..16).is_some_and(|vendor| vendor != [0; 4]) {
                        mode.forbid("leftover-vendor")?;
                    }
                    if picture && entry.get(42..74).is_some_and(|name| name.iter().any(|&b| b != 0)) {
                        mode.forbid("leftover-encoder")?;
                    }
                }
            }
            _ if known.split(' ').any(|name| name.as_bytes() == kind) => pixels.part(8, &[kind, body].concat()),
            _ => blank(kind, body, mode)?,
        }
    }
    for (start, end) in chunks(tables).ok_or("tables")? {
        pixels.part(9, data.get(start..end).ok_or("cut")?);
        covered.push((start, end));
    }
    Ok(())
}

/// Start and end of each chunk of samples.
fn chunks(tables: &[Part]) -> Option<Vec<(usize, usize)>> {
    let word = |body: Bytes, at: usize| Some(u32::from_be_bytes(*body.get(at..)?.first_chunk()?) as usize);
    let offsets: Vec<usize> = match (find(tables, b"stco"), find(tables, b"co64")) {
        (Some(short), _) => short
            .get(8..)?
            .as_chunks()
            .0
            .iter()
            .map(|&n| u32::from_be_bytes(n) as usize)
            .take(word(short, 4)?)
            .collect(),
        (None, long) => long?
            .get(8..)?
            .as_chunks()
            .0
            .iter()
            .map(|&n| u64::from_be_bytes(n) as usize)
            .take(word(long?, 4)?)
            .collect(),
    };
    let groups = find(tables, b"stsc")?;
    let (sizes, compact) =
        find(tables, b"stsz").map(|body| (body, false)).or(find(tables, b"stz2").map(|body| (body, true)))?;
    let (common, mut sample) = (if compact { 0 } else { word(sizes, 4)? }, 0usize);
    let bits = if compact { word(sizes, 4)? & 255 } else { 32 };
    let size = |at: usize| match bits {
        _ if common > 0 => Some(common),
        4 => Some(usize::from(*sizes.get(12 + at / 2)?) >> (if at.is_multiple_of(2) { 4 } else { 0 }) & 15),
        8 => sizes.get(12 + at).map(|&n| n.into()),
        16 => Some(usize::from(u16::from_be_bytes(*sizes.get(12 + 2 * at..)?.first_chunk()?))),
        _ => word(sizes, 12 + 4 * at),
    };
    let mut group = 0;
    let mut all = vec![];
    for (number, start) in (1..).zip(offsets) {
        while group + 1 < word(groups, 4)? && word(groups, 20 + 12 * group)? <= number {
            group += 1;
        }
        let count = word(groups, 12 + 12 * group)?;
        let length = if common > 0 {
            common.checked_mul(count)?
        } else {
            (sample..sample.checked_add(count)?).map(size).sum::<Option<usize>>()?
        };
        sample += count;
        all.push((start, start.checked_add(length)?));
    }
    Some(all)
}

/// Whether every byte of a store that no sample covers is zero.
fn gaps_are_blank(data: Bytes, mut covered: Vec<(usize, usize)>, stores: &[(usize, usize)]) -> bool {
    covered.sort_unstable();
    let zeros =
        |from: usize, to: usize| from >= to || data.get(from..to).is_some_and(|gap| gap.iter().all(|&b| b == 0));
    stores.iter().all(|&(start, end)| {
        let mut at = start;
        for &(from, to) in covered.iter().filter(|&&(from, to)| to > start && from < end) {
            if !zeros(at, from) {
                return false;
            }
            at = at.max(to);
        }
        zeros(at, end)
    })
}
