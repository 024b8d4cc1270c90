//! Boosted trees as integers: the sum of leaves over all trees of a kind.
//!
//! File, little-endian: for each kind three i32 [`Marks`] and a u16 number of trees; for each tree a u8 number of nodes; for each node a u8
//! feature (255: leaf), then an f32 threshold and two u8 child numbers, or an i16 leaf in 1/1024 of log-odds. Values
//! not above the threshold go to the first child.

/// Models for the kinds, in the order of the file.
pub(super) struct Forest {
    kinds: Vec<(Marks, Vec<Tree>)>,
}

/// Scores of a kind above which a quad is sure, worth a word, and offered; in 1/1024 of log-odds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) sure: i32,
    pub(super) worth: i32,
    pub(super) offered: i32,
}

type Tree = Vec<Node>;

enum Node {
    Leaf(i16),
    Split { feature: u8, threshold: f32, children: [u8; 2] },
}

impl Forest {
    /// `None` unless the bytes are exactly `kinds` models whose children all come after their parents.
    pub(super) fn read(bytes: &[u8], kinds: usize) -> Option<Self> {
        let mut rest = Reader(bytes);
        let kinds = (0..kinds)
            .map(|_| {
                let marks = Marks { sure: rest.number()?, worth: rest.number()?, offered: rest.number()? };
                let trees = u16::from_le_bytes(rest.take()?);
                Some((marks, (0..trees).map(|_| rest.tree()).collect::<Option<Vec<Tree>>>()?))
            })
            .collect::<Option<Vec<_>>>()?;
        rest.0.is_empty().then_some(Self { kinds })
    }

    /// Log-odds in 1/1024 that these features are of `kind`.
    pub(super) fn score(&self, kind: usize, features: &[f32]) -> i32 {
        let trees = self.kinds.get(kind).map(|(_, trees)| trees.as_slice()).unwrap_or_default();
        trees.iter().map(|tree| i32::from(leaf(tree, features))).sum()
    }

    pub(super) fn marks(&self, kind: usize) -> Option<Marks> {
        self.kinds.get(kind).map(|(marks, _)| *marks)
    }
}

fn leaf(tree: &Tree, features: &[f32]) -> i16 {
    let mut at = 0;
    loop {
        match tree.get(at) {
            Some(Node::Leaf(value)) => return *value,
            Some(Node::Split { feature, threshold, children }) => {
                let value = features.get(usize::from(*feature)).copied().unwrap_or_default();
                at = usize::from(if value <= *threshold { children[0] } else { children[1] });
            }
            None => return 0,
        }
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn number(&mut self) -> Option<i32> {
        self.take().map(i32::from_le_bytes)
    }

    fn tree(&mut self) -> Option<Tree> {
        let [count] = self.take()?;
        (0..count).map(|at| self.node().filter(|node| node.is_before_its_children(at, count))).collect()
    }

    fn node(&mut self) -> Option<Node> {
        let [feature] = self.take()?;
        if feature == u8::MAX {
            return Some(Node::Leaf(i16::from_le_bytes(self.take()?)));
        }
        let threshold = f32::from_le_bytes(self.take()?);
        Some(Node::Split { feature, threshold, children: self.take()? })
    }
}

impl Node {
    fn is_before_its_children(&self, at: u8, count: u8) -> bool {
        match self {
            Self::Leaf(_) => true,
            Self::Split { children, .. } => children.iter().all(|child| *child > at && *child < count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE_SPLIT: [u8; 27] = [7, 0, 0, 0, 6, 0, 0, 0, 5, 0, 0, 0, 1, 0, 3, 0, 0, 0, 0, 63, 1, 2, 255, 0, 4, 255, 0];

    #[test]
    fn a_value_takes_its_branch() {
        let bytes = [&ONE_SPLIT[..], &[252]].concat();
        let forest = Forest::read(&bytes, 1).expect("a forest");
        assert_eq!(forest.score(0, &[0.5]), 1024);
        assert_eq!(forest.score(0, &[0.51]), -1024);
        assert_eq!((forest.score(7, &[0.5]), forest.marks(7)), (0, None));
        assert_eq!(forest.marks(0), Some(Marks { sure: 7, worth: 6, offered: 5 }));
    }

    #[test]
    fn loops_and_cut_files_are_refused() {
        let mut bytes = [&ONE_SPLIT[..], &[252]].concat();
        assert!(Forest::read(&ONE_SPLIT, 1).is_none());
        bytes[20] = 0;
        assert!(Forest::read(&bytes, 1).is_none());
    }
}
