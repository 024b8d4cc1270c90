//! `train-quads PHOTOS DRAWN [--out WEIGHTS] [--all]`: the judge of screens, boards and papers.
//!
//! PHOTOS and DRAWN are what `measure-quads` wrote. Figures are of photos that the judge which scores them was not made
//! from (five folds by name). What ships is made from drawn scenes and from photos whose licence allows it; `--all`
//! learns from every photo, to see what more photos would bring, and writes nothing.

#![allow(clippy::print_stdout)] // a measuring tool
#![allow(clippy::cast_sign_loss)] // counts and shares
#![cfg_attr(test, allow(clippy::expect_used))]

mod boost;
mod figures;
mod photos;

use boost::{Node, Settings, Table, Tree};
use curtain_tests::scenes::random::Random;
use figures::{Scored, found, is_part, threshold};
use photos::{FOLDS, KINDS, Photo, Truth};

type Answer<T> = Result<T, Box<dyn std::error::Error>>;

const SETTINGS: Settings =
    Settings { trees: 250, leaves: 12, rate: 0.05, least: 15, ridge: 3.0, rows: 0.8, features: 0.3 };
const SEED: u64 = 1;

/// How much a row counts: what is to be found is rare, and drawn scenes are many.
const REAL: f64 = 8.0;
const FOUND: f64 = 8.0;
/// Of the drawn quads that show nothing, one in so many is learnt from.
const THINNED: usize = 3;

/// Shares of photos without anything that may be flagged: as sure, as worth a word, as offered.
const SHARES: [[f32; 3]; KINDS.len()] = [[0.01, 0.1, 0.2], [0.01, 0.05, 0.1], [0.01, 0.05, 0.1]];

fn main() -> Answer<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [photos, drawn, rest @ ..] = args.as_slice() else {
        return Err("usage: train-quads PHOTOS DRAWN [--out WEIGHTS | --all]".into());
    };
    let (photos, drawn) = (photos::read(photos)?, photos::read(drawn)?);
    let every = rest.first().is_some_and(|arg| arg == "--all");
    let taught = |photo: &&Photo| every || photo.lawful;
    let mut scored = vec![];
    for fold in 0..FOLDS {
        let lesson = photos.iter().filter(taught).filter(|photo| photo.fold != fold).chain(&drawn);
        let judges = learn(&lesson.collect::<Vec<_>>());
        scored.extend(photos.iter().filter(|photo| photo.fold == fold).map(|photo| scored_by(photo, &judges)));
    }
    tell(&scored);
    if let [flag, out] = rest
        && flag == "--out"
    {
        let lesson: Vec<&Photo> = photos.iter().filter(taught).chain(&drawn).collect();
        std::fs::write(out, written(&scored, &learn(&lesson)))?;
    }
    Ok(())
}

fn scored_by<'a>(photo: &'a Photo, judges: &[Vec<Tree>]) -> Scored<'a> {
    let score = |features: &[f32]| std::array::from_fn(|kind| boost::score(&judges[kind], features));
    Scored { photo, scores: photo.quads.iter().map(|(_, features)| score(features)).collect() }
}

/// One judge for each kind.
fn learn(photos: &[&Photo]) -> Vec<Vec<Tree>> {
    let random = &mut Random::new(SEED);
    let (mut rows, mut truths, mut weights) = (vec![], vec![], vec![]);
    for photo in photos {
        for (frame, features) in &photo.quads {
            let truth = photo.truth(frame);
            let thinned = truth == Truth::Nothing && photo.drawn && random.below(THINNED) > 0;
            if truth == Truth::Unclear || thinned {
                continue;
            }
            rows.push(features.as_slice());
            truths.push(truth);
            let real = if photo.drawn { 1.0 } else { REAL };
            weights.push(real * if truth == Truth::Nothing { 1.0 } else { FOUND });
        }
    }
    let table = Table::new(&rows);
    let judge = |kind: usize| {
        let positive: Vec<bool> = truths.iter().map(|truth| *truth == Truth::Kind(kind)).collect();
        // A board taken for a paper is no fault: rows of the other are left out.
        let alike = |truth: Truth| matches!(truth, Truth::Kind(other) if kind > 0 && other > 0 && other != kind);
        let weights: Vec<f64> =
            truths.iter().zip(&weights).map(|(truth, weight)| if alike(*truth) { 0.0 } else { *weight }).collect();
        boost::fit(&table, &positive, &weights, SETTINGS, SEED + kind as u64)
    };
    (0..KINDS.len()).map(judge).collect()
}

/// Which photos a line of figures is of.
type Which = fn(&Photo) -> bool;

fn tell(scored: &[Scored]) {
    let negatives = scored.iter().filter(|scored| scored.photo.negative).count();
    println!("{negatives} photos without anything; recall where a share of them is wrongly flagged");
    for (kind, name) in KINDS.iter().enumerate() {
        let parts: [(&str, Which); 2] = [("", |_| true), (" < .8 of photo", is_part)];
        for (part, which) in parts.into_iter().take(if kind == 1 { 2 } else { 1 }) {
            for share in [0.02, 0.05, 0.1, 0.2] {
                let of = found(scored, kind, threshold(scored, kind, share), which);
                let rate = |[hit, all]: [usize; 2]| hit as f32 / all.max(1) as f32;
                println!(
                    "{name:10}{part:15} at {share:.2}: photos {:.2} ({}), boxes {:.2} ({}), flagged {:.2}",
                    rate(of.photos),
                    of.photos[1],
                    rate(of.boxes),
                    of.boxes[1],
                    rate([of.flagged, of.photos[1]]),
                );
            }
        }
    }
}

/// The model file, as `core/src/photo/vision/quads/trees.rs` reads it.
fn written(scored: &[Scored], judges: &[Vec<Tree>]) -> Vec<u8> {
    let mut out = vec![];
    for (kind, trees) in judges.iter().enumerate() {
        for share in SHARES[kind] {
            out.extend(threshold(scored, kind, share).to_le_bytes());
        }
        out.extend((trees.len() as u16).to_le_bytes());
        for tree in trees {
            out.push(tree.len() as u8);
            for node in tree {
                write(*node, &mut out);
            }
        }
    }
    out
}

fn write(node: Node, out: &mut Vec<u8>) {
    match node {
        Node::Leaf(value) => {
            out.push(u8::MAX);
            out.extend(value.to_le_bytes());
        }
        Node::Split { feature, threshold, children } => {
            out.push(feature);
            out.extend(threshold.to_le_bytes());
            out.extend(children);
        }
    }
}
