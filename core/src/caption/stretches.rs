//! Where in a caption each pattern is worth running. Ranges are shadow bytes.

use std::ops::Range;

use crate::rules::{Gate, Plan};

/// Where the literals of each set stand, in order of their starts.
pub(super) struct Sets {
    /// One past the last place of each set.
    ends: Vec<u32>,
    places: Vec<(u32, u32)>,
}

impl Sets {
    /// Groups `(set, start, end)`, which come in order of their starts, by their sets.
    pub(super) fn new(count: usize, opened: &[(u32, u32, u32)]) -> Self {
        let mut next = vec![0_u32; count + 1];
        for (set, ..) in opened {
            next[*set as usize + 1] += 1;
        }
        let mut total = 0;
        for place in &mut next {
            total += *place;
            *place = total;
        }
        let mut places = vec![(0, 0); opened.len()];
        for (set, start, end) in opened {
            let place = &mut next[*set as usize];
            places[*place as usize] = (*start, *end);
            *place += 1;
        }
        Self { ends: next, places }
    }

    fn of(&self, set: u32) -> &[(u32, u32)] {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = (set as usize).checked_sub(1).map_or(0, end);
        self.places.get(start..end(set as usize)).unwrap_or_default()
    }
}

/// What decides where patterns run.
pub(super) struct Landscape<'a> {
    text: &'a str,
    sets: Sets,
    /// Runs of ASCII digits.
    numbers: Vec<(u32, u32)>,
}

impl<'a> Landscape<'a> {
    pub(super) fn new(text: &'a str, sets: Sets) -> Self {
        Self { text, sets, numbers: numbers(text) }
    }

    /// Where a pattern can match, in order: at the literals that every match begins with, or, without overlaps, around
    /// what opened its gate; only where all is there that a match needs.
    pub(super) fn stretches(&self, plan: &Plan<u32>, found: &mut Vec<Range<usize>>) {
        found.clear();
        if plan.needs.iter().any(|set| self.sets.of(*set).is_empty()) {
            return;
        }
        let whole = [(0, self.text.len() as u32)];
        let (opened, anchored) = match plan.gate {
            Gate::Begins(set) => (self.sets.of(set), true),
            Gate::Holds(set) => (self.sets.of(set), false),
            Gate::Digit => (self.numbers.as_slice(), false),
            Gate::Always => (whole.as_slice(), false),
        };
        for (start, end) in opened {
            let stretch = self.around(plan, *start as usize..*end as usize);
            match found.last_mut() {
                Some(last) if if anchored { stretch.start == last.start } else { stretch.start <= last.end } => {
                    last.end = last.end.max(stretch.end);
                }
                _ => found.push(stretch),
            }
        }
        found.retain(|stretch| self.may_match(plan, stretch));
    }

    /// As far around what opened a gate as a match can reach.
    fn around(&self, plan: &Plan<u32>, opened: Range<usize>) -> Range<usize> {
        let start = opened.start.saturating_sub(plan.reach.before);
        let end = opened.end.saturating_add(plan.reach.after).min(self.text.len());
        let start = plan.stops.last(self.text, start, opened.start);
        floor(self.text, start)..ceiling(self.text, plan.stops.first(self.text, opened.end, end))
    }

    fn may_match(&self, plan: &Plan<u32>, stretch: &Range<usize>) -> bool {
        let digits =
            || self.text.as_bytes().get(stretch.clone()).unwrap_or_default().iter().filter(|b| b.is_ascii_digit());
        stretch.len() >= plan.shortest
            && plan.needs.iter().all(|set| self.holds(*set, stretch))
            && (plan.digits == 0 || digits().count() >= plan.digits)
    }

    fn holds(&self, set: u32, stretch: &Range<usize>) -> bool {
        let places = self.sets.of(set);
        let first = places.partition_point(|(start, _)| (*start as usize) < stretch.start);
        let rest = places.get(first..).unwrap_or_default();
        rest.iter()
            .take_while(|(start, _)| (*start as usize) < stretch.end)
            .any(|(_, end)| *end as usize <= stretch.end)
    }
}

/// Runs of ASCII digits.
fn numbers(text: &str) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = vec![];
    for at in text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at as u32) {
        match runs.last_mut() {
            Some((_, end)) if *end == at => *end += 1,
            _ => runs.push((at, at + 1)),
        }
    }
    runs
}

/// The character boundary at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The character boundary at or after a byte.
fn ceiling(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}
