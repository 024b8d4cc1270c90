//! Which features get a row of the network.

use std::collections::HashMap;

/// The numbers of the features that at least `least` captions have, ascending; of more than `most` the most frequent.
pub(crate) fn choose<'a>(captions: impl Iterator<Item = &'a [(u32, bool)]>, least: u32, most: usize) -> Vec<u32> {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for (number, _) in captions.flatten() {
        *counts.entry(*number).or_default() += 1;
    }
    let mut frequent: Vec<(u32, u32)> = counts.into_iter().filter(|(_, count)| *count >= least).collect();
    frequent.sort_unstable_by_key(|(number, count)| (std::cmp::Reverse(*count), *number));
    let mut numbers: Vec<u32> = frequent.into_iter().take(most).map(|(number, _)| number).collect();
    numbers.sort_unstable();
    numbers
}

/// The features of a caption as rows; those without one are left out.
pub(crate) fn rows(features: &[(u32, bool)], numbers: &[u32]) -> Vec<(u32, bool)> {
    let row = |(number, signal): &(u32, bool)| Some((numbers.binary_search(number).ok()? as u32, *signal));
    features.iter().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_features_get_a_row_and_rare_ones_none() {
        let captions = [vec![(9, false), (5, true)], vec![(9, false), (5, true), (7, false)], vec![(9, false)]];
        let chosen = |least, most| choose(captions.iter().map(Vec::as_slice), least, most);
        assert_eq!(chosen(2, 9), [5, 9]);
        assert_eq!(chosen(1, 2), [5, 9]);
        assert_eq!(rows(&captions[1], &[5, 9]), [(1, false), (0, true)]);
    }
}
