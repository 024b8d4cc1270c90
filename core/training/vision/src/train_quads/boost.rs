//! Boosted trees for a yes or no: logistic loss, histograms, the leaf with the most to gain is split next.
//!
//! Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29 (2001); growth by
//! leaves after Ke et al., "`LightGBM`", NIPS 2017. One thread, sums in a fixed order: the same rows and seed give the
//! same trees.

use curtain_tests::scenes::random::Random;

/// Values of a feature are told apart in at most this many steps.
const STEPS: usize = 64;

/// How trees are grown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) trees: usize,
    pub(crate) leaves: usize,
    pub(crate) rate: f64,
    /// Fewest rows in a leaf.
    pub(crate) least: usize,
    /// Added to the curvature of a leaf.
    pub(crate) ridge: f64,
    /// Shares of rows and of features that a tree sees.
    pub(crate) rows: f32,
    pub(crate) features: f32,
}

/// A node as it is written: children come after their parent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Node {
    /// In 1/1024 of log-odds.
    Leaf(i16),
    /// Values not above the threshold go to the first child.
    Split { feature: u8, threshold: f32, children: [u8; 2] },
}

pub(crate) type Tree = Vec<Node>;

/// Rows by feature, each value as the number of cuts below it.
pub(crate) struct Table {
    rows: usize,
    cuts: Vec<Vec<f32>>,
    steps: Vec<u8>,
}

impl Table {
    /// `rows` all have the same length.
    pub(crate) fn new(rows: &[&[f32]]) -> Self {
        let features = rows.first().map_or(0, |row| row.len());
        let mut steps = Vec::with_capacity(rows.len() * features);
        let mut cuts = vec![];
        for feature in 0..features {
            let values: Vec<f32> = rows.iter().map(|row| row[feature]).collect();
            let found = cuts_of(&values);
            steps.extend(values.iter().map(|value| found.partition_point(|cut| cut < value) as u8));
            cuts.push(found);
        }
        Self { rows: rows.len(), cuts, steps }
    }

    fn column(&self, feature: usize) -> &[u8] {
        &self.steps[feature * self.rows..(feature + 1) * self.rows]
    }
}

/// Values between which the rest lies in about equal shares, each halfway between two that occur.
fn cuts_of(values: &[f32]) -> Vec<f32> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let mut cuts: Vec<f32> = (1..STEPS)
        .filter_map(|step| {
            let at = step * sorted.len() / STEPS;
            let next = sorted[at..].iter().find(|v| **v > sorted[at])?;
            Some(sorted[at] + (next - sorted[at]) / 2.0)
        })
        .collect();
    cuts.dedup();
    cuts
}

/// What a set of rows adds up to.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    slope: f64,
    curve: f64,
    rows: usize,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.slope += other.slope;
        self.curve += other.curve;
        self.rows += other.rows;
    }

    fn less(self, other: Self) -> Self {
        Self { slope: self.slope - other.slope, curve: self.curve - other.curve, rows: self.rows - other.rows }
    }

    fn gain(self, ridge: f64) -> f64 {
        self.slope * self.slope / (self.curve + ridge)
    }
}

#[derive(Debug, Clone, Copy)]
struct Split {
    gain: f64,
    feature: usize,
    step: u8,
}

/// A leaf that may still be split, and the node that stands for it.
struct Open {
    node: usize,
    rows: Vec<u32>,
    sums: Sums,
    split: Option<Split>,
}

/// Trees that tell rows with `positive` from the others; `weights` say how much each row counts.
pub(crate) fn fit(table: &Table, positive: &[bool], weights: &[f64], settings: Settings, seed: u64) -> Vec<Tree> {
    let random = &mut Random::new(seed);
    let sum = |wanted: bool| -> f64 {
        positive.iter().zip(weights).filter(|(p, _)| **p == wanted).map(|(_, w)| w).sum::<f64>().max(1e-9)
    };
    let prior = leaf_value((sum(true) / sum(false)).ln());
    let mut scores = vec![f64::from(prior) / 1024.0; table.rows];
    let mut trees = vec![vec![Node::Leaf(prior)]];
    for _ in 0..settings.trees {
        let slopes: Vec<Sums> = scores
            .iter()
            .zip(positive.iter().zip(weights))
            .map(|(score, (positive, weight))| {
                let p = 1.0 / (1.0 + (-score).exp());
                let wanted = f64::from(u8::from(*positive));
                Sums { slope: weight * (p - wanted), curve: weight * p * (1.0 - p), rows: 1 }
            })
            .collect();
        let tree = grow(table, &slopes, settings, random);
        for (row, score) in scores.iter_mut().enumerate() {
            *score += f64::from(leaf(&tree, table, row)) / 1024.0;
        }
        trees.push(tree);
    }
    trees
}

fn leaf_value(log_odds: f64) -> i16 {
    (log_odds * 1024.0).round().clamp(-32000.0, 32000.0) as i16
}

