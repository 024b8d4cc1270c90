//! The compressed pixels: where their stream really ends, and whether it holds more than the picture.
//!
//! What follows the end of the stream inside an image chunk shows nothing, and is where cropped screenshots kept the
//! part that was cut away (CVE-2023-21036).

use std::io::Read;
use std::ops::Range;

use flate2::{Compression, Decompress, FlushDecompress, Status};

use crate::error::{CheckError, Result};
use crate::photo::bytes::part;
use crate::photo::limits::INFLATED_BYTES;

/// One compressed stream, spread over chunks.
pub(crate) struct Stream {
    inflate: Decompress,
    /// Bytes the picture needs.
    pub(crate) wanted: u64,
    ended: bool,
}

impl Stream {
    pub(crate) fn new(wanted: u64) -> Self {
        Self { inflate: Decompress::new(true), wanted, ended: false }
    }

    /// Takes the body of the next chunk; answers how many bytes of it belong to the stream.
    pub(crate) fn feed(&mut self, body: &[u8], at: usize) -> Result<usize> {
        let mut buffer = [0; 16 << 10];
        let mut used = 0;
        while !self.ended {
            let (taken, made) = (self.inflate.total_in(), self.inflate.total_out());
            let rest = body.get(used..).unwrap_or_default();
            let status = self.inflate.decompress(rest, &mut buffer, FlushDecompress::None);
            let status = status.map_err(|_| CheckError::malformed("image-data", at))?;
            used += (self.inflate.total_in() - taken) as usize;
            self.ended = status == Status::StreamEnd;
            if self.inflate.total_out() > INFLATED_BYTES {
                return Err(CheckError::LimitExceeded { limit: "inflated-bytes".into(), max: INFLATED_BYTES });
            }
            if self.inflate.total_out() == made && self.inflate.total_in() == taken {
                break;
            }
        }
        Ok(used)
    }

    /// Whether the stream came to its end.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }

    /// Whether more was packed than the picture shows.
    pub(crate) fn overfull(&self) -> bool {
        self.inflate.total_out() > self.wanted
    }
}

/// Packs the first `wanted` bytes of the stream that `bodies` hold again, without what follows them.
pub(crate) fn repack(data: &[u8], bodies: &[Range<usize>], wanted: u64) -> Result<Vec<u8>> {
    let broken = |_| CheckError::malformed("image-data", bodies.first().map_or(0, |body| body.start));
    let joined = bodies.iter().map(|body| part(data, body.clone())).collect::<Vec<_>>().concat();
    let mut pixels = flate2::read::ZlibDecoder::new(joined.as_slice()).take(wanted);
    let mut packed = flate2::write::ZlibEncoder::new(vec![], Compression::default());
    std::io::copy(&mut pixels, &mut packed).map_err(broken)?;
    packed.finish().map_err(broken)
}

/// What a small stream inflates to.
pub(crate) struct Inflated {
    pub(crate) bytes: Vec<u8>,
    /// Bytes of the packed form that belong to the stream.
    pub(crate) used: usize,
    /// Whether the stream came to its end, checksum and all.
    pub(crate) ended: bool,
}

/// Inflates `packed` as far as it goes; `None` when it makes more than `most` bytes, or nothing.
pub(crate) fn inflate(packed: &[u8], most: usize) -> Option<Inflated> {
    inflate_when(packed, most, |_| true)
}

/// Like [`inflate`], and gives up when `promising` says so of what has been inflated so far.
pub(crate) fn inflate_when(packed: &[u8], most: usize, promising: impl Fn(&[u8]) -> bool) -> Option<Inflated> {
    let mut inflate = Decompress::new(true);
    let (mut bytes, mut ended) = (vec![], false);
    let mut buffer = [0; 8 << 10];
    while !ended {
        let (taken, made) = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress(packed.get(taken as usize..)?, &mut buffer, FlushDecompress::None);
        bytes.extend(buffer.get(..(inflate.total_out() - made) as usize)?);
        if bytes.len() > most || !promising(&bytes) {
            return None;
        }
        match status {
            Ok(Status::StreamEnd) => ended = true,
            Ok(_) if inflate.total_out() > made || inflate.total_in() > taken => {}
            Ok(_) | Err(_) => break,
        }
    }
    (!bytes.is_empty()).then_some(Inflated { bytes, used: inflate.total_in() as usize, ended })
}

/// Packs a small piece of data.
pub(crate) fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packed = flate2::write::ZlibEncoder::new(vec![], Compression::default());
    std::io::Write::write_all(&mut packed, bytes).ok()?;
    packed.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_end_and_packs_again() {
        let pixels = vec![7; 100_000];
        let packed = pack(&pixels).unwrap();
        let with_tail = [&packed[..], b"tail"].concat();
        let mut stream = Stream::new(100_000);
        let used = stream.feed(&with_tail[..20], 0).unwrap() + stream.feed(&with_tail[20..], 0).unwrap();
        assert_eq!((used, stream.ended(), stream.overfull()), (packed.len(), true, false));
        let whole = inflate(&with_tail, 100_000).unwrap();
        assert_eq!((whole.bytes, whole.used, whole.ended), (pixels, packed.len(), true));
        assert!(inflate(&packed, 99_999).is_none());
        assert!(!inflate(&packed[..packed.len() - 4], 100_000).unwrap().ended, "no checksum");
        let again = repack(&with_tail, &[0..20, 20..with_tail.len()], 10).unwrap();
        assert_eq!(inflate(&again, 10).unwrap().bytes, [7; 10]);
    }
}
