//! Codes of a scan that are kept until the table for them is known, and written while the scan behind is read.

use std::sync::Arc;
use std::thread::{self, JoinHandle};

use super::bits::{Reader, Writer};
use super::huffman::Table;
use super::recode::Sink;

/// Codes that are counted, and kept if they are few enough, so that the scan is read only once.
pub(super) struct Kept {
    pub(super) counts: Box<[[u32; 256]; 8]>,
    keeps: bool,
    /// Symbol or marker << 8 | kind << 6 | how many of the bits belong to it.
    codes: Vec<u16>,
    bits: Writer,
}

/// The longest scan, in bytes, of which the codes are kept: they take about four times that.
pub(super) const KEPT: usize = 2 << 20;

const CODE: u16 = 0;
const PLAIN: u16 = 1 << 6;
const END: u16 = 2 << 6;

impl Kept {
    pub(super) fn new(keeps: bool) -> Self {
        Self { counts: Box::new([[0; 256]; 8]), keeps, codes: vec![], bits: Writer::default() }
    }

    fn keep(&mut self, kind: u16, symbol: u8, bits: u64, size: u32) {
        if self.keeps {
            self.codes.push(u16::from(symbol) << 8 | kind | size as u16);
            self.bits.put(bits, size);
        }
    }

    /// Writes what was kept, all of it with one table; `None` when that lacks a code.
    fn write(&self, table: &Table) -> Option<Vec<u8>> {
        let mut reader = Reader::new(&self.bits.out, vec![]);
        let mut out = Writer::default();
        for &code in &self.codes {
            if reader.is_short() {
                reader.slide();
            }
            let (size, symbol) = (u32::from(code & 63), (code >> 8) as u8);
            let bits = reader.peek() >> 1 >> (63 - size);
            reader.at += size as usize;
            match code & (3 << 6) {
                CODE => {
                    let (code, length) = table.code(symbol)?;
                    out.put(u64::from(code) << size | bits, length + size);
                }
                PLAIN => out.put(bits, size),
                _ => out.end(symbol),
            }
        }
        Some(out.out)
    }
}

impl Sink for Kept {
    fn code(&mut self, table: usize, symbol: u8, bits: u64, size: u32) {
        self.counts[table & 7][usize::from(symbol)] += 1;
        self.keep(CODE, symbol, bits, size);
    }

    fn plain(&mut self, bits: u64, size: u32) {
        self.keep(PLAIN, 0, bits, size);
    }

    fn end(&mut self, marker: Option<u8>) {
        self.keep(END, marker.unwrap_or(0), 0, 0);
    }
}

/// Fewer codes than this are written at once: they are not worth a thread.
const FEW: usize = 50_000;

/// The codes of the last scan, while they are written.
#[derive(Default)]
pub(super) struct Late(Option<JoinHandle<Option<Vec<u8>>>>);

impl Late {
    /// Writes the codes behind `out`: beside the caller if the system gives a thread, else at once. Others came to their
    /// end before. `None` when the table lacks a code.
    pub(super) fn start(&mut self, mut kept: Kept, table: Table, out: &mut Writer) -> Option<()> {
        kept.bits.align();
        let few = kept.codes.len() < FEW;
        let job = Arc::new((kept, table));
        let beside = Arc::clone(&job);
        let thread = (!few).then(|| thread::Builder::new().spawn(move || beside.0.write(&beside.1)).ok());
        self.0 = thread.flatten();
        if self.0.is_none() {
            out.out.extend_from_slice(&job.0.write(&job.1)?);
        }
        Some(())
    }

    /// Waits for the codes and puts them behind `out`. `None` when the table lacked one.
    pub(super) fn settle(&mut self, out: &mut Writer) -> Option<()> {
        if let Some(thread) = self.0.take() {
            out.out.extend_from_slice(&thread.join().ok()??);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::redact::jpeg::huffman::Stated;

    #[test]
    fn late_codes_are_those_written_at_once() {
        let codes = |sink: &mut Kept, many: usize| {
            for i in 0..many {
                let size = (i % 42) as u32;
                sink.code(4, (i % 7) as u8, i as u64 & ((1 << size) - 1), size);
                sink.plain(i as u64 & 1, 1);
            }
            sink.end(Some(0xD0));
        };
        for many in [10, FEW] {
            let mut kept = Kept::new(true);
            codes(&mut kept, many);
            let table = Table::new(&Stated::fitting(&kept.counts[4])).unwrap();
            let mut expected = Writer::default();
            for i in 0..many {
                let (size, (code, length)) = ((i % 42) as u32, table.code((i % 7) as u8).unwrap());
                expected.put(code.into(), length);
                expected.put(i as u64 & ((1 << size) - 1), size);
                expected.put(i as u64 & 1, 1);
            }
            expected.end(0xD0);
            let (mut late, mut out) = (Late::default(), Writer::default());
            late.start(kept, table, &mut out).unwrap();
            assert_eq!(late.0.is_some(), many >= FEW);
            late.settle(&mut out).unwrap();
            assert!(out.out == expected.out, "{many}");
        }
    }
}
