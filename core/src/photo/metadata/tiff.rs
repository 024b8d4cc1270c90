//! TIFF directories as lists of entries, bounded in number and never copied (TIFF 6.0 section 2).

use crate::photo::bytes::{Order, part};
use crate::photo::limits::{IFD_ENTRIES, IFDS};

/// A block of TIFF data and its byte order.
#[derive(Clone, Copy)]
pub(super) struct Tiff<'a> {
    pub(super) data: &'a [u8],
    pub(super) order: Order,
}

/// Which directory an entry stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Directory {
    Main,
    Exif,
    Gps,
    Interop,
    Thumbnail,
}

/// One entry: its name as a number, and its value as bytes.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) directory: Directory,
    pub(super) tag: u16,
    pub(super) kind: u16,
    /// The value, cut where the file ends.
    pub(super) bytes: &'a [u8],
    pub(super) order: Order,
}

impl<'a> Tiff<'a> {
    /// The block, when it starts like one.
    pub(super) fn open(data: &'a [u8]) -> Option<Self> {
        Some(Self { data, order: Order::of_tiff(data)? })
    }

    pub(super) fn u16(&self, at: usize) -> Option<u16> {
        self.order.u16(self.data, at)
    }

    pub(super) fn u32(&self, at: usize) -> Option<u32> {
        self.order.u32(self.data, at)
    }

    /// Every entry of the main directories and of the ones they point to, each directory once.
    pub(super) fn entries(&self) -> Vec<Entry<'a>> {
        let mut all = vec![];
        let mut seen = vec![];
        let mut todo: Vec<(usize, Directory)> =
            self.u32(4).map(|at| (at as usize, Directory::Main)).into_iter().collect();
        while let Some((at, directory)) = todo.pop() {
            if at == 0 || seen.contains(&at) || seen.len() >= IFDS {
                continue;
            }
            seen.push(at);
            let entries = self.directory(at, directory, 0);
            for entry in &entries {
                if let Some(child) = entry.child() {
                    todo.push((entry.number(0).unwrap_or(0) as usize, child));
                }
            }
            if directory == Directory::Main {
                let next = at + 2 + 12 * usize::from(self.u16(at).unwrap_or(0));
                todo.push((self.u32(next).unwrap_or(0) as usize, Directory::Thumbnail));
            }
            all.extend(entries);
        }
        all
    }

    /// The entries of the directory at `at`; value offsets count from `base`.
    pub(super) fn directory(&self, at: usize, directory: Directory, base: usize) -> Vec<Entry<'a>> {
        let count = usize::from(self.u16(at).unwrap_or(0)).min(IFD_ENTRIES);
        (0..count).map_while(|i| self.entry(at + 2 + 12 * i, directory, base)).collect()
    }

    fn entry(&self, at: usize, directory: Directory, base: usize) -> Option<Entry<'a>> {
        let (tag, kind) = (self.u16(at)?, self.u16(at + 2)?);
        let unit: u64 = match kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => 0,
        };
        let length = unit * u64::from(self.u32(at + 4)?);
        let start = if length <= 4 { at + 8 } else { base.saturating_add(self.u32(at + 8)? as usize) };
        let end = start.saturating_add(usize::try_from(length).unwrap_or(usize::MAX)).min(self.data.len());
        Some(Entry { directory, tag, kind, bytes: part(self.data, start..end), order: self.order })
    }
}

impl Entry<'_> {
    fn child(&self) -> Option<Directory> {
        match (self.directory, self.tag) {
            (Directory::Main | Directory::Thumbnail, 0x8769) => Some(Directory::Exif),
            (Directory::Main | Directory::Thumbnail, 0x8825) => Some(Directory::Gps),
            (Directory::Exif, 0xA005) => Some(Directory::Interop),
            _ => None,
        }
    }

    /// The `index`-th whole number.
    pub(super) fn number(&self, index: usize) -> Option<u32> {
        let tiff = Tiff { data: self.bytes, order: self.order };
        match self.kind {
            1 | 6 | 7 => self.bytes.get(index).map(|&b| b.into()),
            3 | 8 => tiff.u16(2 * index).map(u32::from),
            4 | 9 | 13 => tiff.u32(4 * index),
            _ => None,
        }
    }

    /// The two numbers of the `index`-th fraction.
    pub(super) fn ratio(&self, index: usize) -> Option<(u32, u32)> {
        let tiff = Tiff { data: self.bytes, order: self.order };
        matches!(self.kind, 5 | 10).then_some((tiff.u32(8 * index)?, tiff.u32(8 * index + 4)?))
    }

    /// The `index`-th fraction.
    pub(super) fn fraction(&self, index: usize) -> Option<f64> {
        let tiff = Tiff { data: self.bytes, order: self.order };
        let (above, below) = (tiff.u32(8 * index)?, tiff.u32(8 * index + 4)?);
        match self.kind {
            5 if below != 0 => Some(f64::from(above) / f64::from(below)),
            10 if below != 0 => Some(f64::from(above.cast_signed()) / f64::from(below.cast_signed())),
            _ => None,
        }
    }

    /// Whether the value stands as text.
    pub(super) fn is_text(&self) -> bool {
        self.kind == 2
    }
}
