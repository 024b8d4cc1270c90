//! Where something to read may be: quads from outlines and from straight edges, and the frame itself.

use super::contours::{Outline, outlines};
use super::geometry::{Quad, overlap};
use super::masks::masks;
use super::plane::Plane;
use super::scene::Scene;
use super::{pairs, segments};

/// A quad that may show something to read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proposal {
    pub(super) quad: Quad,
    /// The share of the quad that its connected part fills; 0 for quads from straight edges.
    pub(super) fill: f32,
    /// The share of its outline that straight edges cover; 0 for quads from outlines.
    pub(super) support: f32,
}

/// Proposals from outlines, at most.
const OUTLINES: usize = 56;
/// Proposals from straight edges, at most.
const PAIRS: usize = 24;

pub(super) fn proposals(scene: &Scene) -> Vec<Proposal> {
    let (width, height) = (scene.luma.width as f32, scene.luma.height as f32);
    let mut kept: Vec<(Proposal, [f32; 4])> = vec![];
    let whole = Quad([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]);
    let mut keep = |proposal: Proposal, same: f32| {
        let bounds = proposal.quad.bounds(width, height);
        let new = kept.iter().all(|(_, other)| overlap(bounds, *other) <= same);
        if new {
            kept.push((proposal, bounds));
        }
        new
    };
    keep(Proposal { quad: whole, fill: 1.0, support: 0.0 }, 1.0);
    let mut found = from_outlines(scene);
    found.sort_by(|a, b| b.fill.total_cmp(&a.fill));
    let mut left = OUTLINES;
    for Outline { quad, fill } in found {
        left -= usize::from(left > 0 && keep(Proposal { quad, fill, support: 0.0 }, 0.8));
    }
    let straight = segments::segments(&scene.luma.smooth(), width.max(height) / 26.0, 120);
    left = PAIRS;
    for (quad, support) in pairs::quads(&straight, width, height, 600) {
        left -= usize::from(left > 0 && keep(Proposal { quad, fill: 0.0, support }, 0.7));
    }
    kept.into_iter().map(|(proposal, _)| proposal).collect()
}

/// Outlines are looked for in a copy of half the size: their corners need no more.
fn from_outlines(scene: &Scene) -> Vec<Outline> {
    let [luma, red, yellow, vivid] = [&scene.luma, &scene.red, &scene.yellow, &scene.vivid].map(Plane::halved);
    let back = (scene.luma.width as f32 / luma.width as f32, scene.luma.height as f32 / luma.height as f32);
    let mut out = vec![];
    for (mask, is_edges) in masks(&luma, [&red, &yellow], &vivid) {
        out.extend(outlines(&mask, true));
        if is_edges {
            out.extend(outlines(&mask, false));
        }
    }
    for outline in &mut out {
        outline.quad = Quad(outline.quad.0.map(|(x, y)| (x * back.0, y * back.1)));
    }
    out
}
