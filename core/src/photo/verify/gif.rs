//! GIF as the verifier reads it (GIF version 89a).

use super::{Digest, Essence, Fault, Mode};

/// The essence of a GIF. In an output every byte must have a place.
pub(super) fn essence(data: &[u8], mode: Mode) -> Result<Essence, Fault> {
    let mut reader =
        Reader { rest: data, mode, pixels: Digest::default(), colour: None, repeats: None, control: None, pictures: 0 };
    let head = reader.take(13)?;
    let flags = *head.get(10).ok_or("cut")?;
    let colours = reader.take(colours(flags))?;
    if !head.starts_with(b"GIF8") {
        return Err("no-start");
    }
    reader.pixels.part(1, head);
    reader.pixels.part(2, colours);
    loop {
        match reader.take(1)? {
            [0x3B] => break,
            [0x2C] => reader.picture()?,
            [0x21] => reader.extension()?,
            [0] => mode.forbid("stray-bytes")?,
            _ => return Err("stray-bytes"),
        }
    }
    if !reader.rest.is_empty() || reader.control.is_some() {
        mode.forbid("trailing-bytes")?;
    }
    let mut pixels = reader.pixels;
    pixels.part(3, &reader.repeats.unwrap_or_default());
    if reader.pictures == 0 {
        Err("no-pixels")
    } else {
        Ok(Essence { pixels, colour: reader.colour.unwrap_or_default(), turn: 1, inflated: false })
    }
}

fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 6 << (flags & 7) }
}

struct Reader<'a> {
    rest: &'a [u8],
    mode: Mode,
    pixels: Digest,
    colour: Option<Digest>,
    repeats: Option<Vec<u8>>,
    control: Option<&'a [u8]>,
    pictures: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or("cut")?;
        self.rest = rest;
        Ok(taken)
    }

    /// Everything up to the terminator, block by block.
    fn blocks(&mut self) -> Result<Vec<&'a [u8]>, Fault> {
        let mut all = vec![];
        loop {
            match self.take(1)? {
                &[0] => return Ok(all),
                size => all.push(self.take(size.first().copied().unwrap_or(0).into())?),
            }
        }
    }

    fn picture(&mut self) -> Result<(), Fault> {
        let place = self.take(9)?;
        let &[_, _, _, _, w0, w1, h0, h1, flags] = place else { return Err("cut") };
        let colours = self.take(colours(flags))?;
        let minimum = *self.take(1)?.first().ok_or("cut")?;
        let coded = self.blocks()?.concat();
        let area = u64::from(u16::from_le_bytes([w0, w1])) * u64::from(u16::from_le_bytes([h0, h1]));
        let end = coded_end(&coded, minimum.into(), area)?;
        if end < coded.len() {
            self.mode.forbid("data-behind-pixels")?;
        }
        self.pixels.part(4, self.control.take().unwrap_or_default());
        self.pixels.part(5, place);
        self.pixels.part(6, colours);
        self.pixels.part(minimum.into(), coded.get(..end).unwrap_or_default());
        self.pictures += 1;
        Ok(())
    }

    fn extension(&mut self) -> Result<(), Fault> {
        let label = *self.take(1)?.first().ok_or("cut")?;
        let blocks = self.blocks()?;
        match (label, blocks.as_slice()) {
            (0xF9, [control, more @ ..]) if control.len() == 4 => {
                if !more.is_empty() || self.control.is_some() {
                    self.mode.forbid("leftover-in-control")?;
                }
                self.control = Some(control);
                Ok(())
            }
            (0xFF, [b"NETSCAPE2.0" | b"ANIMEXTS1.0", [1, a, b], more @ ..]) if self.repeats.is_none() => {
                self.repeats = Some(vec![*a, *b]);
                if more.is_empty() { Ok(()) } else { self.mode.forbid("leftover-in-loop") }
            }
            (0xFF, [b"ICCRGBG1012", profile @ ..]) if self.colour.is_none() => self.profile(&profile.concat()),
            (label, _) => {
                if label == 1 {
                    self.control = None;
                }
                self.mode.forbid("leftover-extension")
            }
        }
    }

    fn profile(&mut self, profile: &[u8]) -> Result<(), Fault> {
        let sized = (128..=16 << 20).contains(&profile.len());
        if !sized || profile.get(36..40) != Some(b"acsp") {
            return self.mode.forbid("leftover-profile");
        }
        let mut colour = Digest::default();
        colour.part(1, profile);
        self.colour = Some(colour);
        Ok(())
    }
}

/// Where the codes of a picture of `area` pixels end, in bytes.
fn coded_end(coded: &[u8], minimum: usize, area: u64) -> Result<usize, Fault> {
    if minimum == 0 || minimum > 11 {
        return Err("codes");
    }
    let (stop, mut size, mut drawn, mut at) = ((1usize << minimum) + 1, minimum + 1, 0u64, 0usize);
    // How many pixels each code draws, from the first free code on; codes below draw one.
    let mut strings: Vec<u64> = vec![];
    let mut before: Option<u64> = None;
    while at + size <= 8 * coded.len() {
        let code = (0..size).fold(0, |code, bit| code | bit_at(coded, at + bit) << bit);
        if code == stop {
            return Ok((at + size).div_ceil(8));
        }
        if code + 1 == stop {
            at += size;
            (size, before) = (minimum + 1, None);
            strings.clear();
            continue;
        }
        if drawn >= area {
            return Ok(at.div_ceil(8));
        }
        at += size;
        if let Some(length) = before.filter(|_| strings.len() + stop < 4095) {
            strings.push(length + 1);
        }
        let length = if code < stop { 1 } else { *strings.get(code - stop - 1).ok_or("codes")? };
        drawn += length;
        before = Some(length);
        if strings.len() + stop + 1 == 1 << size && size < 12 {
            size += 1;
        }
    }
    Ok(coded.len())
}

fn bit_at(coded: &[u8], at: usize) -> usize {
    coded.get(at / 8).map_or(0, |byte| usize::from(byte >> (at % 8) & 1))
}
