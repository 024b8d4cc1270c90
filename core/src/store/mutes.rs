//! Wordings that the user called not relevant, so that the learned reader says nothing of them again.

use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::error::{CheckError, Result};
use crate::span::fold_str;

const FILE: &str = "not-relevant";
const VERSION: u8 = 1;
/// Most wordings remembered; the oldest go first.
const MOST: usize = 500;
/// A mark is so short that thousands of wordings share it: the file cannot tell which one was meant.
const MARK_BITS: u32 = 20;

/// The wordings, as marks in a file of the shell's private folder.
pub struct Mutes {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Serialize, Deserialize)]
struct State {
    version: u8,
    /// Drawn on each device, so that marks of two devices cannot be compared.
    salt: [u64; 2],
    /// Category and mark, the oldest first.
    marks: Vec<(String, u32)>,
}

impl State {
    fn new() -> Self {
        // The standard library keys each `RandomState` from the system's randomness.
        let drawn = || RandomState::new().hash_one(FILE);
        Self { version: VERSION, salt: [drawn(), drawn()], marks: vec![] }
    }
}

impl Mutes {
    /// Opens the memory in `folder`, which must exist. A file that cannot be understood is begun anew: losing it costs a few
    /// taps, refusing to check would cost more.
    ///
    /// Errors: `Io` when the file is there and cannot be read.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let state = read(&path)?.unwrap_or_else(State::new);
        Ok(Self { path, state: Mutex::new(state) })
    }

    /// Whether the user called this wording not relevant for this category.
    pub fn holds(&self, category: &str, wording: &str) -> bool {
        let state = self.lock();
        let mark = mark(state.salt, category, wording);
        state.marks.iter().any(|(known, m)| known == category && *m == mark)
    }

    /// Remembers a wording. It is held until the process ends even when the file cannot be written.
    ///
    /// Errors: `Io`.
    pub fn add(&self, category: &str, wording: &str) -> Result<()> {
        if self.holds(category, wording) {
            return Ok(());
        }
        let mut state = self.lock();
        // The app and its share extension may both have the file open: what the other wrote stays.
        if let Ok(Some(written)) = read(&self.path) {
            *state = written;
        }
        let mark = mark(state.salt, category, wording);
        state.marks.push((category.into(), mark));
        let over = state.marks.len().saturating_sub(MOST);
        state.marks.drain(..over);
        self.write(&state)
    }

    /// Forgets every wording.
    ///
    /// Errors: `Io`.
    pub fn forget(&self) -> Result<()> {
        *self.lock() = State::new();
        super::remove(&self.path)
    }

    fn write(&self, state: &State) -> Result<()> {
        let bytes = postcard::to_allocvec(state).map_err(|_| CheckError::Internal { code: "store".into() })?;
        super::replace(&self.path, &bytes)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The file's state; `None` without a file, or when it cannot be understood.
fn read(path: &Path) -> Result<Option<State>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(postcard::from_bytes(&bytes).ok().filter(|state: &State| state.version == VERSION)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(CheckError::io("read", &error)),
    }
}

/// FNV-1a over salt, category and folded wording, cut short.
fn mark(salt: [u64; 2], category: &str, wording: &str) -> u32 {
    let folded = fold_str(wording).to_lowercase();
    let words = folded.split_whitespace().flat_map(|word| word.bytes().chain([b' ']));
    let salt = salt.into_iter().flat_map(u64::to_le_bytes);
    let hash = salt
        .chain(category.bytes())
        .chain([0])
        .chain(words)
        .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    ((hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - MARK_BITS)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("curtain-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a place for a test");
        folder
    }

    #[test]
    fn a_wording_is_remembered_for_its_category_and_forgotten() {
        let folder = folder("mutes");
        let mutes = Mutes::open(&folder).expect("opened");
        assert!(!mutes.holds("story", "walked to the window"));
        mutes.add("story", "walked to the window").expect("written");
        mutes.add("story", "walked to the window").expect("written");
        let again = Mutes::open(&folder).expect("opened");
        mutes.add("story", "another").expect("written");
        again.add("story", "a third").expect("written beside it");
        assert!(again.holds("story", "another"), "what another one wrote stays");
        assert!(again.holds("story", "Ｗalked  to the WINDOW") && !again.holds("tone", "walked to the window"));
        let bytes = std::fs::read(folder.join(FILE)).expect("written");
        assert!(bytes.len() < 96 && !bytes.windows(6).any(|w| w == b"window"), "the wording itself is not kept");
        again.forget().expect("removed");
        again.forget().expect("nothing to remove");
        assert!(!again.holds("story", "walked to the window") && !folder.join(FILE).exists());
        std::fs::remove_dir_all(folder).expect("still there");
    }

    #[test]
    fn a_file_of_anything_is_begun_anew_and_the_oldest_go_first() {
        let folder = folder("mutes-odd");
        std::fs::write(folder.join(FILE), [0xff; 40]).expect("written");
        let mutes = Mutes::open(&folder).expect("begun anew");
        // A drawn salt would let marks of different wordings meet now and then.
        mutes.lock().salt = [1, 2];
        for n in 0..MOST + 20 {
            mutes.add("story", &format!("wording {n}")).expect("written");
        }
        let state = mutes.lock();
        assert!(
            state.marks.len() <= MOST
                && !state.marks.contains(&("story".into(), mark(state.salt, "story", "wording 0")))
        );
        drop(state);
        std::fs::remove_dir_all(folder).expect("still there");
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error_and_the_wording_holds_all_the_same() {
        let mutes = Mutes::open(Path::new("/nowhere/at-all")).expect("nothing to read yet");
        assert_eq!(mutes.add("story", "so it goes").unwrap_err().code(), "io");
        assert!(mutes.holds("story", "so it goes"));
    }
}
