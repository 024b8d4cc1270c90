//! What a quad looks like, in numbers for the classifier. The order is part of the model file.
//!
//! Nothing here measures the sensor's noise, the whole photo, or directions of slopes in cells: drawn scenes differ from
//! photos in these, and a judge that learns from both learns that (ADR 7).

use super::geometry::{Quad, distance};
use super::patch::{MARGIN, Patch, SIDE, Sample};
use super::propose::Proposal;
use super::scene::{Scene, percentile};
use super::text::Line;

/// Numbers for each quad.
pub(super) const COUNT: usize = 16 + 22 + 5 + 10 + 5 + 6 + 9 + 48;

/// The numbers of one quad, [`COUNT`] of them.
pub(super) fn features(scene: &Scene, proposal: &Proposal) -> Vec<f32> {
    let patch = Patch::new(scene, &proposal.quad);
    let mut out = Vec::with_capacity(COUNT);
    shape(scene, proposal, &mut out);
    let inside = Tones::of(patch.inside().map(|(_, _, sample)| sample));
    let ring = Tones::of(patch.ring());
    tones(scene, &inside, &ring, &mut out);
    details(&inside, &ring, &mut out);
    sides(&patch, &mut out);
    bezel(&patch, inside.mean, &mut out);
    writing(scene, &proposal.quad, &mut out);
    rows(&patch, &mut out);
    grid(&patch, &mut out);
    out
}

/// Size, place and outline: 16.
fn shape(scene: &Scene, proposal: &Proposal, out: &mut Vec<f32>) {
    let quad = &proposal.quad;
    let (width, height) = (scene.luma.width as f32, scene.luma.height as f32);
    let [left, top, right, bottom] = quad.bounds(width, height);
    let long: [f32; 4] = quad.sides().map(|(a, b)| distance(a, b).max(1.0));
    let even = |a: f32, b: f32| a.min(b) / a.max(b);
    let (w, h) = (f32::midpoint(long[0], long[2]), f32::midpoint(long[1], long[3]));
    let touches = [left < 3.0, top < 3.0, right > width - 4.0, bottom > height - 4.0];
    out.extend([quad.size() / (width * height), w / h, even(long[0], long[2]), even(long[1], long[3])]);
    out.extend([proposal.fill, proposal.support, touches.iter().filter(|t| **t).count() as f32]);
    out.extend([f32::midpoint(left, right) / width, f32::midpoint(top, bottom) / height]);
    out.extend([(right - left) / width, (bottom - top) / height, width / height]);
    out.extend([(quad.0[0].1 - quad.0[1].1).abs() / w, (quad.0[0].0 - quad.0[3].0).abs() / h]);
    out.extend([top / height, bottom / height]);
}

/// Brightness and colour of a set of samples.
#[derive(Default)]
struct Tones {
    count: f32,
    mean: f32,
    spread: f32,
    p10: f32,
    p50: f32,
    p90: f32,
    red: f32,
    yellow: f32,
    vivid: f32,
    vivid_spread: f32,
    white: f32,
    over: f32,
    dark: f32,
    edges: f32,
    strokes: f32,
    sparks: f32,
}

impl Tones {
    fn of(samples: impl Iterator<Item = Sample>) -> Self {
        let mut counts = [0u32; 256];
        let mut sums = [0u64; 11];
        for s in samples {
            counts[usize::from(s.luma)] += 1;
            let values = [
                1,
                u64::from(s.luma),
                u64::from(s.luma).pow(2),
                u64::from(s.red),
                u64::from(s.yellow),
                u64::from(s.vivid),
                u64::from(s.vivid).pow(2),
                u64::from(s.luma > 150 && s.vivid < 40),
                u64::from(s.edge > 60),
                u64::from(s.dark > 25),
                u64::from(s.light > 25),
            ];
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        }
        let [n, luma, luma2, red, yellow, vivid, vivid2, white, edges, strokes, sparks] = sums.map(|sum| sum as f32);
        if n == 0.0 {
            return Self::default();
        }
        let spread = |sum: f32, squares: f32| (squares / n - (sum / n) * (sum / n)).max(0.0).sqrt();
        let share = |from: usize, to: usize| counts[from..to].iter().sum::<u32>() as f32 / n;
        Self {
            count: n,
            mean: luma / n,
            spread: spread(luma, luma2),
            p10: percentile(&counts, 10),
            p50: percentile(&counts, 50),
            p90: percentile(&counts, 90),
            red: red / n,
            yellow: yellow / n,
            vivid: vivid / n,
            vivid_spread: spread(vivid, vivid2),
            white: white / n,
            over: share(240, 256),
            dark: share(0, 50),
            edges: edges / n,
            strokes: strokes / n,
            sparks: sparks / n,
        }
    }
}

