//! Compressed pixels and profiles, unpacked where they must be.

use std::io::Write;

use flate2::{Compression, Decompress, FlushDecompress, Status};

/// Packs the first `wanted` bytes of the stream that `bodies` hold again, without what follows them.
pub(crate) fn repack(bodies: &[&[u8]], wanted: u64) -> Option<Vec<u8>> {
    let mut inflate = Decompress::new(true);
    let mut packed = flate2::write::ZlibEncoder::new(vec![], Compression::default());
    let mut buffer = [0; 16 << 10];
    for body in bodies {
        let mut rest = *body;
        loop {
            let (taken, made) = (inflate.total_in(), inflate.total_out());
            let status = inflate.decompress(rest, &mut buffer, FlushDecompress::None).ok()?;
            rest = rest.get((inflate.total_in() - taken) as usize..)?;
            let fresh = (inflate.total_out() - made).min(wanted.saturating_sub(made)) as usize;
            packed.write_all(buffer.get(..fresh)?).ok()?;
            if inflate.total_out() >= wanted {
                return packed.finish().ok();
            }
            let idle = inflate.total_out() == made && inflate.total_in() == taken;
            if status == Status::StreamEnd || idle {
                break;
            }
        }
    }
    None
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
    packed.write_all(bytes).ok()?;
    packed.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::super::deflate;
    use super::*;

    #[test]
    fn finds_the_end_and_packs_again() {
        let pixels = vec![7; 100_000];
        let packed = pack(&pixels).unwrap();
        let with_tail = [&packed[..], b"tail"].concat();
        let extent = deflate::extent(&[&with_tail[..20], &with_tail[20..]]).unwrap();
        assert_eq!((extent.used, extent.ended, extent.made), (packed.len(), true, 100_000));
        let whole = inflate(&with_tail, 100_000).unwrap();
        assert_eq!((whole.bytes, whole.used, whole.ended), (pixels, packed.len(), true));
        assert!(inflate(&packed, 99_999).is_none());
        assert!(!inflate(&packed[..packed.len() - 4], 100_000).unwrap().ended, "no checksum");
        let again = repack(&[&with_tail[..20], &with_tail[20..]], 10).unwrap();
        assert_eq!(inflate(&again, 10).unwrap().bytes, [7; 10]);
    }
}
