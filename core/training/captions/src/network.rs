//! The network while it learns: one hidden layer over a bag of hashed features, trained with Adam.

use curtain_core::caption::learned::Trained;

use crate::Failure;
use crate::captions::{BLOCK, RISKY};
use crate::random::Random;

/// How to train. The defaults are what the committed weights were made with.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    /// Networks that are trained apart, with seeds of their own, and then joined into one that says their mean.
    pub(crate) members: u64,
    /// Training captions that a feature must occur in to have a row, and most rows.
    pub(crate) least: u32,
    pub(crate) most: usize,
    /// Hidden units of one member.
    pub(crate) hidden: usize,
    pub(crate) epochs: usize,
    pub(crate) rate: f32,
    /// Share of each kind of feature that is hidden from a caption in one epoch, by the feature's first letter.
    pub(crate) drop_words: f32,
    pub(crate) drop_signals: f32,
    /// Pull of row weights towards zero, each time a row is used.
    pub(crate) decay: f32,
    /// How many times as much as a category's error those of "risky" and of "not to be shared" count.
    pub(crate) risky: f32,
    pub(crate) block: f32,
    /// What the logits of these two and of the categories are divided by, so that they are as sure as they are right on
    /// captions not trained on (temperature: Guo et al. 2017, "On calibration of modern neural networks").
    pub(crate) temper: f32,
    pub(crate) temper_category: f32,
    /// Kinds of feature to leave out, by first letter.
    pub(crate) without: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 7,
            members: 2,
            least: 5,
            most: 112_000,
            hidden: 11,
            epochs: 6,
            rate: 0.003,
            drop_words: 0.3,
            drop_signals: 0.3,
            decay: 0.005,
            risky: 8.0,
            block: 4.0,
            temper: 2.7,
            temper_category: 1.3,
            without: String::new(),
        }
    }
}

impl Settings {
    /// The defaults with `name=value` changes.
    pub(crate) fn with(changes: &[String]) -> Result<Self, Failure> {
        let mut settings = Self::default();
        for change in changes {
            let (name, value) = change.split_once('=').ok_or("a setting is name=value")?;
            match name {
                "seed" => settings.seed = value.parse()?,
                "members" => settings.members = value.parse()?,
                "least" => settings.least = value.parse()?,
                "most" => settings.most = value.parse()?,
                "hidden" => settings.hidden = value.parse()?,
                "epochs" => settings.epochs = value.parse()?,
                "rate" => settings.rate = value.parse()?,
                "words" => settings.drop_words = value.parse()?,
                "signals" => settings.drop_signals = value.parse()?,
                "decay" => settings.decay = value.parse()?,
                "risky" => settings.risky = value.parse()?,
                "block" => settings.block = value.parse()?,
                "temper" => settings.temper = value.parse()?,
                "temper_category" => settings.temper_category = value.parse()?,
                "without" => settings.without = value.into(),
                _ => return Err(format!("no setting is called {name}").into()),
            }
        }
        Ok(settings)
    }

    /// How much the error of an output counts.
    fn weight(&self, output: usize) -> f32 {
        match output {
            RISKY => self.risky,
            BLOCK => self.block,
            _ => 1.0,
        }
    }

    /// What the logits of an output are divided by.
    fn temper_of(&self, output: usize) -> f32 {
        if output < RISKY { self.temper_category } else { self.temper }
    }
}

/// One caption to learn from.
pub(crate) struct Sample {
    /// The row of each feature that has one, and whether it is a signal of the rules.
    pub(crate) features: Vec<(u32, bool)>,
    /// 0.0 or 1.0 for each output.
    pub(crate) targets: Vec<f32>,
}

/// A value with its two running moments.
struct Adam {
    value: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
}

impl Adam {
    fn new(value: Vec<f32>) -> Self {
        let zeros = vec![0.0; value.len()];
        Self { first: zeros.clone(), second: zeros, value }
    }

    fn step(&mut self, at: usize, gradient: f32, rate: f32) {
        let (first, second) = (&mut self.first[at], &mut self.second[at]);
        *first = 0.9 * *first + 0.1 * gradient;
        *second = 0.999 * *second + 0.001 * gradient * gradient;
        self.value[at] -= rate * *first / (second.sqrt() + 1e-6);
    }
}

pub(crate) struct Network {
    settings: Settings,
    outputs: usize,
    rows: Adam,
    hidden_bias: Adam,
    output_weights: Adam,
    output_bias: Adam,
    random: Random,
}