fn grow(table: &Table, slopes: &[Sums], settings: Settings, random: &mut Random) -> Tree {
    let rows: Vec<u32> = (0..table.rows as u32).filter(|_| random.chance(settings.rows)).collect();
    let features: Vec<usize> = (0..table.cuts.len()).filter(|_| random.chance(settings.features)).collect();
    let open = |node: usize, rows: Vec<u32>| {
        let mut sums = Sums::default();
        for row in &rows {
            sums.add(slopes[*row as usize]);
        }
        let split = best(table, slopes, &rows, sums, &features, settings);
        Open { node, rows, sums, split }
    };
    let value = |sums: Sums| Node::Leaf(leaf_value(-settings.rate * sums.slope / (sums.curve + settings.ridge)));
    let root = open(0, rows);
    let mut tree = vec![value(root.sums)];
    let mut leaves = vec![root];
    while leaves.len() < settings.leaves {
        let gain = |leaf: &Open| leaf.split.map_or(0.0, |split| split.gain);
        let Some(at) = (0..leaves.len()).max_by(|a, b| gain(&leaves[*a]).total_cmp(&gain(&leaves[*b]))) else { break };
        let Some(split) = leaves[at].split.take() else { break };
        let leaf = leaves.swap_remove(at);
        let column = table.column(split.feature);
        let (low, high): (Vec<u32>, Vec<u32>) = leaf.rows.iter().partition(|row| column[**row as usize] <= split.step);
        let children = [tree.len(), tree.len() + 1];
        for (node, rows) in children.into_iter().zip([low, high]) {
            let child = open(node, rows);
            tree.push(value(child.sums));
            leaves.push(child);
        }
        tree[leaf.node] = Node::Split {
            feature: split.feature as u8,
            threshold: table.cuts[split.feature][usize::from(split.step)],
            children: children.map(|child| child as u8),
        };
    }
    tree
}

/// The split of a leaf that gains most; `None` when none gains or leaves enough rows on both sides.
fn best(
    table: &Table,
    slopes: &[Sums],
    rows: &[u32],
    all: Sums,
    features: &[usize],
    settings: Settings,
) -> Option<Split> {
    let mut best: Option<Split> = None;
    for &feature in features {
        let column = table.column(feature);
        let mut steps = [Sums::default(); STEPS];
        for row in rows {
            steps[usize::from(column[*row as usize])].add(slopes[*row as usize]);
        }
        let mut low = Sums::default();
        for (step, sums) in steps.iter().enumerate().take(table.cuts[feature].len()) {
            low.add(*sums);
            let high = all.less(low);
            if low.rows.min(high.rows) < settings.least {
                continue;
            }
            let gain = low.gain(settings.ridge) + high.gain(settings.ridge) - all.gain(settings.ridge);
            if gain > best.map_or(1e-6, |split| split.gain) {
                best = Some(Split { gain, feature, step: step as u8 });
            }
        }
    }
    best
}

fn leaf(tree: &Tree, table: &Table, row: usize) -> i16 {
    let mut at = 0;
    loop {
        match tree[at] {
            Node::Leaf(value) => return value,
            Node::Split { feature, threshold, children } => {
                let step = usize::from(table.column(usize::from(feature))[row]);
                // A value lies at or below the threshold when no more cuts are below it than below the threshold.
                let low = table.cuts[usize::from(feature)].partition_point(|cut| *cut < threshold) >= step;
                at = usize::from(children[usize::from(!low)]);
            }
        }
    }
}

/// Log-odds in 1/1024 of a row of features.
pub(crate) fn score(trees: &[Tree], features: &[f32]) -> i32 {
    let value = |tree: &Tree| {
        let mut at = 0;
        loop {
            match tree[at] {
                Node::Leaf(value) => return i32::from(value),
                Node::Split { feature, threshold, children } => {
                    at = usize::from(children[usize::from(features[usize::from(feature)] > threshold)]);
                }
            }
        }
    };
    trees.iter().map(value).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: Settings =
        Settings { trees: 40, leaves: 4, rate: 0.2, least: 5, ridge: 1.0, rows: 0.8, features: 1.0 };

    /// Two features that only together tell: positive where exactly one is above a half.
    fn crossed() -> (Vec<[f32; 2]>, Vec<bool>) {
        let random = &mut Random::new(3);
        let rows: Vec<[f32; 2]> = (0..600).map(|_| [random.within(0.0, 1.0), random.within(0.0, 1.0)]).collect();
        let positive = rows.iter().map(|[a, b]| (*a > 0.5) != (*b > 0.5)).collect();
        (rows, positive)
    }

    #[test]
    fn trees_learn_what_no_single_feature_tells_and_the_same_seed_gives_the_same_trees() {
        let (rows, positive) = crossed();
        let rows: Vec<&[f32]> = rows.iter().map(<[f32; 2]>::as_slice).collect();
        let (table, weights) = (Table::new(&rows), vec![1.0; rows.len()]);
        let trees = fit(&table, &positive, &weights, SETTINGS, 7);
        let right = rows.iter().zip(&positive).filter(|(row, p)| (score(&trees, row) > 0) == **p).count();
        assert!(right > 560, "{right} of 600");
        assert_eq!(trees, fit(&table, &positive, &weights, SETTINGS, 7));
        assert_ne!(trees, fit(&table, &positive, &weights, SETTINGS, 8));
    }

    #[test]
    fn a_row_falls_into_the_same_leaf_by_steps_and_by_values() {
        let (rows, positive) = crossed();
        let slices: Vec<&[f32]> = rows.iter().map(<[f32; 2]>::as_slice).collect();
        let table = Table::new(&slices);
        let trees = fit(&table, &positive, &vec![1.0; rows.len()], SETTINGS, 1);
        for (row, features) in slices.iter().enumerate() {
            let by_steps: i32 = trees.iter().map(|tree| i32::from(leaf(tree, &table, row))).sum();
            assert_eq!(by_steps, score(&trees, features));
        }
    }
}
