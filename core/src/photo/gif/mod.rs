//! GIF, still and animated: blocks one after the other (GIF version 89a).

mod lzw;

use std::ops::Range;

use super::bytes::{le16, part};
use super::metadata::{self, Found};
use super::plan::Plan;
use super::{Opened, jpeg, limits};
use crate::error::{CheckError, Result};
use crate::span::MetadataKind::{HiddenImage, Other};

/// Reads a GIF: its picture, what is hidden, and the plan of a clean copy.
pub(super) fn open(data: &[u8]) -> Result<Opened> {
    let cut = || CheckError::malformed("header", 13);
    let (width, height) = le16(data, 6).zip(le16(data, 8)).ok_or_else(cut)?;
    let at = 13 + table(*data.get(10).ok_or_else(cut)?);
    let mut reader =
        Reader { data, at, found: Found::default(), plan: Plan::default(), control: None, seen: vec![], pictures: 0 };
    reader.plan.copy(0..at);
    while reader.block()? {}
    metadata::trailer(part(data, reader.at..data.len()), &mut reader.found);
    if reader.pictures == 0 {
        return Err(CheckError::malformed("image-data", reader.at));
    }
    let Reader { found, plan, .. } = reader;
    Ok(Opened { width: width.into(), height: height.into(), orientation: 1, found: found.close(), plan })
}

/// The bytes a colour table takes, by the flags that announce it.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

struct Reader<'a> {
    data: &'a [u8],
    at: usize,
    found: Found,
    plan: Plan,
    /// A graphic control that waits for its picture.
    control: Option<Range<usize>>,
    /// Names of the application blocks that were kept; each counts once.
    seen: Vec<&'static [u8]>,
    pictures: usize,
}

