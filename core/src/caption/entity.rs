//! Names that the phone's own tagger finds. The core decides what becomes of them: a tagger knows names, not care.

use std::fmt::Debug;
use std::ops::Range;

use crate::error::Result;

/// What a tagger calls a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "ffi", derive(uniffi::Enum))]
pub enum EntityKind {
    Person,
    Place,
    Organisation,
}

/// A name in the caption as given.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ffi", derive(uniffi::Record))]
pub struct Entity {
    pub kind: EntityKind,
    /// First UTF-16 code unit.
    pub start: u32,
    /// One past the last UTF-16 code unit.
    pub end: u32,
}

/// A tagger of the platform, such as Apple's `NLTagger`. It runs on the device; the caption goes nowhere else.
#[cfg_attr(feature = "ffi", uniffi::export(with_foreign))]
pub trait EntityTagger: Send + Sync + Debug {
    /// Every name in the text, in any order. Spans that are not whole characters of the text are dropped.
    fn tag(&self, text: String) -> Result<Vec<Entity>>;
}

/// The most entities of one caption that are looked at.
pub(super) const MOST: usize = 4096;

/// An entity as a range of shadow bytes.
pub(super) type Tagged = (EntityKind, Range<usize>);
