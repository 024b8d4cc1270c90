//! The network: a table of feature rows, one hidden layer, one output a category. Integers only, so that every
//! platform answers the same.
//!
//! `hidden = relu(Σ rows / √n + bias)`, `logit = hidden · outputs + bias`: a bag of features with a shared hidden layer
//! (Joulin et al. 2016, "Bag of tricks for efficient text classification", with a rectifier and several labels).

use crate::error::{CheckError, Result};

const MAGIC: &[u8; 8] = b"CURTAIN2";
/// Logits are in this many parts of one.
pub const LOGIT_ONE: i32 = 1024;
/// Binary places that the sum over features gains before the bias is added.
const SUM_PLACES: u32 = 8;
/// Most features of one caption that count; a caption of 63 000 characters must not cost more than the rest of it.
const MOST: usize = 1 << 14;
/// Leading bits of a number by which rows are looked up: five rows or so share them.
const INDEX_BITS: u32 = 14;

/// A trained network, borrowed from the bytes of its file.
///
/// Only features that were worth a row have one. What was met too seldom in training is nothing to the network, and
/// neither is what was never met: with rows shared by chance, most of what it summed up for a new text was noise.
pub struct Model<'a> {
    /// Binary places of the rows and of the output weights.
    row_places: u32,
    output_places: u32,
    hidden_bias: Vec<i32>,
    output_bias: Vec<i32>,
    /// `hidden × outputs`, row by row.
    output_weights: &'a [u8],
    /// The number of each row's feature, ascending.
    numbers: &'a [[u8; 4]],
    /// Where the rows begin whose numbers begin with each [`INDEX_BITS`], and the end.
    starts: Vec<u32>,
    /// `features × hidden`, row by row.
    rows: &'a [u8],
}

/// A caption on its way through the network.
pub struct Activation {
    /// Hidden values, rectified.
    hidden: Vec<i64>,
    /// One logit an output, in parts of [`LOGIT_ONE`].
    pub logits: Vec<i32>,
}

impl<'a> Model<'a> {
    /// Reads a weight file.
    ///
    /// Errors: `RulePackInvalid` with the code `weights` when the bytes are not one.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        Self::parse(bytes)
            .ok_or_else(|| CheckError::RulePackInvalid { pack_id: "learned".into(), code: "weights".into() })
    }

    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let ([hidden, outputs, row_places, output_places], rest) = rest.split_first_chunk::<4>()?;
        let (hidden, outputs) = (usize::from(*hidden), usize::from(*outputs));
        let (features, rest) = rest.split_first_chunk::<4>()?;
        let features = u32::from_le_bytes(*features) as usize;
        let (hidden_bias, rest) = rest.split_at_checked(hidden * 4)?;
        let (output_bias, rest) = rest.split_at_checked(outputs * 4)?;
        let (output_weights, rest) = rest.split_at_checked(hidden * outputs)?;
        let (numbers, rows) = rest.split_at_checked(features.checked_mul(4)?)?;
        let numbers = numbers.as_chunks::<4>().0;
        let ordered = numbers.is_sorted_by_key(|n| u32::from_le_bytes(*n));
        let whole = ordered && Some(rows.len()) == features.checked_mul(hidden) && hidden > 0 && outputs > 0;
        whole.then(|| Self {
            row_places: u32::from(*row_places),
            output_places: u32::from(*output_places),
            hidden_bias: integers(hidden_bias),
            output_bias: integers(output_bias),
            output_weights,
            numbers,
            starts: starts(numbers),
            rows,
        })
    }

    /// How many outputs there are.
    pub fn outputs(&self) -> usize {
        self.output_bias.len()
    }

    /// Runs the features of one caption, each once, through the network.
    pub fn run(&self, features: &[u32]) -> Activation {
        let features = features.get(..MOST).unwrap_or(features);
        // No sum of so few eight-bit weights leaves 32 bits.
        let mut sums = vec![0i32; self.hidden_bias.len()];
        let mut known = 0;
        for row in features.iter().filter_map(|feature| self.row(*feature)) {
            known += 1;
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(weight.cast_signed());
            }
        }
        let norm = inverse_root(known);
        let hidden: Vec<i64> = sums
            .iter()
            .zip(&self.hidden_bias)
            .map(|(sum, bias)| (((i64::from(*sum) * norm) >> (16 - SUM_PLACES)) + i64::from(*bias)).max(0))
            .collect();
        let logits = (0..self.outputs()).map(|k| self.logit(&hidden, k)).collect();
        Activation { hidden, logits }
    }

    fn logit(&self, hidden: &[i64], output: usize) -> i32 {
        let sum: i64 = hidden.iter().zip(self.column(output)).map(|(h, w)| h * w).sum();
        let places = self.row_places + SUM_PLACES + self.output_places - LOGIT_ONE.trailing_zeros();
        ((sum >> places) as i32).saturating_add(self.output_bias.get(output).copied().unwrap_or_default())
    }

    /// How much one feature moves an output, in any unit: only the order counts.
    pub fn weight(&self, activation: &Activation, feature: u32, output: usize) -> i64 {
        let active = activation.hidden.iter().map(|h| i64::from(*h > 0));
        self.row(feature)
            .unwrap_or_default()
            .iter()
            .zip(self.column(output))
            .zip(active)
            .map(|((row, out), on)| i64::from(row.cast_signed()) * out * on)
            .sum()
    }

    /// The row of a feature, if it has one.
    fn row(&self, feature: u32) -> Option<&[u8]> {
        let leading = leading(feature);
        let (from, to) = (*self.starts.get(leading)? as usize, *self.starts.get(leading + 1)? as usize);
        let at = from + self.numbers.get(from..to)?.iter().position(|n| u32::from_le_bytes(*n) == feature)?;
        let width = self.hidden_bias.len();
        self.rows.get(at * width..(at + 1) * width)
    }

    fn column(&self, output: usize) -> impl Iterator<Item = i64> {
        self.output_weights.iter().skip(output).step_by(self.outputs()).map(|w| i64::from(w.cast_signed()))
    }
}

