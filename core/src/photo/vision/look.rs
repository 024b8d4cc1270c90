//! Every detector over one picture.

use super::codes::{self, Code};
use super::contained::contained;
use super::{Candidate, Picture, Wanted, faces, quads};
use crate::span::RegionKind;

/// What the detectors look for, as it is told in a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    Faces,
    /// Lit screens, whiteboards and papers.
    Screens,
    Codes,
    /// Writing, which only a phone's recogniser reads.
    Text,
}

impl Looked {
    pub fn name(self) -> &'static str {
        match self {
            Self::Faces => "faces",
            Self::Screens => "screens",
            Self::Codes => "codes",
            Self::Text => "text",
        }
    }
}

/// What was seen in one picture.
#[derive(Clone, Default)]
pub struct Seen {
    pub candidates: Vec<Candidate>,
    pub codes: Vec<Code>,
    pub looked: Vec<Looked>,
    /// Detectors that failed.
    pub failed: Vec<Looked>,
}

/// Looks at `picture` for what is wanted, with two threads. Never panics: a detector that fails is told, not fatal.
pub fn look(picture: &Picture, wanted: Wanted) -> Seen {
    let mut seen = Seen::default();
    let codes = || wanted.wants(RegionKind::Barcode).then(|| codes::find(picture));
    let codes = if wanted.wants(RegionKind::Face) {
        let (faces, codes) = faces::find(picture, codes);
        seen.take(Looked::Faces, faces);
        codes
    } else {
        codes()
    };
    if let Some(codes) = codes {
        seen.tell(Looked::Codes, codes.is_some());
        seen.codes = codes.unwrap_or_default();
    }
    if wanted.quads() {
        seen.take(Looked::Screens, contained(|| quads::find(picture)).flatten());
    }
    seen.candidates.retain(|candidate| wanted.wants(candidate.kind));
    seen
}

/// Faces alone, for measuring; `None` when the detector failed.
pub fn faces_alone(picture: &Picture) -> Option<Vec<Candidate>> {
    faces::find(picture, || ()).0
}

/// Codes alone, for measuring; `None` when the reader failed.
pub fn codes_alone(picture: &Picture) -> Option<Vec<Code>> {
    codes::find(picture)
}

/// Screens, boards and papers alone, for measuring; `None` when the detector failed.
pub fn quads_alone(picture: &Picture) -> Option<Vec<Candidate>> {
    contained(|| quads::find(picture)).flatten()
}

impl Seen {
    /// Adds what a detector found.
    fn take(&mut self, what: Looked, found: Option<Vec<Candidate>>) {
        self.tell(what, found.is_some());
        self.candidates.extend(found.unwrap_or_default());
    }

    fn tell(&mut self, what: Looked, done: bool) {
        if done { self.looked.push(what) } else { self.failed.push(what) }
    }
}
