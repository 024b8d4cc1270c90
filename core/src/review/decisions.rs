//! What the user decides about a share, as data: the originals are never touched, and every step can be taken back.

use std::collections::BTreeMap;

use super::report::{CoverRegion, PhotoRegions};
use crate::span::Region;

/// Regions that the user drew are numbered from here; detected ones have their place in the photo's report.
const DRAWN: u32 = 1 << 16;
/// Most steps that can be taken back.
const STEPS: usize = 500;

/// Everything decided at one moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Decisions {
    pub(super) caption: Option<String>,
    /// By the photo's place in the share.
    photos: BTreeMap<u32, Choices>,
}

/// What was decided about the regions of one photo.
#[derive(Debug, Clone, Default, PartialEq)]
struct Choices {
    /// What the user drew, by number.
    drawn: BTreeMap<u32, Region>,
    /// Where the user said something else than the default.
    covered: BTreeMap<u32, bool>,
}

impl Decisions {
    /// Adds a region that the user drew, and answers its number.
    pub(super) fn draw(&mut self, photo: u32, region: Region) -> u32 {
        let drawn = &mut self.photos.entry(photo).or_default().drawn;
        let number = drawn.last_key_value().map_or(DRAWN, |(last, _)| last + 1);
        drawn.insert(number, region);
        number
    }

    /// Takes a drawn region away; false when there is none of this number.
    pub(super) fn erase(&mut self, photo: u32, region: u32) -> bool {
        let Some(choices) = self.photos.get_mut(&photo) else { return false };
        choices.covered.remove(&region);
        choices.drawn.remove(&region).is_some()
    }

    /// Says whether a region is to be covered.
    pub(super) fn cover(&mut self, photo: u32, region: u32, covered: bool) {
        self.photos.entry(photo).or_default().covered.insert(region, covered);
    }

    /// Every region of a photo, detected and drawn, and whether it is covered: what was drawn until the user says no, what
    /// was detected once the user says yes. No photo is changed in a way that its sender did not see.
    pub(super) fn regions(&self, photo: u32, detected: &[Region]) -> PhotoRegions {
        let none = Choices::default();
        let choices = self.photos.get(&photo).unwrap_or(&none);
        let decided = |(id, region, default): (u32, &Region, bool)| {
            let covered = choices.covered.get(&id).copied().unwrap_or(default);
            CoverRegion { id, region: region.clone(), covered }
        };
        let detected = detected.iter().zip(0..DRAWN).map(|(region, id)| (id, region, false));
        let drawn = choices.drawn.iter().map(|(&id, region)| (id, region, true));
        PhotoRegions { photo, regions: detected.chain(drawn).map(decided).collect() }
    }

    /// The regions of a photo that will be covered.
    pub(super) fn covered(&self, photo: u32, detected: &[Region]) -> Vec<Region> {
        let regions = self.regions(photo, detected).regions;
        regions.into_iter().filter(|region| region.covered).map(|region| region.region).collect()
    }
}

/// Every moment since the share was opened, and the one that holds now.
#[derive(Debug, Default)]
pub(super) struct History {
    before: Vec<Decisions>,
    now: Decisions,
    /// What was taken back, the next to redo last.
    after: Vec<Decisions>,
}

impl History {
    pub(super) fn now(&self) -> &Decisions {
        &self.now
    }

    /// Starts anew from a caption; decisions about photos stay.
    pub(super) fn restart(&mut self, caption: Option<String>) {
        self.before.clear();
        self.after.clear();
        self.now.caption = caption;
    }

    /// Takes a step. One that changes nothing is none.
    pub(super) fn step(&mut self, next: Decisions) {
        if next == self.now {
            return;
        }
        if self.before.len() == STEPS {
            self.before.remove(0);
        }
        self.before.push(std::mem::replace(&mut self.now, next));
        self.after.clear();
    }

    /// Forgets the last step, as if it had never been.
    pub(super) fn forget(&mut self) {
        if let Some(before) = self.before.pop() {
            self.now = before;
        }
    }

    pub(super) fn undo(&mut self) {
        if let Some(before) = self.before.pop() {
            self.after.push(std::mem::replace(&mut self.now, before));
        }
    }

    pub(super) fn redo(&mut self) {
        if let Some(after) = self.after.pop() {
            self.before.push(std::mem::replace(&mut self.now, after));
        }
    }

    pub(super) fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.after.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{RegionKind, RegionSource};

    fn region(confidence: f32) -> Region {
        Region { kind: RegionKind::Face, x: 1, y: 2, width: 3, height: 4, confidence, source: RegionSource::Core }
    }

    #[test]
    fn a_detected_region_is_covered_once_the_user_says_yes() {
        let detected = [region(0.9), region(0.2)];
        let mut decisions = Decisions::default();
        let covered = |decisions: &Decisions| {
            decisions.regions(0, &detected).regions.iter().map(|r| (r.id, r.covered)).collect::<Vec<_>>()
        };
        assert_eq!(covered(&decisions), [(0, false), (1, false)]);
        decisions.cover(0, 1, true);
        let drawn = decisions.draw(0, region(1.0));
        assert_eq!(covered(&decisions), [(0, false), (1, true), (DRAWN, true)]);
        decisions.cover(0, drawn, false);
        assert_eq!(covered(&decisions)[2], (DRAWN, false));
        assert!(decisions.erase(0, drawn) && !decisions.erase(0, drawn) && !decisions.erase(0, 0));
    }

    #[test]
    fn steps_are_taken_back_and_again() {
        let mut history = History::default();
        let caption = |text: &str| Decisions { caption: Some(text.into()), ..Decisions::default() };
        history.step(caption("a"));
        history.step(caption("a"));
        history.step(caption("b"));
        history.undo();
        assert_eq!((history.now(), history.can_undo(), history.can_redo()), (&caption("a"), true, true));
        history.redo();
        history.redo();
        assert_eq!((history.now(), history.can_redo()), (&caption("b"), false));
        history.undo();
        history.step(caption("c"));
        assert!(!history.can_redo(), "a new step leaves nothing to redo");
        history.forget();
        assert_eq!(history.now(), &caption("a"));
        (0..STEPS + 9).for_each(|i| history.step(caption(&i.to_string())));
        assert_eq!(history.before.len(), STEPS);
    }
}
