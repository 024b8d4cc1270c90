//! What is looked for in photos, and how that is told.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Looked;
use crate::span::RegionKind;

/// Everything that can be looked for, in the order in which people are told of it.
pub const KINDS: [RegionKind; 8] = [
    RegionKind::Face,
    RegionKind::Screen,
    RegionKind::Whiteboard,
    RegionKind::Document,
    RegionKind::Badge,
    RegionKind::Wristband,
    RegionKind::Barcode,
    RegionKind::Text,
];

/// What one detector looks for together.
const QUADS: [RegionKind; 3] = [RegionKind::Screen, RegionKind::Whiteboard, RegionKind::Document];

/// Which kinds are looked for. By default all are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// A bit for each kind that is not.
    off: u16,
}

impl Wanted {
    /// Whether a kind is looked for. What a person marked (`other`) always counts.
    pub fn wants(self, kind: RegionKind) -> bool {
        kind == RegionKind::Other || self.off & bit(kind) == 0
    }

    pub fn set(&mut self, kind: RegionKind, on: bool) {
        self.off = if on { self.off & !bit(kind) } else { self.off | bit(kind) };
    }

    /// Whether nothing at all is looked for.
    pub fn is_none(self) -> bool {
        !KINDS.iter().any(|kind| self.wants(*kind))
    }

    /// Whether any kind is wanted that the core has a detector for.
    pub(in crate::photo) fn sees(self) -> bool {
        self.wants(RegionKind::Face) || self.wants(RegionKind::Barcode) || self.quads()
    }

    pub(super) fn quads(self) -> bool {
        QUADS.iter().any(|kind| self.wants(*kind))
    }

    /// How it is told that one detector looked, or did not: the names of those of its kinds that are wanted.
    pub(in crate::photo) fn named(self, what: Looked) -> Vec<&'static str> {
        told(kinds(what).iter().copied().filter(|kind| self.wants(*kind)))
    }

    /// How the kinds are told that are not looked for.
    pub(in crate::photo) fn off(self) -> Vec<&'static str> {
        told(KINDS.into_iter().filter(|kind| !self.wants(*kind)))
    }
}

/// By name, as `{"face": true, …}`.
impl Serialize for Wanted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(KINDS.len()))?;
        KINDS.iter().try_for_each(|kind| map.serialize_entry(kind, &self.wants(*kind)))?;
        map.end()
    }
}

fn bit(kind: RegionKind) -> u16 {
    KINDS.iter().position(|known| *known == kind).map_or(0, |at| 1 << at)
}

fn kinds(what: Looked) -> &'static [RegionKind] {
    match what {
        Looked::Faces => &[RegionKind::Face],
        Looked::Screens => &QUADS,
        Looked::Codes => &[RegionKind::Barcode],
        Looked::Text => &[RegionKind::Text],
    }
}

/// The names of kinds in reports. `screens` stands for all that one detector looks for; a part of it is named by kind.
fn told(kinds: impl Iterator<Item = RegionKind>) -> Vec<&'static str> {
    let kinds: Vec<RegionKind> = kinds.collect();
    let together = QUADS.iter().all(|kind| kinds.contains(kind));
    let names = kinds.iter().filter_map(|kind| match kind {
        RegionKind::Face => Some("faces"),
        RegionKind::Screen if together => Some(Looked::Screens.name()),
        RegionKind::Whiteboard | RegionKind::Document if together => None,
        RegionKind::Screen => Some("screen"),
        RegionKind::Whiteboard => Some("whiteboard"),
        RegionKind::Document => Some("document"),
        RegionKind::Badge => Some("badges"),
        RegionKind::Wristband => Some("wristbands"),
        RegionKind::Barcode => Some("codes"),
        RegionKind::Text => Some("text"),
        RegionKind::Other => None,
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_as_they_are_looked_for() {
        let mut wanted = Wanted::default();
        assert_eq!((wanted.named(Looked::Screens), wanted.off()), (vec!["screens"], vec![]));
        wanted.set(RegionKind::Whiteboard, false);
        wanted.set(RegionKind::Face, false);
        assert_eq!(wanted.named(Looked::Screens), ["screen", "document"]);
        assert!(wanted.named(Looked::Faces).is_empty() && wanted.sees());
        assert_eq!(wanted.off(), ["faces", "whiteboard"]);
        for kind in KINDS {
            wanted.set(kind, false);
        }
        wanted.set(RegionKind::Other, false);
        assert_eq!(wanted.off(), ["faces", "screens", "badges", "wristbands", "codes", "text"]);
        assert!(wanted.is_none() && !wanted.sees() && wanted.wants(RegionKind::Other));
        for kind in KINDS {
            wanted.set(kind, true);
        }
        assert_eq!(wanted, Wanted::default());
    }
}
