//! The command line from outside: answers, exit statuses, and bad input.

#![allow(clippy::unwrap_used, clippy::panic)] // in a test a fault must stop the run

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn curtain(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_curtain")).env_remove("CURTAIN_RULES").args(args).output().unwrap()
}

fn batch(lines: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_curtain"))
        .env_remove("CURTAIN_RULES")
        .args(["check", "--batch", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines).unwrap();
    child.wait_with_output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn photo(folder: &Path, name: &str) -> String {
    let (_, bytes) = curtain_tests::photos().unwrap().into_iter().find(|(n, _)| n == name).unwrap();
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn one_share_is_answered_as_the_contract_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = photo(folder.path(), "gps-owner.jpg");
    let output = curtain(&["check", "--caption", "NHS no 999 042 7186 needs bloods", &path, "--format", "json"]);
    let report = json(&output);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(report["verdict"], "block");
    let finding = &report["caption"]["findings"][0];
    assert_eq!(finding["rule"], "identifier.nhs-number");
    assert_eq!(finding["span"]["text"], "999 042 7186");
    assert_eq!(report["photos"][0]["findings"][0]["rule"], "image.exif-location");
    assert_eq!(report["photos"][0]["format"], "jpeg");
}

#[test]
fn nothing_found_is_exit_0_and_never_called_safe() {
    let output = curtain(&["check", "--caption", "Post-nights pancakes", "--format", "text"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(text.contains("Nothing spotted") && !text.to_lowercase().contains("safe"), "{text}");
    assert_eq!(curtain(&["check", "--caption", ""]).status.code(), Some(0));
}

#[test]
fn an_empty_scene_is_nothing_spotted_and_says_what_was_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = photo(folder.path(), "clean.jpg");
    let output = curtain(&["check", &path, "--format", "text"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("no face found") && text.contains("writing was not read"), "{text}");
    assert!(
        text.contains("Looked for faces, codes, screens, boards, papers") && !text.contains("Not checked"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_looked_at_is_not_called_checked() {
    let folder = tempfile::tempdir().unwrap();
    let path = photo(folder.path(), "clean.heic");
    let output = curtain(&["check", &path, "--format", "json"]);
    assert_eq!((output.status.code(), &json(&output)["verdict"]), (Some(2), &Value::from("unchecked")));
    assert_eq!(json(&output)["photos"][0]["unchecked"][0]["why"], "needs-preview");
}

#[test]
fn a_code_in_a_photo_is_judged_and_its_words_are_printed_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let path = photo(folder.path(), "clean-codes.png");
    for format in ["text", "json", "sarif"] {
        let output = curtain(&["check", &path, "--format", format]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("identifier.nhs-number") && !said.contains("7186"), "{said}");
    }
}

#[test]
fn a_photo_is_cleaned_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = photo(folder.path(), "gps-owner.jpg");
    let before = fs::read(&path).unwrap();
    let out = folder.path().join("out.jpg").to_string_lossy().into_owned();
    let output = curtain(&["clean", &path, "--out", &out, "--format", "json"]);
    let report = json(&output);
    assert_eq!(
        (output.status.code(), &report["verified"], &report["pixels"]),
        (Some(0), &true.into(), &"identical".into())
    );
    let onto_itself = curtain(&["clean", &path, "--out", &path]);
    assert_eq!(onto_itself.status.code(), Some(2));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn every_bad_photo_is_one_clear_sentence_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let truncated = photo(folder.path(), "truncated.jpg");
    let empty = photo(folder.path(), "empty.jpg");
    let text = photo(folder.path(), "text.jpg");
    let zeros = folder.path().join("zeros.jpg");
    fs::File::create(&zeros).unwrap().set_len(200 << 20).unwrap();
    let zeros = zeros.to_string_lossy().into_owned();
    let missing = folder.path().join("missing.jpg").to_string_lossy().into_owned();
    let out_folder = tempfile::tempdir().unwrap();
    let out = out_folder.path().join("out.jpg").to_string_lossy().into_owned();
    for (input, says) in [
        (&truncated, "damaged or incomplete"),
        (&empty, "damaged or incomplete"),
        (&text, "cannot be handled"),
        (&zeros, "cannot be handled"),
        (&missing, "does not exist"),
    ] {
        let cleaned = curtain(&["clean", input, "--out", &out]);
        let said = stderr(&cleaned);
        assert_eq!(cleaned.status.code(), Some(2), "{input}");
        assert!(said.contains(says) && said.lines().count() == 1, "{input}: {said}");
        assert_eq!(fs::read_dir(out_folder.path()).unwrap().count(), 0, "{input} left something");
        let checked = curtain(&["check", input, "--caption", "fine", "--format", "json"]);
        assert_eq!(checked.status.code(), Some(2), "{input}");
        assert_eq!(json(&checked)["photos"][0]["unchecked"][0]["what"], "photo", "{input}");
        assert!(!stderr(&checked).contains("panic"), "{input}");
    }
}

#[test]
fn a_caption_file_must_be_text_of_a_sensible_size() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_string_lossy().into_owned()
    };
    for (path, says) in [
        (write("latin1.txt", b"caf\xe9"), "not UTF-8"),
        (write("huge.txt", &vec![b'a'; 2 << 20]), "too large"),
        (folder.path().to_string_lossy().into_owned(), "folder"),
        (folder.path().join("none").to_string_lossy().into_owned(), "does not exist"),
    ] {
        let output = curtain(&["check", "--caption-file", &path]);
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(stderr(&output).contains(says), "{path}: {}", stderr(&output));
        assert!(output.stdout.is_empty());
    }
    let good = write("good.txt", "今晚煮火鍋\n".as_bytes());
    assert_eq!(curtain(&["check", "--caption-file", &good]).status.code(), Some(0));
}

#[test]
fn a_batch_goes_on_after_a_bad_line() {
    let output = batch("{\"id\":1,\"text\":\"pancakes\"}\nnot json\n{\"id\":\"z\",\"text\":\"MRN 00482913 has been NPO\"}\n\n{\"id\":2}\n".as_bytes());
    let lines: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(lines.len(), 4);
    assert_eq!((&lines[0]["id"], &lines[0]["verdict"]), (&1.into(), &"clear".into()));
    assert_eq!((&lines[1]["line"], &lines[1]["error"]["code"]), (&2.into(), &"bad-line".into()));
    assert_eq!((&lines[2]["id"], &lines[2]["verdict"]), (&"z".into(), &"block".into()));
    assert_eq!(lines[3]["line"], 5);
    let not_text = batch(b"{\"id\":1,\"text\":\"\xff\"}\n{\"id\":2,\"text\":\"fine\"}\n");
    let said = String::from_utf8(not_text.stdout).unwrap();
    assert!(said.contains("not-utf-8") && said.contains("\"id\":2"), "{said}");
}

#[test]
fn usage_errors_and_what_is_not_built_say_so() {
    for args in [
        &["check"][..],
        &["check", "--jurisdiction", "XX", "--caption", "a"],
        &["clean"],
        &["rules", "show", "no.rule"],
    ] {
        assert_eq!(curtain(args).status.code(), Some(2), "{args:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = photo(folder.path(), "clean.jpg");
    let out = folder.path().join("out.jpg").to_string_lossy().into_owned();
    let redacting = curtain(&["clean", &path, "--out", &out, "--redact", "badge"]);
    assert_eq!(redacting.status.code(), Some(2), "nothing looks for badges");
    assert!(!Path::new(&out).exists(), "a photo that was not covered was written");
}

#[test]
fn a_box_is_covered_and_shown_and_never_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = photo(folder.path(), "orientation-6.jpg");
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (out, preview) = (at("out.jpg"), at("preview.png"));
    let args =
        ["clean", &path, "--out", &out, "--redact-region", "20,200,40,50", "--preview", &preview, "--format", "json"];
    let output = curtain(&args);
    let report = json(&output);
    assert_eq!((output.status.code(), &report["pixels"]), (Some(0), &"identical-outside-regions".into()));
    let covered = &report["redacted"][0];
    let number = |name: &str| covered[name].as_u64().unwrap();
    assert!(number("x") <= 20 && number("y") <= 200 && number("x") + number("width") >= 60);
    assert_eq!((&covered["kind"], &covered["source"]), (&"other".into(), &"user".into()));
    assert!(fs::read(&preview).unwrap().starts_with(b"\x89PNG"));
    for wrong in [
        &["--redact-region", "240,0,5,5"][..],
        &["--redact-region", "0,320,5,5"],
        &["--redact-region", "0,0,0,5"],
        &["--redact-region", "1,2,3"],
        &["--redact", "nose"],
        &["--redact-region", "0,0,5,5", "--preview", &preview],
    ] {
        let output = curtain(&[&["clean", &path, "--out", &at("second.jpg")], wrong].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(!Path::new(&at("second.jpg")).exists(), "{wrong:?}");
    }
    let heic = photo(folder.path(), "clean.heic");
    let output = curtain(&["clean", &heic, "--out", &at("out.heic"), "--redact-region", "0,0,4,4"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("drawing it anew (heic)"), "{}", stderr(&output));
}

#[test]
fn rules_are_listed_and_shown_in_each_language() {
    let list = curtain(&["rules", "list", "--locale", "zh-Hant"]);
    let text = String::from_utf8(list.stdout).unwrap();
    assert!(text.contains("identifier.hkid") && text.contains("身份證"), "{text}");
    assert_eq!(curtain(&["rules", "show", "identifier.nhs-number"]).status.code(), Some(0));
}
