//! PNG and APNG: a walk over the chunks, and a writer that keeps only what shows the picture.

pub(super) mod chunk;
mod deflate;
pub(super) mod header;
pub(super) mod pixels;
pub(super) mod write;

use std::ops::Range;

use super::bytes::{be32, part};
use super::metadata::{self, Found};
use super::orientation::{minimal_tiff, read};
use super::plan::Plan;
use super::{Opened, limits};
use crate::error::{CheckError, Result};
use crate::span::MetadataKind::{HiddenImage, Other};
use chunk::{Chunk, Chunks};
use header::Header;

/// Reads a PNG: its picture, what is hidden, and the plan of a clean copy.
pub(super) fn open(data: &[u8]) -> Result<Opened> {
    let mut chunks = Chunks::new(data);
    let first = chunks.next().ok_or_else(|| CheckError::malformed("header", 8))??;
    if &first.kind != b"IHDR" {
        return Err(CheckError::malformed("header", 8));
    }
    let header = Header::read(part(data, first.body.clone()))?;
    let mut reader = Reader::new(data, header);
    reader.check(&first)?;
    let mut end = data.len();
    for step in chunks {
        let chunk = step?;
        end = chunk.body.end + 4;
        reader.chunk(&chunk)?;
    }
    reader.finish(first.whole().end, end)
}

/// Names of colour profiles that common programs and systems give.
const PROFILE_NAMES: [&[u8]; 10] = [
    b"icc",
    b"ICC profile",
    b"ICC Profile",
    b"Photoshop ICC profile",
    b"sRGB",
    b"sRGB IEC61966-2.1",
    b"Display P3",
    b"Adobe RGB (1998)",
    b"kCGColorSpaceDisplayP3",
    b"kCGColorSpaceSRGB",
];

/// The first chunks, the rest, and what stands between them: the orientation.
struct Reader<'a> {
    data: &'a [u8],
    header: Header,
    found: Found,
    plan: Plan,
    turn: u8,
    /// Names of the chunks that may come once and were kept.
    kept: Vec<[u8; 4]>,
    /// The picture data being read.
    run: Option<Run>,
    pictures: usize,
    animation: Animation,
}

/// Image chunks that hold one stream.
struct Run {
    kind: [u8; 4],
    /// Bytes the pixels take when they are not packed.
    wanted: u64,
    chunks: Vec<Chunk>,
}

/// How far an animation has come. Frames beyond the announced number are never shown.
#[derive(Default)]
struct Animation {
    /// Frames announced and not met yet.
    frames_left: u32,
    /// The next sequence number.
    number: u32,
    /// Bytes the pixels of the frame announced last take; `None` when its chunks are to be dropped.
    wanted: Option<u64>,
}

impl<'a> Reader<'a> {
    fn new(data: &'a [u8], header: Header) -> Self {
        let (found, plan, animation) = Default::default();
        Self { data, header, found, plan, turn: 0, kept: vec![], run: None, pictures: 0, animation }
    }

    /// A wrong checksum on what the picture needs means damage.
    fn check(&self, chunk: &Chunk) -> Result<()> {
        let broken = || CheckError::malformed("chunk-checksum", chunk.body.end);
        chunk.checks(self.data).then_some(()).ok_or_else(broken)
    }

    fn chunk(&mut self, chunk: &Chunk) -> Result<()> {
        if self.run.as_ref().is_some_and(|run| run.kind != chunk.kind) {
            self.close_run()?;
        }
        let body = part(self.data, chunk.body.clone());
        match &chunk.kind {
            b"IDAT" if self.pictures == 0 || self.run.is_some() => self.picture(chunk, 0),
            b"fdAT" if self.animation.wanted.is_some() && body.len() >= 4 => self.picture(chunk, 4),
            b"acTL" if self.pictures == 0 && self.once(chunk, body.len() == 8) => {
                self.animation.frames_left = be32(body, 0).unwrap_or(0).min(limits::FRAMES as u32);
                self.plan.copy(chunk.whole());
                Ok(())
            }
            b"fcTL" if self.animation.frames_left > 0 && body.len() == 26 => self.frame(chunk, body),
            b"IEND" => {
                self.found.add_bytes("png", "EndChunkBytes", Other, body.len());
                self.check(chunk)
            }
            b"PLTE"
                if self.header.needs_palette()
                    && self.once(chunk, body.len() <= 768 && body.len().is_multiple_of(3)) =>
            {
                self.check(chunk)?;
                self.plan.copy(chunk.whole());
                Ok(())
            }
            b"iCCP" if self.once(chunk, true) => {
                self.profile(chunk, body);
                Ok(())
            }
            _ if write::is_kept(chunk.kind, body.len(), &self.header) && self.once(chunk, true) => {
                self.plan.copy(chunk.whole());
                Ok(())
            }
            b"eXIf" if self.turn == 0 => {
                let tiff = body.strip_prefix(b"Exif\0\0").unwrap_or(body);
                self.turn = read(tiff);
                metadata::png(chunk.kind, tiff, &mut self.found);
                Ok(())
            }
            _ => {
                if &chunk.kind == b"fcTL" {
                    self.animation.wanted = None;
                }
                metadata::png(chunk.kind, body, &mut self.found);
                Ok(())
            }
        }
    }

