//! Judges that share no code with the product: `ExifTool`, an outside residue finder, and an outside decoder.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Groups that describe the file, its picture or its colours, not what is hidden in it.
const HARMLESS: [&str; 14] = [
    "File",
    "JFIF",
    "Composite",
    "ExifTool",
    "System",
    "PNG",
    "APNG",
    "PNG-pHYs",
    "PNG-cICP",
    "RIFF",
    "GIF",
    "Adobe",
    "QuickTime",
    "Meta",
];
/// What an orientation block may hold.
const TURN: [&str; 6] =
    ["Orientation", "XResolution", "YResolution", "ResolutionUnit", "YCbCrPositioning", "ExifByteOrder"];
/// Tags of harmless groups that tell something all the same.
const TELLING: [&str; 12] = [
    "Comment",
    "Text",
    "Title",
    "Author",
    "Make",
    "Model",
    "Software",
    "Artist",
    "CompressorName",
    "VendorID",
    "HandlerDescription",
    "GPSCoordinates",
];

/// Tags that `ExifTool` still finds in a file, as `file group:tag`.
pub(crate) fn leftovers(path: &Path) -> Vec<String> {
    exiftool(&[path])
}

/// The same over a folder, in one run.
pub(crate) fn folder_leftovers(folder: &Path) -> Vec<String> {
    exiftool(&[Path::new("-r"), folder])
}

fn exiftool(what: &[&Path]) -> Vec<String> {
    let run = Command::new("exiftool").args(["-G1", "-a", "-s", "-ee", "-j"]).args(what).output();
    let Ok(run) = run else {
        loudly("exiftool is not installed, so its verdict is missing");
        return vec![];
    };
    let files: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap_or_default();
    let mut left = vec![];
    for file in files.as_array().into_iter().flatten().filter_map(|file| file.as_object()) {
        let name = file.get("SourceFile").map(ToString::to_string).unwrap_or_default();
        left.extend(file.iter().filter(|(key, value)| !harmless(key, value)).map(|(key, _)| format!("{name} {key}")));
    }
    left
}

fn harmless(key: &str, value: &serde_json::Value) -> bool {
    let (group, tag) = key.split_once(':').unwrap_or(("File", key));
    let told = TELLING.contains(&tag)
        || tag.contains("Date") && group != "System" && !value.to_string().contains("0000:00:00");
    let known = (HARMLESS.contains(&group) || group.starts_with("Track")) && !told;
    known || group.starts_with("ICC") || group == "IFD0" && TURN.contains(&tag)
}

/// What the outside residue finder still sees in the files of a folder.
pub(crate) fn residue(folder: &Path) -> String {
    let tool = shared().join("tools/residue.py");
    if !tool.exists() {
        loudly("the residue finder is absent, so its verdict is missing");
        return String::new();
    }
    let run = Command::new("python3").arg(tool).args(files(folder)).output().unwrap();
    String::from_utf8_lossy(&run.stdout).into_owned()
}

/// Whether two files show the same pixels.
pub(crate) fn same_pixels(a: &[u8], b: &[u8]) -> bool {
    matches!((image::load_from_memory(a), image::load_from_memory(b)), (Ok(a), Ok(b)) if a == b)
}

/// Whether an outside decoder can show the file.
pub(crate) fn decodes(bytes: &[u8]) -> bool {
    image::load_from_memory(bytes).is_ok()
}

/// The folder of real photos, when it is at hand.
pub(crate) fn real_photos() -> Option<PathBuf> {
    let folder = std::env::var_os("CURTAIN_REAL_PHOTOS").map_or(shared().join("data/photos/metadata"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    loudly(&format!("SKIPPED: no real photos in {}; set CURTAIN_REAL_PHOTOS", folder.display()));
    None
}

fn shared() -> PathBuf {
    std::env::var_os("CURTAIN_SHARED").map_or("/work/shared".into(), PathBuf::from)
}

/// Every file below `folder`.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut all: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    all.sort();
    all
}

/// Says something that must not be missed, past the test harness's capture.
fn loudly(message: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "\n*** {message} ***\n");
}