/// Brightness and colour inside, around, and against the photo: 22.
fn tones(scene: &Scene, inside: &Tones, ring: &Tones, out: &mut Vec<f32>) {
    let whole = scene.whole;
    let around = |of: fn(&Tones) -> f32, all: f32| if ring.count > 0.0 { of(ring) } else { all };
    let (ring_mean, ring_over) = (around(|t| t.mean, whole.mean), around(|t| t.over, whole.over));
    let (ring_red, ring_yellow) = (around(|t| t.red, whole.red), around(|t| t.yellow, whole.yellow));
    out.extend([inside.mean, inside.spread, inside.p10, inside.p50, inside.p90]);
    out.extend([ring_mean, ring.spread, inside.mean - ring_mean, inside.p90 - whole.p95, inside.mean - whole.mean]);
    out.extend([inside.red, inside.yellow, inside.red - ring_red, inside.yellow - ring_yellow]);
    out.extend([inside.yellow - whole.yellow, inside.vivid, inside.vivid_spread, ring.vivid]);
    out.extend([inside.white, inside.over, inside.dark, inside.over - ring_over]);
}

/// Edges and strokes: 5.
fn details(inside: &Tones, ring: &Tones, out: &mut Vec<f32>) {
    out.extend([inside.edges, ring.edges, inside.strokes, inside.sparks, ring.dark]);
}

/// The outline as an edge: strength and share of each side, and which way it steps: 10.
fn sides(patch: &Patch, out: &mut Vec<f32>) {
    let mut strength = [0.0f32; 4];
    let mut share = [0.0f32; 4];
    let mut step = [0.0f32; 4];
    for side in 0..4 {
        for along in 0..SIDE {
            let best = (-3..3).map(|o| patch.beside(side, along, o).edge).max().unwrap_or(0);
            strength[side] += f32::from(best) / SIDE as f32;
            share[side] += if best > 50 { 1.0 / SIDE as f32 } else { 0.0 };
            let (within, beyond) = (patch.beside(side, along, -4), patch.beside(side, along, 3));
            step[side] += (f32::from(within.luma) - f32::from(beyond.luma)) / SIDE as f32;
        }
    }
    for values in [&mut strength, &mut share, &mut step] {
        values.sort_by(f32::total_cmp);
        let mean = values.iter().sum::<f32>() / 4.0;
        out.extend([values[0], values[1], mean]);
    }
    out.push(step[3]);
}

/// A band around the quad that is darker than what it frames and than what lies beyond it: 5.
fn bezel(patch: &Patch, inside: f32, out: &mut Vec<f32>) {
    let mean = |side: usize, from: i32, to: i32| {
        let samples = (from..to).flat_map(|o| (0..SIDE).map(move |along| (along, o)));
        let sum: u32 = samples.map(|(along, o)| u32::from(patch.beside(side, along, o).luma)).sum();
        sum as f32 / (SIDE as f32 * (to - from) as f32)
    };
    let near: [f32; 4] = std::array::from_fn(|side| mean(side, 0, 4));
    let far: [f32; 4] = std::array::from_fn(|side| mean(side, 6, MARGIN as i32));
    let band = near.iter().sum::<f32>() / 4.0;
    let darker = near.iter().filter(|v| **v < inside - 25.0).count();
    let framed = near.iter().zip(&far).filter(|(near, far)| **near < **far - 12.0).count();
    let uneven = near.iter().map(|v| (v - band).abs()).sum::<f32>() / 4.0;
    out.extend([band, inside - band, darker as f32, framed as f32, uneven]);
}

