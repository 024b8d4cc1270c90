//! How well scored quads find what is there, at a fixed share of photos that are wrongly flagged.

use crate::photos::{Frame, KINDS, Photo, overlap};

/// A photo with log-odds (1/1024) of each kind for each of its quads.
pub(crate) struct Scored<'a> {
    pub(crate) photo: &'a Photo,
    pub(crate) scores: Vec<[i32; KINDS.len()]>,
}

/// Boxes of one kind that a photo keeps above a score, surest first, none on top of another.
fn kept(scored: &Scored, kind: usize, above: i32) -> Vec<Frame> {
    let mut order: Vec<usize> = (0..scored.scores.len()).filter(|at| scored.scores[*at][kind] > above).collect();
    order.sort_by_key(|at| -scored.scores[*at][kind]);
    let mut out: Vec<Frame> = vec![];
    for at in order {
        let frame = scored.photo.quads[at].0;
        if out.len() < 5 && out.iter().all(|other| overlap(other, &frame) < 0.3) {
            out.push(frame);
        }
    }
    out
}

fn highest(scored: &Scored, kind: usize) -> i32 {
    scored.scores.iter().map(|scores| scores[kind]).max().unwrap_or(i32::MIN)
}

/// The lowest score above which at most `share` of the photos without anything are flagged.
pub(crate) fn threshold(all: &[Scored], kind: usize, share: f32) -> i32 {
    let negatives = all.iter().filter(|scored| scored.photo.negative);
    let mut scores: Vec<i32> = negatives.map(|scored| highest(scored, kind)).collect();
    scores.sort_by_key(|score| -score);
    scores.get((share * scores.len() as f32) as usize).copied().unwrap_or(i32::MAX)
}

/// Found at a threshold, of how many.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) photos: [usize; 2],
    pub(crate) boxes: [usize; 2],
    /// Photos where anything of the kind was found, rightly placed or not.
    pub(crate) flagged: usize,
}

/// What is found of `kind` above a score, among photos that `which` names.
pub(crate) fn found(all: &[Scored], kind: usize, above: i32, which: impl Fn(&Photo) -> bool) -> Found {
    let mut out = Found::default();
    for scored in all.iter().filter(|scored| scored.photo.kind == Some(kind) && which(scored.photo)) {
        let frames = kept(scored, kind, above);
        let hits: Vec<bool> =
            scored.photo.counted().map(|b| frames.iter().any(|frame| overlap(b, frame) >= 0.5)).collect();
        if hits.is_empty() {
            continue;
        }
        let hit = hits.iter().filter(|hit| **hit).count();
        out.photos = [out.photos[0] + usize::from(hit > 0), out.photos[1] + 1];
        out.boxes = [out.boxes[0] + hit, out.boxes[1] + hits.len()];
        out.flagged += usize::from(!frames.is_empty());
    }
    out
}

/// A board or paper that leaves at least a fifth of its photo to other things.
pub(crate) fn is_part(photo: &Photo) -> bool {
    photo.counted().all(|b| b[2] * b[3] < 0.8 * photo.size[0] * photo.size[1])
}