impl Network {
    pub(crate) fn new(settings: Settings, features: usize, outputs: usize) -> Self {
        let mut random = Random::new(settings.seed);
        let mut draw = |n: usize, scale: f32| (0..n).map(|_| (random.unit() * 2.0 - 1.0) * scale).collect::<Vec<f32>>();
        let rows = draw(features * settings.hidden, 0.05);
        let output_weights = draw(settings.hidden * outputs, (1.0 / settings.hidden as f32).sqrt());
        Self {
            outputs,
            rows: Adam::new(rows),
            hidden_bias: Adam::new(vec![0.1; settings.hidden]),
            output_weights: Adam::new(output_weights),
            output_bias: Adam::new(vec![-1.0; outputs]),
            random,
            settings,
        }
    }

    /// Trains on all samples, in an order that the seed decides.
    pub(crate) fn train(&mut self, samples: &[Sample]) {
        let mut order: Vec<usize> = (0..samples.len()).collect();
        for epoch in 0..self.settings.epochs {
            self.random.shuffle(&mut order);
            let rate = self.settings.rate * (1.0 - epoch as f32 / self.settings.epochs as f32).max(0.1);
            for at in &order {
                self.learn(&samples[*at], rate);
            }
        }
    }

    fn learn(&mut self, sample: &Sample, rate: f32) {
        let (words, signals) = (self.settings.drop_words, self.settings.drop_signals);
        let mut kept = vec![];
        for (feature, signal) in &sample.features {
            if self.random.unit() >= if *signal { signals } else { words } {
                kept.push(*feature as usize);
            }
        }
        let width = self.settings.hidden;
        let norm = 1.0 / (kept.len().max(1) as f32).sqrt();
        let before = self.hidden(&kept, norm);
        let active: Vec<f32> = before.iter().map(|h| h.max(0.0)).collect();
        let mut back = vec![0.0f32; width];
        for k in 0..self.outputs {
            let logit: f32 =
                (0..width).map(|h| active[h] * self.output_weights.value[h * self.outputs + k]).sum::<f32>()
                    + self.output_bias.value[k];
            let error = (1.0 / (1.0 + (-logit).exp()) - sample.targets[k]) * self.settings.weight(k);
            for h in 0..width {
                back[h] += error * self.output_weights.value[h * self.outputs + k];
                self.output_weights.step(h * self.outputs + k, error * active[h], rate);
            }
            self.output_bias.step(k, error, rate);
        }
        for h in 0..width {
            if before[h] <= 0.0 {
                back[h] = 0.0;
            }
            self.hidden_bias.step(h, back[h], rate);
        }
        for feature in kept {
            for (h, gradient) in back.iter().enumerate() {
                let at = feature * width + h;
                self.rows.step(at, gradient * norm, rate);
                self.rows.value[at] *= 1.0 - rate * self.settings.decay;
            }
        }
    }

    fn hidden(&self, features: &[usize], norm: f32) -> Vec<f32> {
        let width = self.settings.hidden;
        let mut sum = vec![0.0f32; width];
        for feature in features {
            for (total, value) in sum.iter_mut().zip(&self.rows.value[feature * width..]) {
                *total += value;
            }
        }
        sum.iter().zip(&self.hidden_bias.value).map(|(s, b)| s * norm + b).collect()
    }
}

/// Trains every member, and joins them: their hidden layers side by side, their outputs at their mean. `numbers` are
/// those of the features, row by row.
pub(crate) fn train(settings: &Settings, numbers: &[u32], samples: &[Sample], outputs: usize) -> Trained {
    let members: Vec<Network> = (0..settings.members)
        .map(|member| {
            let own = Settings { seed: settings.seed + member, ..settings.clone() };
            let mut network = Network::new(own, numbers.len(), outputs);
            network.train(samples);
            network
        })
        .collect();
    let share = |output: usize| 1.0 / (members.len() as f32 * settings.temper_of(output));
    let width = settings.hidden;
    let row = |at: usize| members.iter().flat_map(move |m| m.rows.value[at * width..(at + 1) * width].to_vec());
    let scaled = |unit: &[f32]| unit.iter().enumerate().map(|(k, w)| w * share(k)).collect::<Vec<f32>>();
    let bias = |k: usize| members.iter().map(|m| m.output_bias.value[k]).sum::<f32>() * share(k);
    Trained {
        numbers: numbers.to_vec(),
        rows: (0..numbers.len()).flat_map(row).collect(),
        hidden_bias: members.iter().flat_map(|m| m.hidden_bias.value.clone()).collect(),
        output_weights: members.iter().flat_map(|m| m.output_weights.value.chunks(outputs).flat_map(scaled)).collect(),
        output_bias: (0..outputs).map(bias).collect(),
    }
}