/// Lines of writing inside: 6.
fn writing(scene: &Scene, quad: &Quad, out: &mut Vec<f32>) {
    let (width, height) = (scene.luma.width as f32, scene.luma.height as f32);
    let [left, top, right, bottom] = quad.bounds(width, height);
    let inside = |line: &&Line| {
        let (x, y) = ((line.x + line.width / 2.0) * width, (line.y + line.height / 2.0) * height);
        (left..right).contains(&x) && (top..bottom).contains(&y)
    };
    let lines: Vec<&Line> = scene.lines.iter().filter(inside).collect();
    let area: f32 = lines.iter().map(|line| line.width * line.height).sum();
    let share = ((right - left) * (bottom - top) / (width * height)).max(1e-4);
    let mut heights: Vec<f32> = lines.iter().map(|line| line.height).collect();
    heights.sort_by(f32::total_cmp);
    let height_of = heights.get(heights.len() / 2).copied().unwrap_or_default();
    let mut lefts: Vec<f32> = lines.iter().map(|line| line.x).collect();
    lefts.sort_by(f32::total_cmp);
    // Lines that start below one another, as in a list or a form.
    let aligned = lefts.windows(2).filter(|pair| pair[1] - pair[0] < 0.01).count();
    out.extend([lines.len() as f32, area / share, area / scene.whole.writing.max(1e-4)]);
    out.extend([height_of / share.sqrt(), aligned as f32, lines.len() as f32 / scene.whole.lines.max(1.0)]);
}

/// How strokes and edges lie in rows, columns and blocks: 9.
fn rows(patch: &Patch, out: &mut Vec<f32>) {
    let (mut rows, mut columns) = ([0.0f32; SIDE], [0.0f32; SIDE]);
    let (mut luma, mut edges) = ([0.0f32; 16], [0.0f32; 16]);
    for (x, y, sample) in patch.inside() {
        let stroke = if sample.dark > 25 || sample.light > 25 { 1.0 / SIDE as f32 } else { 0.0 };
        rows[y] += stroke;
        columns[x] += stroke;
        let block = y / 16 * 4 + x / 16;
        luma[block] += f32::from(sample.luma) / 256.0;
        edges[block] += if sample.edge > 60 { 1.0 / 256.0 } else { 0.0 };
    }
    let steps = |values: &[f32; SIDE]| values.windows(2).map(|w| (w[1] - w[0]).abs()).sum::<f32>() / SIDE as f32;
    out.extend([spread(&rows), steps(&rows), spread(&columns), steps(&columns)]);
    let least = |values: &[f32; 16]| values.iter().copied().fold(f32::INFINITY, f32::min);
    let most = |values: &[f32; 16]| values.iter().copied().fold(0.0, f32::max);
    out.extend([spread(&luma), spread(&edges), least(&edges), most(&luma) - least(&luma), most(&edges)]);
}

fn spread(values: &[f32]) -> f32 {
    let n = values.len() as f32;
    let mean = values.iter().sum::<f32>() / n;
    (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / n).sqrt()
}

/// Brightness and colour on a 4 × 4 grid, against the quad's mean: 48.
fn grid(patch: &Patch, out: &mut Vec<f32>) {
    let mut cells = [[0i32; 16]; 3];
    for (x, y, sample) in patch.inside() {
        let cell = y / 16 * 4 + x / 16;
        for (channel, value) in cells.iter_mut().zip([sample.luma, sample.red, sample.yellow]) {
            channel[cell] += i32::from(value);
        }
    }
    for channel in cells {
        let mean = channel.iter().sum::<i32>() as f32 / 16.0;
        out.extend(channel.map(|cell| (cell as f32 - mean) / 256.0));
    }
}
