//! Regions of a JPEG are covered in its own codes: blocks that hold a covered pixel become flat, all others keep the
//! coefficients they have. No pixel is computed, so the rest of the picture loses nothing.
//!
//! Where a file has the tables that T.81 prints, as phones write them, untouched codes are copied bit for bit. Tables
//! made for one photo tell a little about all of it, the covered parts included: they are replaced.

mod bits;
mod copy;
mod frame;
mod huffman;
mod kept;
mod recode;
mod scan;
mod trade;
mod waves;

use std::ops::Range;

use super::region::Area;
use crate::error::{CheckError, Result};
use crate::photo::bytes::{be16, part};
use crate::photo::jpeg::walk::{Part, Walk, is_frame, marker};
use crate::photo::jpeg::{Survey, survey};
use crate::photo::limits::SCANS;
use bits::Writer;
use frame::{Frame, Level, Scan};
use huffman::{Stated, Table, Waves};
use kept::Late;
use recode::History;
use scan::Job;

/// Covers `areas` (stored pixels, inside the picture) with black. Everything else in the file stays.
///
/// Answers the file, and for each area the stored pixels that became one colour.
///
/// # Errors
/// `NeedsPixels` for arithmetic coding, lossless frames, deep samples and progressive photos too large for the budget;
/// `Malformed` where the codes make no sense: what cannot be followed cannot be covered.
pub(super) fn cover(data: &[u8], areas: &[Area]) -> Result<(Vec<u8>, Vec<Area>)> {
    let mut recoder = Recoder::new(data, survey(data)?)?;
    for step in Walk::new(data) {
        match step? {
            Part::Segment { marker: code, body } => recoder.segment(code, body, areas)?,
            Part::Scan(range) => recoder.scan(range)?,
            Part::Stray(range) => recoder.put(part(data, range))?,
            Part::End { trailer } => {
                recoder.put(&[0xFF, marker::EOI])?;
                recoder.put(part(data, trailer))?;
            }
        }
    }
    Ok((recoder.out.out, recoder.covered))
}

struct Recoder<'a> {
    data: &'a [u8],
    survey: Survey,
    out: Writer,
    frame: Option<Frame>,
    /// The covered units, and the pixels that certainly become one colour.
    units: Vec<Area>,
    covered: Vec<Area>,
    /// The quantization step of the averages, by table.
    steps: [u16; 4],
    levels: Vec<Level>,
    /// Whether every table of the file is a standard one.
    standard: bool,
    copied: copy::Tables,
    recoded: recode::Tables,
    history: History,
    /// The codes of the last scan, which may not be in `out` yet.
    late: Late,
    restart: u32,
    /// The header of the scan that comes next, and where its segment lies.
    header: Option<(Scan, Range<usize>)>,
    scans: u32,
}

