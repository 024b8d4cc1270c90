//! Reading a photo and putting a clean copy in place, so that a failure leaves nothing behind.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use super::limits::{FILE_BYTES, HEAD_BYTES};
use super::report::Format;
use super::sniff::sniff;
use crate::error::{CheckError, Result};

/// Error numbers that are the same on Linux, Android, macOS and iOS.
const EEXIST: i32 = 17;
const EISDIR: i32 = 21;

/// A photo that was opened and whose kind is known; its bytes are not in memory yet.
pub(super) struct Source {
    file: File,
    pub(super) format: Format,
    pub(super) bytes: u64,
}

impl Source {
    /// Opens a regular file and tells its kind by its first bytes.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let read = |error: std::io::Error| CheckError::io("read", &error);
        // Asked before opening: opening a pipe would wait for a writer.
        let kind = fs::metadata(path).map_err(read)?;
        if kind.is_dir() {
            return Err(CheckError::Io { op: "read".into(), os_code: EISDIR });
        }
        if !kind.is_file() {
            return Err(CheckError::UnsupportedFormat { format: "not-a-file".into() });
        }
        let mut file = File::open(path).map_err(read)?;
        let bytes = file.metadata().map_err(read)?.len();
        if bytes == 0 {
            return Err(CheckError::malformed("empty-file", 0));
        }
        let mut head = Vec::with_capacity(HEAD_BYTES);
        (&mut file).take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(read)?;
        Ok(Self { file, format: sniff(&head), bytes })
    }

    /// The whole file, in one allocation.
    pub(super) fn read(&mut self) -> Result<Vec<u8>> {
        let read = |error: std::io::Error| CheckError::io("read", &error);
        let over = || CheckError::LimitExceeded { limit: "file-bytes".into(), max: FILE_BYTES };
        if self.bytes > FILE_BYTES {
            return Err(over());
        }
        let mut data = vec![];
        data.try_reserve_exact(self.bytes as usize + 1).map_err(|_| over())?;
        self.file.seek(SeekFrom::Start(0)).map_err(read)?;
        // A file that grows while it is read is cut where it was, and then fails as damaged.
        (&mut self.file).take(self.bytes).read_to_end(&mut data).map_err(read)?;
        Ok(data)
    }
}

/// A file being written beside its target; deleted unless it is kept.
pub(super) struct Draft {
    path: PathBuf,
    kept: bool,
}

impl Draft {
    /// Starts a new file in the folder of `out`. Its name tells nothing about the photo.
    pub(super) fn create(out: &Path) -> Result<(Self, BufWriter<File>)> {
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let moment = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.subsec_nanos());
        let count = COUNTER.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!(".curtain-{}-{count}-{moment}.tmp", std::process::id()));
        let file = OpenOptions::new().write(true).create_new(true).open(&path);
        let file = file.map_err(|error| CheckError::io("create", &error))?;
        Ok((Self { path, kept: false }, BufWriter::with_capacity(256 << 10, file)))
    }

    /// What was written, read back from the file.
    pub(super) fn read_back(&self) -> Result<Vec<u8>> {
        fs::read(&self.path).map_err(|error| CheckError::io("read", &error))
    }

    /// Gives the file its name. Never replaces a file that is already there.
    pub(super) fn keep(mut self, out: &Path) -> Result<()> {
        let create = |error: std::io::Error| CheckError::io("create", &error);
        match fs::hard_link(&self.path, out) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Err(create(error)),
            // Cards and shared folders know no links; there a look first has to do.
            Err(_) => refuse_existing(out)?,
        }
        fs::rename(&self.path, out).map_err(create)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            // Nothing can be done about a file that cannot be deleted, and the caller already has an error to tell.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Writes what `write` writes into a new file for `out`, without giving it that name yet.
pub(super) fn draft(out: &Path, write: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>) -> Result<Draft> {
    let (draft, mut file) = Draft::create(out)?;
    write(&mut file).and_then(|()| file.flush()).map_err(|error| CheckError::io("write", &error))?;
    Ok(draft)
}

/// Refuses a target that is the input itself, through links as well, or that is already there.
pub(super) fn refuse_target(input: &Path, out: &Path) -> Result<()> {
    if same_file(input, out) {
        return Err(CheckError::InvalidState { expected: "a place for the copy that is not the photo itself".into() });
    }
    refuse_existing(out)
}

fn refuse_existing(out: &Path) -> Result<()> {
    match fs::symlink_metadata(out) {
        Ok(kind) if kind.is_dir() => Err(CheckError::Io { op: "create".into(), os_code: EISDIR }),
        Ok(_) => Err(CheckError::Io { op: "create".into(), os_code: EEXIST }),
        Err(_) => Ok(()),
    }
}

fn same_file(a: &Path, b: &Path) -> bool {
    let same_name = matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b);
    same_name || same_inode(a, b)
}

#[cfg(unix)]
fn same_inode(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |path| fs::metadata(path).map(|kind: fs::Metadata| (kind.dev(), kind.ino()));
    matches!((identity(a), identity(b)), (Ok(a), Ok(b)) if a == b)
}

#[cfg(not(unix))]
fn same_inode(_: &Path, _: &Path) -> bool {
    false
}

/// The first of `stem.extension`, `stem-2.extension`, … in `folder` that is not taken.
pub(super) fn free_name(folder: &Path, stem: &str, extension: &str) -> PathBuf {
    let name = |n: u32| if n == 1 { format!("{stem}.{extension}") } else { format!("{stem}-{n}.{extension}") };
    let free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
    (1..10_000).map(|n| folder.join(name(n))).find(free).unwrap_or_else(|| folder.join(name(1)))
}