    /// Whether a chunk that counts only before the pixels, and once, and whole, is all that.
    fn once(&mut self, chunk: &Chunk, fits: bool) -> bool {
        let good = fits && self.pictures == 0 && !self.kept.contains(&chunk.kind) && chunk.checks(self.data);
        if good {
            self.kept.push(chunk.kind);
        }
        good
    }

    /// Takes a chunk of pixels whose stream starts `skip` bytes into the body.
    fn picture(&mut self, chunk: &Chunk, skip: usize) -> Result<()> {
        self.check(chunk)?;
        if self.run.is_none() {
            let whole = self.header.pixel_bytes(self.header.width, self.header.height);
            let wanted = if skip > 0 { self.animation.wanted.unwrap_or(whole) } else { whole };
            self.run = Some(Run { kind: chunk.kind, wanted, chunks: vec![] });
            self.pictures += 1;
        }
        if let Some(run) = &mut self.run {
            run.chunks.push(chunk.clone());
        }
        Ok(())
    }

    /// Writes the chunks of a stream that has come to its end.
    fn close_run(&mut self) -> Result<()> {
        let Some(run) = self.run.take() else { return Ok(()) };
        self.animation.wanted = None;
        let skip = if &run.kind == b"fdAT" { 4 } else { 0 };
        let ranges: Vec<Range<usize>> =
            run.chunks.iter().map(|chunk| chunk.body.start + skip..chunk.body.end).collect();
        let bodies: Vec<&[u8]> = ranges.iter().map(|range| part(self.data, range.clone())).collect();
        let broken = || CheckError::malformed("image-data", ranges.first().map_or(0, |range| range.start));
        let extent = deflate::extent(&bodies).ok_or_else(broken)?;
        // A stream without an end shows everything when all pixels are there.
        if !extent.ended && extent.made < run.wanted {
            return Err(broken());
        }
        let packed: usize = bodies.iter().map(|body| body.len()).sum();
        self.found.add_bytes("trailer", "DataBehindPixels", HiddenImage, packed - extent.used);
        if extent.made > run.wanted || !extent.ended {
            if extent.made > run.wanted {
                self.found.add_bytes("trailer", "HiddenRows", HiddenImage, (extent.made - run.wanted) as usize);
            }
            let most = (packed as u64).saturating_mul(limits::INFLATED_PER_BYTE).saturating_add(limits::INFLATED_BYTES);
            if run.wanted > most {
                return Err(CheckError::LimitExceeded { limit: "inflated-bytes".into(), max: most });
            }
            let again = pixels::repack(&bodies, run.wanted).ok_or_else(broken)?;
            let number = self.number(run.kind);
            self.plan.own(write::chunk(run.kind, &[&number, &again]));
            return Ok(());
        }
        let shares = deflate::shares(&bodies, extent.used);
        // A chunk without pixels stays only in a stream that has more to come, so that clean files do not change.
        let end = shares.iter().rposition(|&share| share > 0).map_or(0, |last| last + 1);
        for (chunk, share) in run.chunks.iter().zip(shares).take(end) {
            let number = self.number(run.kind);
            self.put(chunk, &number, chunk.body.start + skip..chunk.body.start + skip + share);
        }
        Ok(())
    }