/// Where the numbers begin whose leading bits are 0, 1, 2 …, and how many there are in all.
fn starts(numbers: &[[u8; 4]]) -> Vec<u32> {
    let mut counts = vec![0u32; (1 << INDEX_BITS) + 1];
    for number in numbers {
        counts[leading(u32::from_le_bytes(*number)) + 1] += 1;
    }
    let mut sum = 0;
    for count in &mut counts {
        sum += *count;
        *count = sum;
    }
    counts
}

/// The leading bits of a number.
fn leading(number: u32) -> usize {
    (number >> (32 - INDEX_BITS)) as usize
}

/// `2^16 / √n`, in integers.
fn inverse_root(n: usize) -> i64 {
    i64::from(((1u64 << 32) / (n.max(1) as u64)).isqrt() as u32)
}

fn integers(bytes: &[u8]) -> Vec<i32> {
    bytes.as_chunks::<4>().0.iter().map(|c| i32::from_le_bytes(*c)).collect()
}

/// The number of a feature: FNV-1a, mixed so that low bits are as good as high ones.
pub fn number(name: &str) -> u32 {
    number_of(&[name])
}

/// The number of a feature whose name is given in parts.
pub(super) fn number_of(parts: &[&str]) -> u32 {
    let hash = parts
        .iter()
        .flat_map(|part| part.bytes())
        .fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    ((hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// A network as it is trained, to be written as a weight file.
pub struct Trained {
    /// The number of each feature that has a row, ascending.
    pub numbers: Vec<u32>,
    /// `features × hidden`.
    pub rows: Vec<f32>,
    pub hidden_bias: Vec<f32>,
    /// `hidden × outputs`.
    pub output_weights: Vec<f32>,
    pub output_bias: Vec<f32>,
}

impl Trained {
    /// The weight file: eight-bit weights, each table with the most binary places that fit.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (rows, outputs) = (places(&self.rows), places(&self.output_weights));
        let scaled = |value: f32, places: u32| (value * (1u64 << places) as f32).round();
        let mut bytes = MAGIC.to_vec();
        bytes.extend([self.hidden_bias.len() as u8, self.output_bias.len() as u8, rows as u8, outputs as u8]);
        bytes.extend((self.numbers.len() as u32).to_le_bytes());
        let bias = |value: &f32, places: u32| (scaled(*value, places) as i32).to_le_bytes();
        bytes.extend(self.hidden_bias.iter().flat_map(|b| bias(b, rows + SUM_PLACES)));
        bytes.extend(self.output_bias.iter().flat_map(|b| bias(b, LOGIT_ONE.trailing_zeros())));
        let eight = |value: &f32, places: u32| (scaled(*value, places).clamp(-127.0, 127.0) as i8).cast_unsigned();
        bytes.extend(self.output_weights.iter().map(|w| eight(w, outputs)));
        bytes.extend(self.numbers.iter().flat_map(|number| number.to_le_bytes()));
        bytes.extend(self.rows.iter().map(|w| eight(w, rows)));
        bytes
    }
}

/// Binary places so that all but one value in ten thousand fit into eight bits.
fn places(values: &[f32]) -> u32 {
    let mut sizes: Vec<f32> = values.iter().map(|v| v.abs()).filter(|v| *v > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 10_000)).copied().unwrap_or(1.0);
    (0..16).rev().find(|p| largest * (1u32 << p) as f32 <= 127.0).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rows, one hidden unit, one output: the logit is the sum of the known rows over the root of how many there are.
    fn small() -> Vec<u8> {
        let numbers = vec![7, u32::MAX];
        let (hidden_bias, output_bias) = (vec![0.0], vec![0.0]);
        Trained { numbers, rows: vec![1.0, 0.5], hidden_bias, output_weights: vec![1.0], output_bias }.to_bytes()
    }

    #[test]
    fn only_features_with_a_row_count() {
        let bytes = small();
        let model = Model::read(&bytes).expect("valid");
        let logit = |features: &[u32]| model.run(features).logits[0];
        assert_eq!(logit(&[]), 0);
        assert_eq!(logit(&[7]), LOGIT_ONE);
        assert_eq!(logit(&[7, 8, 1 << 31]), LOGIT_ONE, "what has no row is not there");
        let both = logit(&[7, u32::MAX]);
        assert!((f64::from(both) / f64::from(LOGIT_ONE) - 1.5 / 2f64.sqrt()).abs() < 0.01, "{both}");
        let activation = model.run(&[7, u32::MAX]);
        assert!(model.weight(&activation, 7, 0) > model.weight(&activation, u32::MAX, 0));
        assert_eq!(model.weight(&activation, 8, 0), 0);
    }

    #[test]
    fn a_damaged_file_is_refused() {
        let bytes = small();
        for end in 0..bytes.len() {
            assert!(Model::read(&bytes[..end]).is_err(), "cut at {end}");
        }
        let numbers = bytes.len() - 2 - 8;
        let mut unordered = bytes.clone();
        unordered[numbers..numbers + 8].rotate_left(4);
        assert!(Model::read(&unordered).is_err());
    }
}
