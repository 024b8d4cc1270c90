//! Networks over gradient features: whether a window shows a face, and where in it.

use super::gradients::{Gradients, Patch, areas, laid_out};
use super::grey::Crop;
use super::model::{Layer, Network};

/// What a network says of a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Answer {
    /// 0.0 to 1.0.
    pub score: f32,
    /// How far right, down and how much larger the face is, 0.0 to 1.0 with 0.5 for not at all.
    pub right: f32,
    pub down: f32,
    pub larger: f32,
}

/// A network with its patches looked up.
pub(super) struct Reader<'a> {
    patches: Vec<Patch>,
    /// Rows of a window in which the patches need sums.
    edges: Vec<usize>,
    layers: &'a [Layer],
}

impl<'a> Reader<'a> {
    /// `None` when the network names a patch that is none.
    pub(super) fn new(network: &'a Network) -> Option<Self> {
        let all = areas();
        let areas: Vec<_> = network.patches.iter().map(|number| all.get(*number).copied()).collect::<Option<_>>()?;
        let (patches, edges) = laid_out(&areas);
        Some(Self { patches, edges, layers: &network.layers })
    }

    pub(super) fn ask(&self, window: &Crop, gradients: &mut Gradients) -> Answer {
        gradients.take(window, &self.edges);
        let mut numbers: Vec<f32> = self.patches.iter().flat_map(|patch| gradients.feature(patch)).collect();
        let last = self.layers.len().saturating_sub(1);
        for (at, layer) in self.layers.iter().enumerate() {
            numbers = layer.pass(&numbers);
            if at < last {
                for number in &mut numbers {
                    *number = number.max(0.0);
                }
            }
        }
        let number = |at: usize| squashed(numbers.get(at).copied().unwrap_or_default());
        Answer { score: number(0), right: number(1), down: number(2), larger: number(3) }
    }
}

impl Layer {
    fn pass(&self, numbers: &[f32]) -> Vec<f32> {
        let rows = self.weights.chunks_exact(self.inputs.max(1));
        rows.zip(&self.biases).map(|(weights, bias)| product(numbers, weights) + bias).collect()
    }
}

/// Lanes of sums that are kept apart, so that a processor's vectors are used; always in this order.
const LANES: usize = 8;

fn product(numbers: &[f32], weights: &[f32]) -> f32 {
    let mut sums = [0.0; LANES];
    let (numbers, rest) = numbers.as_chunks::<LANES>();
    let (weights, rest_weights) = weights.as_chunks::<LANES>();
    for (numbers, weights) in numbers.iter().zip(weights) {
        for i in 0..LANES {
            sums[i] += numbers[i] * weights[i];
        }
    }
    let rest: f32 = rest.iter().zip(rest_weights).map(|(number, weight)| number * weight).sum();
    sums.iter().sum::<f32>() + rest
}

/// 1 / (1 + e^-x), of nothing but plain arithmetic, so that every platform gives the same.
fn squashed(x: f32) -> f32 {
    let x = f64::from(x.clamp(-80.0, 80.0));
    // e^-x as the 1024th power of a short series at a small place.
    let small = -x / 1024.0;
    let mut power = 1.0 + small * (1.0 + small / 2.0 * (1.0 + small / 3.0 * (1.0 + small / 4.0 * (1.0 + small / 5.0))));
    for _ in 0..10 {
        power *= power;
    }
    (1.0 / (1.0 + power)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_squashing_is_the_known_one() {
        for x in [-30.0f32, -7.5, -1.0, -0.1, 0.0, 0.3, 2.0, 9.0, 25.0] {
            let known = 1.0 / (1.0 + f64::from(-x).exp());
            assert!((f64::from(squashed(x)) - known).abs() < 1e-7, "{x}");
        }
        assert!(squashed(f32::INFINITY) <= 1.0 && squashed(f32::NEG_INFINITY) >= 0.0);
    }
}