    /// The next sequence number, for the chunks that carry one.
    fn number(&mut self, kind: [u8; 4]) -> Vec<u8> {
        if &kind == b"IDAT" {
            return vec![];
        }
        self.animation.number += 1;
        (self.animation.number - 1).to_be_bytes().into()
    }

    /// Writes a chunk of `head` and a stretch of the file; copies the chunk when that is what it is.
    fn put(&mut self, chunk: &Chunk, head: &[u8], body: Range<usize>) {
        if body.end == chunk.body.end && part(self.data, chunk.body.clone()).starts_with(head) {
            self.plan.copy(chunk.whole());
            return;
        }
        let length = (head.len() + body.len()) as u32;
        let bytes = part(self.data, body.clone());
        self.plan.own([&length.to_be_bytes()[..], &chunk.kind, head].concat());
        self.plan.copy(body);
        self.plan.own(chunk::checksum(&[&chunk.kind, head, bytes]).to_be_bytes());
    }

    /// Takes the announcement of a frame of an animation.
    fn frame(&mut self, chunk: &Chunk, body: &[u8]) -> Result<()> {
        self.check(chunk)?;
        self.animation.frames_left -= 1;
        let side = |at| be32(body, at).unwrap_or(0);
        self.animation.wanted = (self.pictures > 0).then(|| self.header.pixel_bytes(side(4), side(8)));
        let number = self.number(chunk.kind);
        self.put(chunk, &number, chunk.body.start + 4..chunk.body.end);
        Ok(())
    }

    /// Takes a colour profile: a name, and the profile packed. What follows the packed profile is cut.
    fn profile(&mut self, chunk: &Chunk, body: &[u8]) {
        let packed = body.iter().take(80).position(|&b| b == 0).filter(|&name| body.get(name + 1) == Some(&0));
        let read = packed.and_then(|name| {
            // A bomb is told by its first bytes, before the rest is inflated.
            let promising = |bytes: &[u8]| bytes.len() < 40 || bytes.get(36..40) == Some(b"acsp");
            let profile = pixels::inflate_when(body.get(name + 2..)?, limits::ICC_BYTES, promising)?;
            super::jpeg::is_profile(&profile.bytes).then_some((name + 2, profile))
        });
        let Some((start, profile)) = read else {
            self.found.add_bytes("icc", "BrokenProfile", Other, body.len());
            return;
        };
        metadata::profile(&profile.bytes, &mut self.found);
        let used = start + profile.used;
        let name = part(body, 0..start - 2);
        self.found.add_bytes("icc", "ExtraBytes", Other, body.len() - used);
        let known = PROFILE_NAMES.contains(&name);
        if !known {
            self.found.add("icc", "ProfileName", Other, &String::from_utf8_lossy(name));
        }
        let packed = if profile.ended { Some(part(body, start..used).to_vec()) } else { pixels::pack(&profile.bytes) };
        match packed {
            // The name tells who wrote it; or the checksum of the packed form is missing, and some readers care.
            Some(packed) if !profile.ended || !known => {
                self.plan.own(write::chunk(chunk.kind, &[if known { name } else { b"icc" }, &[0, 0], &packed]));
            }
            _ => self.put(chunk, &[], chunk.body.start..chunk.body.start + used),
        }
    }

    /// Puts the parts together: signature and header, the turn, the rest, the end chunk.
    fn finish(mut self, header_end: usize, end: usize) -> Result<Opened> {
        self.close_run()?;
        if self.pictures == 0 {
            return Err(CheckError::malformed("image-data", end));
        }
        metadata::trailer(part(self.data, end..self.data.len()), &mut self.found);
        let mut plan = Plan::default();
        plan.copy(0..header_end);
        let turn = self.turn.max(1);
        if turn > 1 {
            plan.own(write::chunk(*b"eXIf", &[&minimal_tiff(turn)]));
        }
        plan.append(self.plan);
        let end_chunk = end.saturating_sub(12)..end;
        if part(self.data, end_chunk.clone()).starts_with(&[0; 4]) {
            plan.copy(end_chunk);
        } else {
            plan.own(write::chunk(*b"IEND", &[]));
        }
        let Header { width, height, .. } = self.header;
        Ok(Opened { width, height, orientation: turn, found: self.found.close(), plan })
    }
}

#[cfg(test)]
mod tests;
