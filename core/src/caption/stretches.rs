//! Where in a caption each pattern is worth running. Ranges are shadow bytes.

use std::ops::Range;

use crate::rules::{Gate, Mark, Plan, Stops};

/// Where the literals of each set stand, in order of their starts.
pub(super) struct Sets {
    /// One past the last place of each set.
    ends: Vec<u32>,
    places: Vec<Place>,
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

    fn of(&self, set: u32) -> &[Place] {
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
    numbers: Vec<Place>,
    marks: Vec<(u32, Mark)>,
}

/// Start and end.
type Place = (u32, u32);

impl<'a> Landscape<'a> {
    pub(super) fn new(text: &'a str, sets: Sets) -> Self {
        let bytes = text.as_bytes();
        let mark = |at: usize| Some((at as u32, Mark::first_of(bytes.get(at..)?)?));
        Self { text, sets, numbers: numbers(text), marks: (0..bytes.len()).filter_map(mark).collect() }
    }

    /// Where a pattern can match, in order: at the literals that every match begins with, or, without overlaps, around
    /// what opened its gate; only where all is there that a match needs.
    pub(super) fn stretches(&self, plan: &Plan<u32>, found: &mut Vec<Range<usize>>) {
        found.clear();
        let needs = plan.needs.iter().map(|set| self.sets.of(*set));
        let Some(rarest) = needs.min_by_key(|places| places.len()).or(Some(&[(0, 0)])).filter(|p| !p.is_empty()) else {
            return;
        };
        match plan.gate {
            Gate::Begins(set) if plan.needs.is_empty() => self.beginnings(plan, self.sets.of(set), found),
            Gate::Begins(set) => {
                // Each place of the rarest set allows beginnings before it, as far back as a match can reach.
                let (begins, mut next) = (self.sets.of(set), 0);
                for (start, _) in rarest {
                    let from = (*start as usize).saturating_sub(plan.reach.after).max(next);
                    next = *start as usize + 1;
                    self.beginnings(plan, between(begins, from, next), found);
                }
            }
            Gate::Holds(set) => self.joined(plan, self.sets.of(set), found),
            Gate::Digit => self.joined(plan, &self.numbers, found),
            Gate::Always => self.joined(plan, &[(0, self.text.len() as u32)], found),
        }
    }

    fn beginnings(&self, plan: &Plan<u32>, opened: &[Place], found: &mut Vec<Range<usize>>) {
        for (start, end) in opened {
            let stretch = self.around(plan, *start as usize..*end as usize);
            match found.last_mut() {
                Some(last) if stretch.start == last.start => last.end = last.end.max(stretch.end),
                _ if self.may_match(plan, &stretch) => found.push(stretch),
                _ => {}
            }
        }
    }

    fn joined(&self, plan: &Plan<u32>, opened: &[Place], found: &mut Vec<Range<usize>>) {
        for (start, end) in opened {
            let stretch = self.around(plan, *start as usize..*end as usize);
            match found.last_mut() {
                Some(last) if stretch.start <= last.end => last.end = last.end.max(stretch.end),
                _ => found.push(stretch),
            }
        }
        found.retain(|stretch| self.may_match(plan, stretch));
    }

    /// As far around what opened a gate as a match can reach.
    fn around(&self, plan: &Plan<u32>, opened: Range<usize>) -> Range<usize> {
        let start = opened.start.saturating_sub(plan.reach.before);
        let end = opened.end.saturating_add(plan.reach.after).min(self.text.len());
        floor(self.text, self.opens(plan.stops, start..opened.start))
            ..ceiling(self.text, self.closes(plan.stops, opened.end..end))
    }

    /// Where the last stop in a range ends, else its start.
    fn opens(&self, stops: Stops, range: Range<usize>) -> usize {
        if range.is_empty() {
            return range.start;
        }
        let marks = self.marks.iter().take(self.marks.partition_point(|(at, _)| (*at as usize) < range.end));
        let mut inside = marks.rev().take_while(|(at, _)| *at as usize >= range.start);
        let stop = inside.find(|(_, mark)| stops.has(*mark));
        stop.map_or(range.start, |(at, mark)| *at as usize + mark.length())
    }

    /// Where the first stop in a range starts, else its end.
    fn closes(&self, stops: Stops, range: Range<usize>) -> usize {
        let marks = self.marks.iter().skip(self.marks.partition_point(|(at, _)| (*at as usize) < range.start));
        let mut inside = marks.take_while(|(at, _)| (*at as usize) < range.end);
        inside.find(|(_, mark)| stops.has(*mark)).map_or(range.end, |(at, _)| *at as usize)
    }

    fn may_match(&self, plan: &Plan<u32>, stretch: &Range<usize>) -> bool {
        let digits =
            || self.text.as_bytes().get(stretch.clone()).unwrap_or_default().iter().filter(|b| b.is_ascii_digit());
        stretch.len() >= plan.shortest
            && (stretch.start == 0 || !plan.at_start)
            && plan.needs.iter().all(|set| self.holds(*set, stretch))
            && (plan.digits == 0 || digits().count() >= plan.digits)
    }

    fn holds(&self, set: u32, stretch: &Range<usize>) -> bool {
        between(self.sets.of(set), stretch.start, stretch.end).iter().any(|(_, end)| *end as usize <= stretch.end)
    }
}

/// The places that start in a range.
fn between(places: &[Place], from: usize, to: usize) -> &[Place] {
    let before = |at: usize| places.partition_point(|(start, _)| (*start as usize) < at);
    places.get(before(from)..before(to)).unwrap_or_default()
}

/// Runs of ASCII digits.
fn numbers(text: &str) -> Vec<Place> {
    let mut runs: Vec<Place> = vec![];
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::plan_of;

    /// The stretches of a pattern, its sets found by plain search.
    fn stretches<'a>(pattern: &str, text: &'a str) -> Vec<&'a str> {
        let mut sets = vec![];
        let plan = plan_of(pattern).map(|set| {
            sets.push(set);
            sets.len() as u32 - 1
        });
        let mut opened = vec![];
        for (number, set) in sets.iter().enumerate() {
            for word in set {
                opened.extend(
                    text.match_indices(word.as_str())
                        .map(|(at, _)| (number as u32, at as u32, (at + word.len()) as u32)),
                );
            }
        }
        opened.sort_by_key(|(_, start, _)| *start);
        let mut found = vec![];
        Landscape::new(text, Sets::new(sets.len(), &opened)).stretches(&plan, &mut found);
        found.into_iter().map(|stretch| &text[stretch]).collect()
    }

    #[test]
    fn a_stretch_ends_where_no_match_can_go_on() {
        let pattern = r"bed [^.\n]{0,40}(?:window|door)";
        assert_eq!(stretches(pattern, "bed by the window. bed"), ["bed by the window"]);
        assert_eq!(stretches(pattern, "bed 4. the window\nbed 5\nthe door"), Vec::<&str>::new());
        assert_eq!(stretches(r"[^。]{0,9}病床[^。]{0,9}", "很好。他在病床上。好"), ["他在病床上"]);
    }

    #[test]
    fn digits_are_counted() {
        assert_eq!(stretches("[0-9]{3}-[0-9]{2}", "12-34, 123-45 x 1-2-3-4"), ["123-45"]);
    }
}
