//! What `measure-quads` wrote: photos, the boxes in them, and the numbers of their quads.

use serde_json::Value;

use crate::Answer;

/// What is looked for, in the order of the model file.
pub(crate) const KINDS: [&str; 3] = ["screen", "whiteboard", "document"];

/// Licences that let what is made from a photo ship under the project's own terms.
const LAWFUL: [&str; 4] = ["MIT", "Apache-2.0", "Kodak PCD (free use)", "drawn"];

/// Left, top, width, height in pixels.
pub(crate) type Frame = [f32; 4];

pub(crate) struct Photo {
    /// Place in [`KINDS`]; `None` where nothing is to be found.
    pub(crate) kind: Option<usize>,
    /// Boxes of things that are seen (a screen that is off is not), and of those that need not be found.
    pub(crate) boxes: Vec<Frame>,
    pub(crate) ignored: Vec<Frame>,
    pub(crate) size: [f32; 2],
    pub(crate) quads: Vec<(Frame, Vec<f32>)>,
    pub(crate) lawful: bool,
    pub(crate) drawn: bool,
    pub(crate) fold: usize,
    /// Counts where false boxes are counted.
    pub(crate) negative: bool,
}

/// Photos are dealt into this many parts by their name.
pub(crate) const FOLDS: usize = 5;

/// Reads `PREFIX.jsonl` and `PREFIX.f32`; photos of faces are left out, for nobody said what else they show.
pub(crate) fn read(prefix: &str) -> Answer<Vec<Photo>> {
    let numbers = std::fs::read(format!("{prefix}.f32"))?;
    let (numbers, _) = numbers.as_chunks::<4>();
    let rows = std::fs::read_to_string(format!("{prefix}.jsonl"))?;
    let rows = rows.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?;
    let quads = |row: &Value| row["quads"].as_u64().unwrap_or_default() as usize;
    let length = numbers.len() / rows.iter().map(quads).sum::<usize>().max(1);
    let mut records = numbers.chunks(length).map(|record| record.iter().map(|b| f32::from_le_bytes(*b)).collect());
    let mut out = vec![];
    for row in &rows {
        let records: Vec<Vec<f32>> = records.by_ref().take(quads(row)).collect();
        if row["kind"] != "face" {
            out.push(photo(row, records)?);
        }
    }
    Ok(out)
}

fn photo(row: &Value, records: Vec<Vec<f32>>) -> Answer<Photo> {
    let size: [f32; 2] = serde_json::from_value(row["size"].clone())?;
    let boxes: Vec<Frame> = serde_json::from_value(row["boxes"].clone())?;
    let lit: Vec<bool> = serde_json::from_value(row["lit"].clone()).unwrap_or_default();
    let seen = |at: usize| lit.get(at).copied().unwrap_or(true);
    let part = |wanted: bool| boxes.iter().enumerate().filter(move |(at, _)| seen(*at) == wanted).map(|(_, b)| *b);
    let quad = |record: Vec<f32>| {
        let [left, top, right, bottom] = [record[0], record[1], record[2], record[3]];
        let frame = [left * size[0], top * size[1], (right - left) * size[0], (bottom - top) * size[1]];
        (frame, record[4..].to_vec())
    };
    let name = row["path"].as_str().unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or_default();
    let kind = row["kind"].as_str().unwrap_or_default();
    Ok(Photo {
        kind: KINDS.iter().position(|name| *name == kind),
        boxes: part(true).collect(),
        ignored: part(false).collect(),
        size,
        quads: records.into_iter().map(quad).collect(),
        lawful: LAWFUL.iter().any(|name| row["licence"] == *name),
        drawn: row["licence"] == "drawn",
        fold: checksum(name.as_bytes()) as usize % FOLDS,
        negative: kind == "negative",
    })
}

/// CRC-32 (ISO-HDLC): the folds of `quad_bench.py`.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

fn both(a: &Frame, b: &Frame) -> f32 {
    let across = |i: usize| ((a[i] + a[i + 2]).min(b[i] + b[i + 2]) - a[i].max(b[i])).max(0.0);
    across(0) * across(1)
}

/// Intersection over union.
pub(crate) fn overlap(a: &Frame, b: &Frame) -> f32 {
    let both = both(a, b);
    both / (a[2] * a[3] + b[2] * b[3] - both).max(1e-6)
}

/// The share of `a` that lies in `b`.
pub(crate) fn within(a: &Frame, b: &Frame) -> f32 {
    both(a, b) / (a[2] * a[3]).max(1e-6)
}

/// What a quad is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    /// A place in [`KINDS`].
    Kind(usize),
    Nothing,
    /// Too near to something to be called nothing.
    Unclear,
}

impl Photo {
    pub(crate) fn truth(&self, frame: &Frame) -> Truth {
        let Some(kind) = self.kind else { return Truth::Nothing };
        let most = |of: &[Frame]| of.iter().map(|b| overlap(b, frame)).fold(0.0, f32::max);
        let (seen, ignored) = (most(&self.boxes), most(&self.ignored));
        let all = || self.boxes.iter().chain(&self.ignored);
        // Boards and papers fill their photos; half of one is still one. Parts of a screen need not be told from it.
        let (same, other) = if kind == 0 { (0.55, 0.3) } else { (0.6, 0.1) };
        match () {
            () if seen >= same && seen >= ignored => Truth::Kind(kind),
            () if seen < other && ignored < other && (kind > 0 || all().all(|b| within(frame, b) < 0.7)) => {
                Truth::Nothing
            }
            () => Truth::Unclear,
        }
    }

    /// Boxes that count: at least a hundredth of the photo.
    pub(crate) fn counted(&self) -> impl Iterator<Item = &Frame> {
        self.boxes.iter().filter(|b| b[2] * b[3] >= 0.01 * self.size[0] * self.size[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_known_one() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn a_quad_on_a_lit_screen_is_one_and_a_quad_on_an_off_screen_is_not_told() {
        let row = serde_json::json!({
            "path": "a/b.jpg", "kind": "screen", "size": [100, 100], "licence": "MIT",
            "boxes": [[0, 0, 40, 40], [60, 60, 40, 40]], "lit": [true, false],
        });
        let photo = photo(&row, vec![]).expect("a photo");
        assert_eq!(photo.truth(&[2.0, 2.0, 40.0, 40.0]), Truth::Kind(0));
        assert_eq!(photo.truth(&[62.0, 60.0, 38.0, 40.0]), Truth::Unclear);
        assert_eq!(photo.truth(&[60.0, 5.0, 30.0, 30.0]), Truth::Nothing);
        assert!(photo.lawful && !photo.negative && photo.counted().count() == 1);
    }
}
