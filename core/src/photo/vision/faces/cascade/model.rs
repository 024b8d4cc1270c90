//! The model file: three boosted classifiers, one for each view of a head, and the networks behind them.

/// Side of the window that every classifier looks at, pixels.
pub(super) const SIDE: usize = 40;

/// Weak classifiers between two thresholds.
pub(super) const GROUP: usize = 10;

/// Furthest left or top of a texture code in a window: a code takes 9 × 9 pixels.
const LAST_PLACE: i32 = 40 - 9;

/// Where a stage looks at every window.
const NO_SOURCES: i32 = -1;

/// The whole cascade.
#[derive(Debug, Clone)]
pub struct Model {
    /// Frontal and both half profiles, run side by side over every window.
    pub(super) views: Vec<Boosted>,
    /// Coarse to fine, run one after the other over what any view let through.
    pub(super) networks: Vec<Network>,
}

/// A boosted classifier over texture codes.
#[derive(Debug, Clone)]
pub(super) struct Boosted {
    pub groups: Vec<Group>,
}

/// Some weak classifiers and the score below which a window is given up after them.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub weak: Vec<Weak>,
    pub least: f32,
}

/// A weak classifier.
#[derive(Debug, Clone)]
pub(super) struct Weak {
    /// Place of its texture code in the window, pixels.
    pub x: usize,
    pub y: usize,
    /// For each value of the code.
    pub scores: [f32; 256],
}

/// A perceptron over gradient features of one window.
#[derive(Debug, Clone)]
pub(super) struct Network {
    /// Numbers in [`super::gradients::areas`].
    pub patches: Vec<usize>,
    pub layers: Vec<Layer>,
}

#[derive(Debug, Clone)]
pub(super) struct Layer {
    /// Numbers that come in.
    pub inputs: usize,
    /// For each output its weights, one row after the other.
    pub weights: Vec<f32>,
    pub biases: Vec<f32>,
}

impl Model {
    /// Reads the file; `None` when it is not one of this shape.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader { left: bytes };
        let model = reader.model()?;
        reader.left.is_empty().then_some(model)
    }
}

/// Little-endian numbers from the front of what is left.
struct Reader<'a> {
    left: &'a [u8],
}

impl Reader<'_> {
    fn model(&mut self) -> Option<Model> {
        self.exactly(3)?;
        let views = (0..self.count(8)?).map(|_| self.view()).collect::<Option<_>>()?;
        let mut networks = self.networks(&[0, 1, 2])?;
        networks.extend(self.networks(&[0])?);
        Some(Model { views, networks })
    }

    /// One view: a single stage without a source.
    fn view(&mut self) -> Option<Boosted> {
        self.exactly(1)?;
        self.exactly(0)?;
        let boosted = self.boosted()?;
        self.exactly(NO_SOURCES)?;
        Some(boosted)
    }

    fn boosted(&mut self) -> Option<Boosted> {
        let weak = self.count(1000)?;
        self.exactly(255)?;
        let place = |reader: &mut Self| usize::try_from(reader.int().filter(|at| *at <= LAST_PLACE)?).ok();
        let places: Vec<(usize, usize)> =
            (0..weak).map(|_| Some((place(self)?, place(self)?))).collect::<Option<_>>()?;
        let thresholds = self.floats(weak)?;
        let weak = |reader: &mut Self, (x, y)| Some(Weak { x, y, scores: reader.floats(256)?.try_into().ok()? });
        let weak: Vec<Weak> = places.into_iter().map(|place| weak(self, place)).collect::<Option<_>>()?;
        let groups = weak.chunks(GROUP).zip(thresholds.chunks(GROUP));
        let groups = groups.map(|(weak, least)| Some(Group { weak: weak.to_vec(), least: *least.last()? }));
        Some(Boosted { groups: groups.collect::<Option<_>>()? })
    }

    /// One set of networks, run over what comes from `sources`.
    fn networks(&mut self, sources: &[i32]) -> Option<Vec<Network>> {
        self.exactly(1)?;
        let networks = (0..self.count(8)?).map(|_| self.network()).collect::<Option<_>>()?;
        (self.count(8)? == sources.len()).then_some(())?;
        sources.iter().try_for_each(|source| self.exactly(*source))?;
        Some(networks)
    }

    fn network(&mut self) -> Option<Network> {
        self.exactly(1)?;
        let layers = self.count(8)?;
        // Features are numbered from 1 in the file.
        let patches = (0..self.count(64)?).map(|_| usize::try_from(self.int()? - 1).ok()).collect::<Option<_>>()?;
        let _threshold = self.floats(1)?;
        let mut inputs = self.count(4096)?;
        let mut layer = || {
            let outputs = self.count(4096)?;
            let layer = Layer { inputs, weights: self.floats(inputs * outputs)?, biases: self.floats(outputs)? };
            inputs = outputs;
            Some(layer)
        };
        let layers = (1..layers).map(|_| layer()).collect::<Option<_>>()?;
        Some(Network { patches, layers })
    }

    fn int(&mut self) -> Option<i32> {
        let (number, left) = self.left.split_first_chunk()?;
        self.left = left;
        Some(i32::from_le_bytes(*number))
    }

    fn exactly(&mut self, value: i32) -> Option<()> {
        (self.int()? == value).then_some(())
    }

    fn count(&mut self, most: usize) -> Option<usize> {
        usize::try_from(self.int()?).ok().filter(|count| *count <= most)
    }

    fn floats(&mut self, count: usize) -> Option<Vec<f32>> {
        let (floats, left) = self.left.split_at_checked(count * 4)?;
        self.left = left;
        Some(floats.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }
}
