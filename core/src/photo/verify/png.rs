//! PNG as the verifier reads it: every chunk named, every stream of pixels followed to its end and digested.

use flate2::{Decompress, FlushDecompress, Status};

use super::turn::{is_only_turn, turn};
use super::{Digest, Essence, Fault, Mode, packed};

/// The essence of a PNG. In an output every byte must have a place.
///
/// Pixels are compared as they are packed; as `inflated`, when the copy is packed anew because the input holds more than
/// the picture or breaks off behind it.
pub(super) fn essence(data: &[u8], mode: Mode, inflated: bool) -> Result<Essence, Fault> {
    let mut rest = data.strip_prefix(b"\x89PNG\r\n\x1a\n").ok_or("no-start")?;
    let mut reader = Reader { mode, essence: Essence { turn: 1, inflated, ..Essence::default() }, ..Reader::default() };
    loop {
        let (kind, body, sum, next) = chunk(rest).ok_or("cut")?;
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(body);
        rest = next;
        if reader.open != Some(*kind) {
            reader.close()?;
        }
        reader.chunk(*kind, body, crc.sum() == sum)?;
        if kind == b"IEND" {
            break;
        }
    }
    if !rest.is_empty() {
        mode.forbid("trailing-bytes")?;
    }
    match reader.essence.inflated {
        _ if !reader.seen(*b"IDAT") => Err("no-pixels"),
        // Found out on the way: all streams are digested in the same form.
        true if !inflated => essence(data, mode, true),
        _ => Ok(reader.essence),
    }
}

/// What follows a chunk.
type Rest<'a> = &'a [u8];

/// Name, body, checksum, and what follows.
fn chunk(rest: &[u8]) -> Option<(&[u8; 4], &[u8], u32, Rest<'_>)> {
    let length = u32::from_be_bytes(*rest.first_chunk()?) as usize;
    let (kind, rest) = rest.get(4..)?.split_first_chunk()?;
    let (body, rest) = rest.split_at_checked(length)?;
    let (sum, rest) = rest.split_first_chunk()?;
    Some((kind, body, u32::from_be_bytes(*sum), rest))
}

#[derive(Default)]
struct Reader<'a> {
    mode: Mode,
    essence: Essence,
    /// Chunks met and used.
    names: Vec<[u8; 4]>,
    /// Colour type, bits of a pixel, interlacing, width, height.
    shape: [u64; 5],
    /// The pixel chunk whose stream is being read.
    open: Option<[u8; 4]>,
    packed: Vec<&'a [u8]>,
    /// Bytes the pixels take.
    limit: u64,
    /// Frames still announced, and the next sequence number.
    frames: u32,
    number: u32,
    /// The size of the frame announced last, when it has chunks of its own.
    frame: Option<[u64; 2]>,
}

impl<'a> Reader<'a> {
    fn seen(&self, kind: [u8; 4]) -> bool {
        self.names.contains(&kind)
    }

    fn chunk(&mut self, kind: [u8; 4], body: &'a [u8], sound: bool) -> Result<(), Fault> {
        let length = body.len();
        let early = !self.seen(*b"IDAT") && !self.seen(kind) && sound;
        let colour = self.shape[0];
        let small = match &kind {
            b"IHDR" if self.names.is_empty() && sound => return self.header(kind, body),
            b"IDAT" | b"fdAT" => return self.pixels(kind, body, sound),
            b"IEND" => return if length > 0 { self.mode.forbid("leftover-in-end") } else { Ok(()) },
            b"eXIf" => return self.exif(body),
            b"iCCP" if early => return self.profile(kind, body),
            b"fcTL" if self.frames > 0 && length == 26 => return self.frame(body),
            b"fcTL" => {
                self.frame = None;
                false
            }
            b"acTL" if early && length == 8 => {
                self.frames = body.first_chunk().map_or(0, |&n| u32::from_be_bytes(n)).min(10_000);
                true
            }
            b"PLTE" => colour == 3 && length.is_multiple_of(3) && length <= 768,
            b"tRNS" => matches!((colour, length), (0, 2) | (2, 6) | (3, 1..=256)),
            b"bKGD" => matches!((colour, length), (0 | 4, 2) | (2 | 6, 6) | (3, 1)),
            b"gAMA" | b"cICP" => length == 4,
            b"cHRM" => length == 32,
            b"sRGB" => length == 1,
            b"mDCV" => length == 24,
            b"cLLI" => length == 8,
            b"sBIT" => (1..=4).contains(&length),
            b"pHYs" => length == 9,
            _ => false,
        };
        if !early || !small {
            return self.mode.forbid("leftover-chunk");
        }
        self.names.push(kind);
        self.essence.pixels.part(u32::from_be_bytes(kind), body);
        Ok(())
    }

