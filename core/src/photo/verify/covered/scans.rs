//! A JPEG as a list of scans with what each needs to be read (T.81 annex B).

use super::super::Fault;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Component {
    pub(super) id: u8,
    pub(super) across: u32,
    pub(super) down: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) progressive: bool,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) components: Vec<Component>,
}

impl Frame {
    fn read(code: u8, body: &[u8]) -> Result<Self, Fault> {
        let &[8, h1, h0, w1, w0, count, ref rest @ ..] = body else { return Err("frame-unread") };
        if !matches!(code, 0xC0..=0xC2) || rest.len() < 3 * usize::from(count) || count == 0 || count > 4 {
            return Err("frame-unread");
        }
        let single = count == 1;
        let component = |triple: &[u8]| match *triple {
            [id, _, _] if single => Some(Component { id, across: 1, down: 1 }),
            [id, factors, _] => Some(Component { id, across: (factors >> 4).into(), down: (factors & 15).into() }),
            _ => None,
        };
        let components = rest.chunks(3).take(count.into()).map(component).collect::<Option<Vec<_>>>();
        let components = components.ok_or("frame-unread")?;
        if components.iter().any(|c| !(1..=4).contains(&c.across) || !(1..=4).contains(&c.down)) {
            return Err("frame-unread");
        }
        let side = |high: u8, low: u8| u32::from(high) << 8 | u32::from(low);
        Ok(Self { progressive: code == 0xC2, width: side(w1, w0), height: side(h1, h0), components })
    }

    /// Width and height of one unit of an interleaved scan, in pixels.
    pub(super) fn unit(&self) -> (u32, u32) {
        let most = |of: fn(&Component) -> u32| 8 * self.components.iter().map(of).max().unwrap_or(1);
        (most(|c| c.across), most(|c| c.down))
    }

    /// Blocks of a component that hold something of the picture: across, down.
    pub(super) fn blocks(&self, component: &Component) -> (u32, u32) {
        let (width, height) = self.unit();
        ((self.width * component.across).div_ceil(width), (self.height * component.down).div_ceil(height))
    }
}

/// One scan.
#[derive(Clone)]
pub(super) struct Scan<'a> {
    /// Quantization, restarts and the scan header, as bytes to compare.
    pub(super) setup: Vec<u8>,
    /// Huffman tables by class × 4 + place: 16 counts, then symbols.
    pub(super) tables: [Option<&'a [u8]>; 8],
    pub(super) restart: u32,
    pub(super) header: &'a [u8],
    pub(super) raw: &'a [u8],
}

/// The frame and its scans.
pub(super) fn scans(data: &[u8]) -> Result<(Frame, Vec<Scan<'_>>), Fault> {
    let (mut at, mut frame, mut all) = (2, None::<Frame>, vec![]);
    let (mut setup, mut tables, mut restart) = (vec![], [None; 8], 0);
    while let Some(&[first, code]) = data.get(at..).and_then(|rest| rest.first_chunk()) {
        if first != 0xFF || code == 0xFF {
            at += 1;
            continue;
        }
        let frames = matches!(code, 0xC0..=0xCF) && !matches!(code, 0xC4 | 0xC8 | 0xCC);
        if code == 0xD9 || (frame.is_some() && (frames || code == 0xD8)) {
            break;
        }
        if matches!(code, 0 | 1 | 0xD0..=0xD8) {
            at += 2;
            continue;
        }
        let length = data.get(at + 2..).and_then(|rest| rest.first_chunk()).map_or(0, |&n| u16::from_be_bytes(n));
        let end = at + 2 + usize::from(length);
        let body = data.get(at + 4..end).ok_or("cut")?;
        at = end;
        match code {
            0xDB => setup.extend_from_slice(body),
            0xC4 => huffman(body, &mut tables),
            0xDD => restart = body.first_chunk().map_or(0, |&n| u16::from_be_bytes(n).into()),
            0xDC if all.len() == 1 => {
                if let Some(frame) = frame.as_mut().filter(|frame| frame.height == 0) {
                    frame.height = body.first_chunk().map_or(0, |&n| u16::from_be_bytes(n).into());
                }
            }
            0xDA => {
                let header = body.get(..4 + 2 * usize::from(*body.first().ok_or("cut")?)).ok_or("cut")?;
                setup.extend_from_slice(header);
                let raw = entropy(data, at)?;
                at += raw.len();
                all.push(Scan { setup: std::mem::take(&mut setup), tables, restart, header, raw });
            }
            _ if frames => frame = Some(Frame::read(code, body)?),
            _ => {}
        }
    }
    let frame = frame.filter(|frame| frame.width > 0 && frame.height > 0).ok_or("frame-unread")?;
    Ok((frame, all))
}

fn huffman<'a>(mut body: &'a [u8], tables: &mut [Option<&'a [u8]>; 8]) {
    while let Some((&name @ (0..=3 | 0x10..=0x13), rest)) = body.split_first() {
        let Some(counts) = rest.get(..16) else { return };
        let length = 16 + counts.iter().map(|&count| usize::from(count)).sum::<usize>();
        let Some(table) = rest.get(..length) else { return };
        tables[usize::from(name >> 4) * 4 + usize::from(name & 3)] = Some(table);
        body = rest.get(length..).unwrap_or_default();
    }
}

/// The entropy-coded bytes from `start` to the marker that ends them.
fn entropy(data: &[u8], start: usize) -> Result<&[u8], Fault> {
    let mut at = start;
    loop {
        at += memchr::memchr(0xFF, data.get(at..).ok_or("cut")?).ok_or("cut")?;
        let marker = data.get(at..).unwrap_or_default().iter().position(|&byte| byte != 0xFF).ok_or("cut")?;
        if !matches!(data.get(at + marker), Some(0 | 0xD0..=0xD7)) {
            return data.get(start..at).ok_or("cut");
        }
        at += marker + 1;
    }
}
