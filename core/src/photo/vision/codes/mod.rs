//! Codes that machines read: QR, Data Matrix, Aztec, PDF417, Code 128, Code 39, EAN and UPC.
//!
//! Read by the `rxing` package, one format after the other in a fixed order; a code that was found is painted over
//! before the next look, so that several are found one by one and the work stays bounded.

mod bars;
mod unread;

use std::collections::HashSet;

use rxing::aztec::AztecReader;
use rxing::common::HybridBinarizer;
use rxing::datamatrix::DataMatrixReader;
use rxing::oned::MultiFormatOneDReader;
use rxing::pdf417::PDF417Reader;
use rxing::qrcode::QRCodeReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source, RXingResult, Reader};

use super::contained::contained;
use super::{Area, Candidate, Picture, Raster};
use crate::span::RegionKind;

/// Most codes looked for in one photo.
const MOST: usize = 8;
/// Confidence of a code that was read: its own check words agree.
const READ: f32 = 0.98;
/// Confidence of a code that was seen and not read.
const UNREAD: f32 = 0.7;

/// A code in the photo.
#[derive(Clone, PartialEq)]
pub struct Code {
    pub candidate: Candidate,
    /// What it says; `None` when it was seen and could not be read. May name a patient.
    pub text: Option<String>,
}

/// Every code of `picture`. `None` when the reader failed: its panics end here, without their message.
pub(super) fn find(picture: &Picture) -> Option<Vec<Code>> {
    let mut page = Page::new(&picture.fine);
    let mut codes = vec![];
    contained(|| {
        while codes.len() < MOST {
            let Some((area, text)) = page.next() else { break };
            page.paint_over(area);
            let candidate = candidate(picture, area, if text.is_some() { READ } else { UNREAD });
            codes.extend(candidate.map(|candidate| Code { candidate, text }));
        }
    })?;
    Some(codes)
}

fn candidate(picture: &Picture, area: Area, confidence: f32) -> Option<Candidate> {
    let area = picture.to_photo(area, &picture.fine).within(picture.width as f32, picture.height as f32)?;
    Some(Candidate { kind: RegionKind::Barcode, area, confidence })
}

/// The grey picture that is read, with what was found painted over.
pub(super) struct Page {
    width: u32,
    height: u32,
    luma: Vec<u8>,
}

type Bitmap<'a> = BinaryBitmap<HybridBinarizer<Luma8Source<'a>>>;

impl Page {
    fn new(raster: &Raster) -> Self {
        Self { width: raster.width(), height: raster.height(), luma: raster.luma() }
    }

    /// The next code and what it says.
    fn next(&self) -> Option<(Area, Option<String>)> {
        let mut bitmap = bitmap(&self.luma, self.width, self.height)?;
        if let Some(found) = flat(&mut bitmap) {
            let area = Area::around(&points(&found))?;
            // Finder patterns are told by their centres, which lie inside the code.
            let module = area.width.max(area.height) / 10.0;
            let area =
                Area::new(area.x - module, area.y - module, area.width + 2.0 * module, area.height + 2.0 * module);
            return Some((area, Some(found.getText().into())));
        }
        if let Some(found) = striped(&mut bitmap) {
            return Some((bars::grown(self, &points(&found))?, Some(found.getText().into())));
        }
        let side = self.on_its_side();
        if let Some(found) = bitmap_of(&side).and_then(|mut bitmap| striped(&mut bitmap)) {
            let area = bars::grown(&side, &points(&found))?;
            // Turned clockwise: what is left here is the bottom of the page.
            let area = Area::new(area.y, self.height as f32 - area.right(), area.height, area.width);
            return Some((area, Some(found.getText().into())));
        }
        unread::qr(bitmap.get_black_matrix()).map(|area| (area, None))
    }

    /// Turned clockwise by a quarter.
    fn on_its_side(&self) -> Self {
        let (w, h) = (self.width as usize, self.height as usize);
        let at = |x: usize, y: usize| self.luma.get(y * w + x).copied().unwrap_or_default();
        let luma = (0..w).flat_map(|y| (0..h).map(move |x| (y, h - 1 - x))).map(|(x, y)| at(x, y)).collect();
        Self { width: self.height, height: self.width, luma }
    }

    fn row(&self, y: i32) -> Option<&[u8]> {
        let width = self.width as usize;
        self.luma.chunks_exact(width).nth(usize::try_from(y).ok()?)
    }

    #[allow(clippy::cast_sign_loss)] // cut to the page
    fn paint_over(&mut self, area: Area) {
        let Some(area) = area.within(self.width as f32, self.height as f32) else { return };
        let (left, right) = (area.x as usize, (area.right().ceil() as usize).min(self.width as usize));
        let rows = self.luma.chunks_exact_mut(self.width as usize);
        for row in rows.take(area.bottom().ceil() as usize).skip(area.y as usize) {
            if let Some(part) = row.get_mut(left..right) {
                part.fill(255);
            }
        }
    }
}

fn bitmap_of(page: &Page) -> Option<Bitmap<'_>> {
    bitmap(&page.luma, page.width, page.height)
}

fn bitmap(luma: &[u8], width: u32, height: u32) -> Option<Bitmap<'_>> {
    let source = Luma8Source::new_with_slice(luma, width, height).ok()?;
    Some(BinaryBitmap::new(HybridBinarizer::new(source)))
}

/// Codes in two dimensions.
fn flat(bitmap: &mut Bitmap) -> Option<RXingResult> {
    let hints = DecodeHints::default();
    QrReader
        .decode_with_hints(bitmap, &hints)
        .or_else(|_| QRCodeReader.decode_with_hints(bitmap, &hints))
        .or_else(|_| DataMatrixReader.decode_with_hints(bitmap, &hints))
        .or_else(|_| AztecReader.decode_with_hints(bitmap, &hints))
        .or_else(|_| PDF417Reader.decode_with_hints(bitmap, &hints))
        .ok()
}

/// Codes of bars side by side. Only formats with a check digit or with guards of their own: others fire on fences.
fn striped(bitmap: &mut Bitmap) -> Option<RXingResult> {
    let formats = HashSet::from([
        BarcodeFormat::CODE_128,
        BarcodeFormat::CODE_39,
        BarcodeFormat::EAN_13,
        BarcodeFormat::EAN_8,
        BarcodeFormat::UPC_A,
    ]);
    let hints = DecodeHints { PossibleFormats: Some(formats), ..DecodeHints::default() };
    MultiFormatOneDReader::new(&hints).decode_with_hints(bitmap, &hints).ok()
}

fn points(found: &RXingResult) -> Vec<(f32, f32)> {
    found.getPoints().iter().map(|point| (point.x, point.y)).collect()
}