    fn header(&mut self, kind: [u8; 4], body: &[u8]) -> Result<(), Fault> {
        let &[_, _, _, _, _, _, _, _, depth, colour, 0, 0, interlace @ 0..=1] = body else { return Err("header") };
        let samples = match colour {
            0 | 3 => 1,
            2 => 3,
            4 => 2,
            6 => 4,
            _ => return Err("header"),
        };
        let [width, height] = [0, 4].map(|at| number(body, at));
        self.shape = [colour.into(), u64::from(depth) * samples, interlace.into(), width, height];
        self.names.push(kind);
        self.essence.pixels.part(u32::from_be_bytes(kind), body);
        Ok(())
    }

    fn exif(&mut self, body: &[u8]) -> Result<(), Fault> {
        if self.seen(*b"eXIf") || !is_only_turn(body) {
            self.mode.forbid("leftover-exif")?;
        }
        if !self.seen(*b"eXIf") {
            // Some writers put JPEG's start in front, and readers look behind it.
            self.essence.turn = turn(body.strip_prefix(b"Exif\0\0").unwrap_or(body));
            self.names.push(*b"eXIf");
        }
        Ok(())
    }

    fn profile(&mut self, kind: [u8; 4], body: &[u8]) -> Result<(), Fault> {
        // The same limit as the writer's: a larger profile is dropped.
        let mut profile = Pixels { keep: Some(vec![]), limit: 16 << 20, ..Pixels::default() };
        let name = body.iter().position(|&b| b == 0).filter(|&at| at < 80 && body.get(at + 1) == Some(&0));
        let packed = name.and_then(|at| body.get(at + 2..)).unwrap_or_default();
        let known = "icc|ICC profile|ICC Profile|Photoshop ICC profile|sRGB|sRGB IEC61966-2.1|Display P3|Adobe RGB (1998)|kCGColorSpaceDisplayP3|kCGColorSpaceSRGB";
        let listed = |name: &[u8]| known.split('|').any(|known| known.as_bytes() == name);
        if !body.get(..name.unwrap_or(0)).is_some_and(listed) {
            self.mode.forbid("leftover-profile-name")?;
        }
        let used = profile.feed(packed);
        let bytes = profile.keep.unwrap_or_default();
        let made_whole = profile.made <= profile.limit && (profile.ended || self.mode == Mode::Input);
        let whole = made_whole && (used.is_ok() || self.mode == Mode::Input);
        self.names.push(kind);
        if !whole || bytes.len() < 128 || bytes.get(36..40) != Some(b"acsp") {
            return self.mode.forbid("leftover-profile");
        }
        if used != Ok(packed.len()) {
            self.mode.forbid("leftover-in-profile")?;
        }
        self.essence.colour.part(1, &bytes);
        Ok(())
    }

    fn frame(&mut self, body: &[u8]) -> Result<(), Fault> {
        self.frames -= 1;
        self.sequence(body)?;
        self.frame = self.seen(*b"IDAT").then(|| [number(body, 4), number(body, 8)]);
        self.essence.pixels.part(0x6663_544C, body.get(4..).unwrap_or_default());
        Ok(())
    }

    fn sequence(&mut self, body: &[u8]) -> Result<(), Fault> {
        if number(body, 0) != u64::from(self.number) {
            self.mode.forbid("frame-numbers")?;
        }
        self.number += 1;
        Ok(())
    }

    fn pixels(&mut self, kind: [u8; 4], body: &'a [u8], sound: bool) -> Result<(), Fault> {
        let frame = if &kind == b"fdAT" { self.frame } else { Some([self.shape[3], self.shape[4]]) };
        let fresh = self.open.is_none();
        let (Some([width, height]), true) = (frame, !fresh || &kind == b"fdAT" || !self.seen(kind)) else {
            return self.mode.forbid("leftover-pixels");
        };
        if !sound {
            return Err("checksum");
        }
        if fresh {
            self.open = Some(kind);
            self.names.push(kind);
            self.limit = room(&self.shape, width, height);
        }
        let mut packed = body;
        if &kind == b"fdAT" {
            self.sequence(body)?;
            packed = body.get(4..).ok_or("cut")?;
        }
        self.packed.push(packed);
        Ok(())
    }