impl Reader<'_> {
    fn byte(&self, at: usize) -> Result<u8> {
        self.data.get(at).copied().ok_or_else(|| CheckError::malformed("block", at))
    }

    /// One block; false at the end of the file's picture.
    fn block(&mut self) -> Result<bool> {
        let start = self.at;
        match self.byte(start)? {
            0x2C => self.picture(start)?,
            0x21 => self.extension(start)?,
            0x3B => {
                self.plan.copy(start..start + 1);
                self.at = start + 1;
                return Ok(false);
            }
            // Some writers put a spare terminator between blocks.
            0x00 => {
                self.found.add_bytes("other", "StrayBytes", Other, 1);
                self.at = start + 1;
            }
            _ => return Err(CheckError::malformed("block", start)),
        }
        Ok(true)
    }

    /// The ends of the sub-blocks that start at `at`: the data they hold, and the byte behind the terminator.
    fn data_blocks(&self, mut at: usize) -> Result<(Vec<u8>, usize)> {
        let mut all = vec![];
        loop {
            let length = usize::from(self.byte(at)?);
            let body = self.data.get(at + 1..at + 1 + length).ok_or_else(|| CheckError::malformed("block", at))?;
            at += 1 + length;
            if length == 0 {
                return Ok((all, at));
            }
            all.extend_from_slice(body);
        }
    }

    fn picture(&mut self, start: usize) -> Result<()> {
        let cut = || CheckError::malformed("image-data", start);
        let (width, height) = le16(self.data, start + 5).zip(le16(self.data, start + 7)).ok_or_else(cut)?;
        let coded = start + 10 + table(self.byte(start + 9)?);
        let minimum = self.byte(coded)?;
        let (bytes, end) = self.data_blocks(coded + 1)?;
        let used = lzw::used(&bytes, minimum, u64::from(width) * u64::from(height)).ok_or_else(cut)?;
        if let Some(control) = self.control.take() {
            self.control_block(&control);
        }
        if used == bytes.len() {
            self.plan.copy(start..end);
        } else {
            self.found.add_bytes("trailer", "DataBehindPixels", HiddenImage, bytes.len() - used);
            self.plan.copy(start..coded + 1);
            let blocks = part(&bytes, 0..used).chunks(255).flat_map(|block| [&[block.len() as u8], block].concat());
            self.plan.own(blocks.chain([0]).collect::<Vec<_>>());
        }
        self.pictures += 1;
        self.at = end;
        Ok(())
    }

    /// Writes a graphic control: four bytes, whatever the file put behind them.
    fn control_block(&mut self, block: &Range<usize>) {
        if block.len() == 8 {
            self.plan.copy(block.clone());
        } else {
            self.found.add_bytes("other", "ExtraBytes", Other, block.len() - 8);
            self.plan.copy(block.start..block.start + 7);
            self.plan.own([0]);
        }
    }

    fn extension(&mut self, start: usize) -> Result<()> {
        let label = self.byte(start + 1)?;
        let (bytes, end) = self.data_blocks(start + 2)?;
        self.at = end;
        match label {
            0xF9 if self.byte(start + 2)? == 4 => self.control = Some(start..end),
            0xFF => self.application(start, end, &bytes),
            _ => {
                // A plain text uses up the control before it; what it shows is not part of the picture today.
                if label == 0x01 {
                    self.control = None;
                }
                metadata::gif(label, part(self.data, start + 2..end), &bytes, &mut self.found);
            }
        }
        Ok(())
    }

    /// Keeps how often an animation repeats and the colour profile; notes every other application's block.
    fn application(&mut self, start: usize, end: usize, bytes: &[u8]) {
        let body = bytes.get(11..).unwrap_or_default();
        let kept: Option<&'static [u8]> = match bytes.get(..11) {
            Some(b"NETSCAPE2.0" | b"ANIMEXTS1.0") if part(self.data, start + 14..start + 16) == [3, 1] => Some(b"loop"),
            Some(b"ICCRGBG1012") if jpeg::is_profile(body) && body.len() <= limits::ICC_BYTES => Some(b"icc"),
            _ => None,
        };
        let Some(name) = kept.filter(|name| !self.seen.contains(name)) else {
            metadata::gif(0xFF, part(self.data, start + 2..end), bytes, &mut self.found);
            return;
        };
        self.seen.push(name);
        if name == b"icc" {
            metadata::profile(body, &mut self.found);
        }
        if name == b"icc" || end == start + 19 {
            self.plan.copy(start..end);
        } else {
            self.found.add_bytes("other", "ExtraBytes", Other, end - start - 19);
            self.plan.copy(start..start + 18);
            self.plan.own([0]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"GIF89a\x02\0\x01\0\x80\0\0abcdef";
    const CONTROL: &[u8] = b"\x21\xf9\x04\0\x0a\0\0\0";
    const LOOP: &[u8] = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
    const PICTURE: &[u8] = b"\x2c\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x0a\0";
    const END: &[u8] = b";";

    fn cleaned(parts: &[&[u8]]) -> Result<Vec<u8>> {
        let data = parts.concat();
        let mut out = vec![];
        open(&data)?.plan.write(&data, &mut out).unwrap();
        Ok(out)
    }

    #[test]
    fn keeps_a_clean_file() {
        let parts = [HEAD, LOOP, CONTROL, PICTURE, CONTROL, PICTURE, END];
        assert_eq!(cleaned(&parts), Ok(parts.concat()));
    }

    #[test]
    fn drops_and_cuts_the_rest() {
        let dirty: &[&[u8]] = &[
            HEAD,
            b"\x21\xfe\x02hi\0",
            b"\x21\xff\x0bVENDORAPP10\x02hi\0",
            b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\x02hi\0",
            LOOP,
            CONTROL,
            b"\x21\x01\x0c0123456789ab\x02hi\0",
            b"\x21\xf9\x04\0\x0a\0\0\x02hi\0",
            b"\0",
            b"\x2c\0\0\0\0\x02\0\x01\0\0\x02\x03\x44\x0ax\x02hi\0",
            b"\x21\xce\x02hi\0",
            CONTROL,
            END,
            b"tail",
        ];
        assert_eq!(cleaned(dirty), Ok([HEAD, LOOP, CONTROL, PICTURE, END].concat()));
    }

    #[test]
    fn refuses_damage() {
        assert!(cleaned(&[HEAD, PICTURE]).is_err(), "no end");
        assert!(cleaned(&[HEAD, END]).is_err(), "no picture");
        assert!(cleaned(&[HEAD, b"x", PICTURE, END]).is_err(), "stray bytes");
        assert!(cleaned(&[&HEAD[..12]]).is_err());
    }
}
