//! Every detector over one picture.

use super::codes::{self, Code};
use super::contained::contained;
use super::{Candidate, Picture, faces, quads};

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

/// Looks at `picture` with two threads. Never panics: a detector that fails is told, not fatal.
pub fn look(picture: &Picture) -> Seen {
    let mut seen = Seen::default();
    let (faces, codes) = faces::find(picture, || codes::find(picture));
    seen.tell(Looked::Faces, faces.is_some());
    seen.tell(Looked::Codes, codes.is_some());
    seen.candidates.extend(faces.unwrap_or_default());
    seen.codes = codes.unwrap_or_default();
    let quads = contained(|| quads::find(picture)).flatten();
    seen.tell(Looked::Screens, quads.is_some());
    seen.candidates.extend(quads.unwrap_or_default());
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
    fn tell(&mut self, what: Looked, done: bool) {
        if done { self.looked.push(what) } else { self.failed.push(what) }
    }
}