impl<'a> Recoder<'a> {
    fn new(data: &'a [u8], survey: Survey) -> Result<Self> {
        let mut out = Writer::with_capacity(data.len() + 4096);
        out.out.extend_from_slice(part(data, 0..2));
        let mut recoder = Self {
            data,
            survey,
            out,
            frame: None,
            units: vec![],
            covered: vec![],
            steps: [0; 4],
            levels: vec![],
            standard: has_standard_tables(data)?,
            copied: copy::Tables { dc: [const { None }; 4], ac: [const { None }; 4] },
            recoded: [const { None }; 8],
            history: History::none(),
            late: Late::default(),
            restart: 0,
            header: None,
            scans: 0,
        };
        for (class, place) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            if let Some(stated) = Stated::standard(class, place) {
                recoder.table(class, place, stated, 0)?;
            }
        }
        Ok(recoder)
    }

    fn segment(&mut self, code: u8, body: Range<usize>, areas: &[Area]) -> Result<()> {
        let bytes = part(self.data, body.clone());
        match code {
            marker::DQT => self.quantization(bytes),
            marker::DHT => {
                for (name, stated) in Stated::read(bytes) {
                    self.table((name >> 4).into(), (name & 3).into(), &stated, body.start)?;
                }
                if !self.standard {
                    return Ok(());
                }
            }
            marker::DRI => self.restart = be16(bytes, 0).unwrap_or(0).into(),
            marker::SOS => {
                self.scans += 1;
                if self.scans > SCANS {
                    return Err(CheckError::LimitExceeded { limit: "scans".into(), max: SCANS.into() });
                }
                let frame = self.frame.as_ref().ok_or_else(|| CheckError::malformed("frame", body.start))?;
                let scan = Scan::read(bytes, frame, body.start)?;
                self.header = Some((scan, body.start - 4..body.end));
                return Ok(());
            }
            code if is_frame(code) => self.frame(code, bytes, areas)?,
            _ => {}
        }
        self.put(part(self.data, body.start - 4..body.end))
    }

    /// Puts bytes behind everything so far.
    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.late.settle(&mut self.out).ok_or_else(|| CheckError::malformed("scan", 0))?;
        self.out.out.extend_from_slice(bytes);
        Ok(())
    }

    fn frame(&mut self, code: u8, body: &[u8], areas: &[Area]) -> Result<()> {
        let frame = Frame::read(code, body, self.survey.height)?;
        self.levels = Level::black(&frame, self.survey.has_jfif(), self.survey.transform(self.data));
        (self.units, self.covered) = areas.iter().map(|&area| frame.cover(area)).unzip();
        self.history = History::new(&frame)?;
        self.frame = Some(frame);
        Ok(())
    }

    /// The step of the first coefficient of each table.
    fn quantization(&mut self, mut body: &[u8]) {
        while let [name @ (0x00..=0x03 | 0x10..=0x13), rest @ ..] = body {
            let wide = name >> 4 == 1;
            let step = if wide { be16(rest, 0).unwrap_or(0) } else { rest.first().copied().unwrap_or(0).into() };
            if let Some(place) = self.steps.get_mut(usize::from(name & 3)) {
                *place = step;
            }
            body = rest.get(if wide { 128 } else { 64 }..).unwrap_or_default();
        }
    }

    fn table(&mut self, class: usize, place: usize, stated: &Stated, at: usize) -> Result<()> {
        let table = Table::new(stated).ok_or_else(|| CheckError::malformed("huffman-table", at))?;
        if self.standard && class == 0 {
            self.copied.dc[place & 3] = Some(table);
        } else if self.standard {
            let waves = Waves::new(&table);
            self.copied.ac[place & 3] = Some((table, waves));
        } else {
            self.recoded[4 * (class & 1) + (place & 3)] = Some(table);
        }
        Ok(())
    }

    fn scan(&mut self, range: Range<usize>) -> Result<()> {
        let broken = || CheckError::malformed("scan", range.start);
        let (Some(frame), Some((scan, header))) = (&self.frame, self.header.take()) else { return Err(broken()) };
        let mut job = Job::new(frame, &scan, &self.units, part(self.data, range.clone()), range.start);
        job.restart = self.restart;
        for (fill, (component, level)) in job.fill.iter_mut().zip(frame.components.iter().zip(&self.levels)) {
            let step = self.steps.get(component.table).copied().filter(|&step| step > 0);
            *fill = level.coefficient(step.ok_or_else(broken)?);
        }
        let header = part(self.data, header);
        if self.standard {
            self.out.out.extend_from_slice(header);
            copy::scan(&job, &self.copied, &mut self.out)
        } else {
            recode::scan(&job, &self.recoded, &mut self.history, header, &mut self.out, &mut self.late)
        }
    }
}

/// Whether the file is sequential and all its Huffman tables are standard ones.
fn has_standard_tables(data: &[u8]) -> Result<bool> {
    for step in Walk::new(data) {
        if let Part::Segment { marker: code, body } = step? {
            let bytes = part(data, body);
            let other = code == marker::DHT && Stated::read(bytes).iter().any(|(_, stated)| !stated.is_standard());
            if other || code == 0xC2 {
                return Ok(false);
            }
        }
    }
    Ok(true)
}
