//! Which photos there are to clean, and the name of each copy: settled before the first is written, so that the same
//! call always gives the same names.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use curtain_core::photo::{self, Format};

use crate::args::Clean;
use crate::exit::{self, Failure};

/// How deep folders are followed.
const DEPTH: usize = 64;
/// How the core names a file that is being written.
const DRAFT: &str = ".curtain-";

/// One photo, and where its copy goes.
pub(super) struct Job {
    pub(super) path: PathBuf,
    pub(super) out: PathBuf,
    pub(super) bytes: u64,
}

impl Job {
    /// Other names for the copy of a photo whose own name is taken by a file that is something else.
    pub(super) fn others(&self) -> impl Iterator<Item = PathBuf> {
        let stem = self.out.file_stem().unwrap_or_default().to_string_lossy();
        let extension = self.out.extension().unwrap_or_default().to_string_lossy();
        (2..1_000).map(move |n| self.out.with_file_name(numbered(&stem, n, &extension)))
    }
}

/// Everything there is to do.
pub(super) struct Jobs {
    pub(super) list: Vec<Job>,
    /// Files of folders that are no photos.
    pub(super) skipped: usize,
    /// Folders that could not be read.
    pub(super) unreadable: usize,
    /// Whether folders were given.
    pub(super) folder: bool,
    /// Whether copies go into a folder, under names of their own.
    pub(super) into_folder: bool,
    /// Folders that do not exist yet, outermost first.
    new_folders: Vec<PathBuf>,
    /// Names that are promised, in small letters: not every disk tells `a` from `A`.
    taken: HashSet<String>,
}

impl Jobs {
    pub(super) fn plan(clean: &Clean) -> Result<Self, Failure> {
        let folder = clean.photos.iter().any(|path| path.is_dir());
        let into_folder = folder || clean.out.is_dir() || clean.photos.len() > 1;
        if into_folder && fs::metadata(&clean.out).is_ok_and(|kind| !kind.is_dir()) {
            return Err(Failure::new(format!("{}: this folder cannot be made", clean.out.display())));
        }
        let mut jobs = Self {
            list: vec![],
            skipped: 0,
            unreadable: 0,
            folder,
            into_folder,
            new_folders: vec![],
            taken: HashSet::new(),
        };
        let out = fs::canonicalize(&clean.out).ok();
        for path in &clean.photos {
            if path.is_dir() {
                jobs.walk(path, &clean.out, out.as_deref(), DEPTH);
            } else {
                jobs.add(path, &clean.out);
            }
        }
        Ok(jobs)
    }

    /// Takes the photos below `folder`, in the order of their names; their copies go below `out` in the same way.
    fn walk(&mut self, folder: &Path, out: &Path, ours: Option<&Path>, depth: usize) {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
        let Ok(mut entries) = entries else {
            exit::complain(&format!("{}: this folder could not be read", folder.display()));
            self.unreadable += 1;
            return;
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let (path, name) = (entry.path(), entry.file_name());
            // A link to a folder could lead in a circle.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                let copies = ours.is_some() && fs::canonicalize(&path).ok().as_deref() == ours;
                if depth == 0 {
                    exit::complain(&format!("{}: too deep", path.display()));
                    self.unreadable += 1;
                } else if !copies {
                    self.walk(&path, &out.join(name), ours, depth - 1);
                }
            } else if name.to_string_lossy().starts_with(DRAFT) || !is_photo(&path) {
                self.skipped += 1;
            } else {
                self.add(&path, out);
            }
        }
    }

    /// Takes one photo. A folder keeps the photos' own names, so that the user can tell them apart; phones get neutral
    /// ones.
    fn add(&mut self, path: &Path, out: &Path) {
        let bytes = fs::metadata(path).map_or(0, |kind| kind.len());
        if !self.into_folder {
            self.list.push(Job { path: path.into(), out: out.into(), bytes });
            return;
        }
        let extension = photo::format(path).unwrap_or(Format::Unknown).extension();
        let stem = path.file_stem().map_or_else(|| "photo".into(), |stem| stem.to_string_lossy().into_owned());
        let named = (1..).map(|n| out.join(numbered(&stem, n, extension)));
        let free = named.into_iter().find(|name| self.taken.insert(name.to_string_lossy().to_lowercase()));
        self.list.push(Job { path: path.into(), out: free.unwrap_or_else(|| out.into()), bytes });
        for missing in out.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
            if !self.new_folders.iter().any(|known| known == missing) {
                self.new_folders.push(missing.into());
            }
        }
    }

    /// Whether the copy of some photo is to have this name.
    pub(super) fn promised(&self, name: &Path) -> bool {
        self.taken.contains(&name.to_string_lossy().to_lowercase())
    }

    /// Removes folders that were made and stayed empty, because every photo for them was refused.
    pub(super) fn tidy(&self) {
        let mut folders = self.new_folders.clone();
        folders.sort_by_key(|folder| std::cmp::Reverse(folder.components().count()));
        for folder in folders {
            // Fails for a folder that holds something, which is what is wanted.
            let _ = fs::remove_dir(folder);
        }
    }
}

fn numbered(stem: &str, n: u32, extension: &str) -> String {
    if n == 1 { format!("{stem}.{extension}") } else { format!("{stem}-{n}.{extension}") }
}

/// Whether a file in a folder is for us: a photo or a video by its bytes, or one that could not be looked at, which the
/// user must hear of.
fn is_photo(path: &Path) -> bool {
    match photo::format(path) {
        Ok(format) => format != Format::Unknown,
        Err(error) => error.code() == "io" && fs::metadata(path).is_ok_and(|kind| kind.is_file()),
    }
}
