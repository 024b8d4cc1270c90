//! `curtain clean` on folders, from outside.

#![allow(clippy::unwrap_used, clippy::panic)] // in a test a fault must stop the run

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A folder of photos in folders, with files that are none and one that is damaged.
fn album() -> tempfile::TempDir {
    let album = tempfile::tempdir().unwrap();
    let photos: BTreeMap<String, Vec<u8>> = curtain_tests::photos().unwrap().into_iter().collect();
    let put = |name: &str, fixture: &str| {
        let path = album.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &photos[fixture]).unwrap();
    };
    put("a.jpg", "gps-owner.jpg");
    put("b.jpg", "clean.jpg");
    put("ward/a.jpg", "gps-only.jpg");
    put("ward/a.JPG.png", "clean.png");
    put("ward/misnamed.heic", "orientation-6.jpg");
    put("ward/deep/film.mov", "everything.mov");
    put("broken/cut.jpg", "truncated.jpg");
    fs::write(album.path().join("notes.txt"), "not a photo").unwrap();
    fs::write(album.path().join("ward/empty.jpg"), "").unwrap();
    album
}

fn clean(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_curtain")).arg("clean").args(args).output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Every file below a folder, by its name from there, with a hash of its bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, u64> {
    fn walk(folder: &Path, root: &Path, all: &mut BTreeMap<PathBuf, u64>) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                walk(&entry, root, all);
            } else {
                all.insert(entry.strip_prefix(root).unwrap().into(), hash(&entry));
            }
        }
    }
    let mut all = BTreeMap::new();
    walk(folder, folder, &mut all);
    all
}

fn hash(file: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    fs::read(file).unwrap().hash(&mut hasher);
    hasher.finish()
}

fn states(output: &Output) -> Vec<(String, String)> {
    let name = |line: &Value| Path::new(line["path"].as_str().unwrap()).file_name().unwrap().to_str().unwrap().into();
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|line| (name(&line), line["state"].as_str().unwrap().into())).collect()
}

#[test]
fn a_folder_is_cleaned_and_a_second_run_does_nothing_again() {
    let (album, out) = (album(), tempfile::tempdir().unwrap());
    let copies = out.path().join("copies");
    let args = [text(album.path()), "--out", text(&copies), "--format", "json"];
    let first = clean(&args);
    let said = String::from_utf8(first.stderr.clone()).unwrap();
    assert_eq!(first.status.code(), Some(2), "one photo is damaged: {said}");
    assert!(said.contains("cut.jpg: the file is damaged or incomplete"), "{said}");
    for row in ["cleaned", "already clean", "refused", "skipped"] {
        assert!(said.contains(row), "{row}: {said}");
    }
    let state = |name: &str, state: &str| (name.to_owned(), state.to_owned());
    assert_eq!(
        states(&first),
        [
            state("a.jpg", "cleaned"),
            state("b.jpg", "already-clean"),
            state("a.JPG.png", "already-clean"),
            state("a.jpg", "cleaned"),
            state("film.mov", "cleaned"),
            state("misnamed.heic", "cleaned"),
        ]
    );
    let made = tree(&copies);
    let names: Vec<&str> = made.keys().map(|name| text(name)).collect();
    let expected = ["a.jpg", "b.jpg", "ward/a.JPG.png", "ward/a.jpg", "ward/deep/film.mov", "ward/misnamed.jpg"];
    assert_eq!(names, expected, "no folder or file is left of what was refused");

    let again = clean(&args);
    assert!(states(&again).iter().all(|(_, state)| state != "cleaned"), "{:?}", states(&again));
    assert_eq!(tree(&copies), made);
}

#[test]
fn a_copy_that_is_something_else_is_neither_replaced_nor_trusted() {
    let (album, out) = (album(), tempfile::tempdir().unwrap());
    fs::copy(album.path().join("a.jpg"), out.path().join("a.jpg")).unwrap();
    let args = [text(album.path()), "--out", text(out.path()), "--format", "json"];
    clean(&args);
    let made = tree(out.path());
    assert_eq!(made[Path::new("a.jpg")], hash(&album.path().join("a.jpg")));
    assert!(made.contains_key(Path::new("a-2.jpg")));
    clean(&args);
    assert_eq!(tree(out.path()), made, "the copy under the other name is found again");
}

#[test]
fn a_folder_into_itself_comes_to_rest() {
    let album = album();
    let args = [text(album.path()), "--out", text(album.path()), "--format", "json"];
    clean(&args);
    let once = tree(album.path());
    assert!(once.contains_key(Path::new("a-2.jpg")) && !once.contains_key(Path::new("b-2.jpg")));
    clean(&args);
    assert_eq!(tree(album.path()), once);
}

#[test]
fn hidden_pictures_are_written_on_request_only() {
    let (album, out) = (album(), tempfile::tempdir().unwrap());
    let [copies, seen] = ["copies", "seen"].map(|name| out.path().join(name));
    let photo = album.path().join("a.jpg");
    fs::create_dir(&copies).unwrap();
    let output = clean(&[text(&photo), "--out", text(&copies), "--thumbnails", text(&seen)]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(tree(&copies).len(), 1);
    assert!(fs::read(seen.join("a-hidden-1.jpg")).unwrap().starts_with(b"\xff\xd8\xff"));
}

#[test]
fn a_table_tells_the_sum() {
    let (album, out) = (album(), tempfile::tempdir().unwrap());
    let output = clean(&[text(album.path()), "--out", text(&out.path().join("copies"))]);
    let table = String::from_utf8(output.stdout).unwrap();
    let row = |name: &str| {
        table
            .lines()
            .find(|line| line.starts_with(name))
            .map(|line| line.split_whitespace().nth(1 + name.matches(' ').count()).unwrap().to_owned())
    };
    for (name, count) in [("cleaned", "4"), ("already clean", "2"), ("refused", "1"), ("skipped", "2"), ("photos", "7")]
    {
        assert_eq!(row(name).as_deref(), Some(count), "{name}: {table}");
    }
    assert!(clean(&[text(album.path()), "--out", text(&out.path().join("copies")), "--quiet"]).stdout.is_empty());
}

#[cfg(unix)]
#[test]
fn interrupting_leaves_whole_files_only_and_the_next_run_goes_on() {
    let (album, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let photos: BTreeMap<String, Vec<u8>> = curtain_tests::photos().unwrap().into_iter().collect();
    for n in 0..3_000 {
        fs::write(album.path().join(format!("{n:04}.jpg")), &photos["gps-owner.jpg"]).unwrap();
    }
    let args = ["clean", text(album.path()), "--out", text(out.path())];
    let run = Command::new(env!("CARGO_BIN_EXE_curtain")).args(args).stdout(Stdio::piped()).spawn().unwrap();
    while fs::read_dir(out.path()).unwrap().count() < 5 {
        std::thread::yield_now();
    }
    assert!(Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap().success());
    let output = run.wait_with_output().unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(130), "{table}");
    assert!(table.contains("not reached"), "{table}");
    let whole = tree(out.path());
    let first = whole.values().next().unwrap();
    assert!(whole.values().all(|bytes| bytes == first) && whole.len() < 3_000);
    assert!(whole.keys().all(|name| name.extension().is_some_and(|extension| extension == "jpg")));
    let rest = Command::new(env!("CARGO_BIN_EXE_curtain")).args(args).output().unwrap();
    assert_eq!((rest.status.code(), tree(out.path()).len()), (Some(0), 3_000));
}