    /// Ends the stream being read.
    fn close(&mut self) -> Result<(), Fault> {
        if self.open.take().is_none() {
            return Ok(());
        }
        self.frame = None;
        let bodies = std::mem::take(&mut self.packed);
        let stream = packed::follow(bodies.iter().copied())?;
        if !stream.ended && (self.mode == Mode::Output || stream.made < self.limit) {
            return Err("cut");
        }
        let mut left = stream.used;
        let mut digest = Digest::default();
        for body in &bodies {
            let share = left.min(body.len());
            if share < body.len() || left == 0 {
                self.mode.forbid("data-behind-pixels")?;
            }
            if share > 0 {
                digest.part(1, body.get(..share).unwrap_or_default());
            }
            left -= share;
        }
        if stream.made > self.limit {
            self.mode.forbid("hidden-rows")?;
        }
        self.essence.inflated |= stream.made > self.limit || !stream.ended;
        if self.essence.inflated {
            digest = inflated(&bodies, self.limit)?;
        }
        self.essence.pixels.part(0x4944_4154, &digest.bytes());
        Ok(())
    }
}

/// Digests the first `limit` bytes that a stream unpacks to, in blocks.
fn inflated(bodies: &[&[u8]], limit: u64) -> Result<Digest, Fault> {
    let mut pixels = Pixels { limit, ..Pixels::default() };
    for body in bodies {
        pixels.feed(body)?;
    }
    pixels.flush();
    Ok(pixels.digest)
}

fn number(body: &[u8], at: usize) -> u64 {
    body.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |&n| u32::from_be_bytes(n).into())
}

/// How many bytes the rows of a picture take, each with its filter byte.
fn room(&[_, bits, interlaced, _, _]: &[u64; 5], width: u64, height: u64) -> u64 {
    let rows =
        |columns: u64, rows: u64| if columns == 0 { 0 } else { rows.saturating_mul((columns * bits).div_ceil(8) + 1) };
    if interlaced == 0 {
        return rows(width, height);
    }
    let every = |length: u64, first: u64, step: u64| (length + step - 1).saturating_sub(first) / step;
    let passes = [(0, 8, 0, 8), (4, 8, 0, 8), (0, 4, 4, 8), (2, 4, 0, 4), (0, 2, 2, 4), (1, 2, 0, 2), (0, 1, 1, 2)];
    passes.iter().map(|&(x, across, y, down)| rows(every(width, x, across), every(height, y, down))).sum()
}

/// A stream inflated through a small buffer and digested up to its limit.
struct Pixels {
    inflate: Decompress,
    digest: Digest,
    block: Vec<u8>,
    /// Where everything goes instead, for what must be looked at.
    keep: Option<Vec<u8>>,
    made: u64,
    limit: u64,
    ended: bool,
}

impl Default for Pixels {
    fn default() -> Self {
        let (digest, block, keep) = Default::default();
        Self { inflate: Decompress::new(true), digest, block, keep, made: 0, limit: 0, ended: false }
    }
}

impl Pixels {
    const BLOCK: usize = 64 << 10;

    /// Inflates `packed`; answers how many bytes of it the stream took.
    fn feed(&mut self, packed: &[u8]) -> Result<usize, Fault> {
        let mut buffer = [0; 16 << 10];
        let start = self.inflate.total_in();
        while !self.ended && self.made <= self.limit && self.promising() {
            let used = (self.inflate.total_in() - start) as usize;
            let rest = packed.get(used..).unwrap_or_default();
            let status = self.inflate.decompress(rest, &mut buffer, FlushDecompress::None).map_err(|_| "inflate")?;
            let fresh = (self.inflate.total_out() - self.made) as usize;
            let idle = fresh == 0 && (self.inflate.total_in() - start) as usize == used;
            self.take(buffer.get(..fresh).unwrap_or_default());
            self.ended = status == Status::StreamEnd;
            if idle {
                break;
            }
        }
        Ok((self.inflate.total_in() - start) as usize)
    }

    /// What is kept must be a colour profile, and small; for pixels the caller's limit holds.
    fn promising(&self) -> bool {
        let profile = |kept: &Vec<u8>| kept.len() < 40 || kept.get(36..40) == Some(b"acsp");
        self.keep.as_ref().is_none_or(|kept| profile(kept) && self.made <= self.limit)
    }

    fn take(&mut self, bytes: &[u8]) {
        let shown = self.limit.saturating_sub(self.made).min(bytes.len() as u64) as usize;
        self.made += bytes.len() as u64;
        let shown = bytes.get(..shown).unwrap_or_default();
        if let Some(keep) = &mut self.keep {
            keep.extend(shown);
            return;
        }
        self.block.extend(shown);
        while self.block.len() >= Self::BLOCK {
            let tail = self.block.split_off(Self::BLOCK);
            self.flush();
            self.block = tail;
        }
    }

    fn flush(&mut self) {
        self.digest.part(0, &self.block);
        self.block.clear();
    }
}
