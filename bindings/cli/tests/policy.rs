//! Policies from outside: shown, validated, and over a share.

#![allow(clippy::unwrap_used, clippy::panic)] // in a test a fault must stop the run

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

fn curtain(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_curtain")).env_remove("CURTAIN_RULES").args(args).output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn file(folder: &Path, policy: impl AsRef<[u8]>) -> String {
    let path = folder.join("policy.toml");
    fs::write(&path, policy).unwrap();
    path.to_string_lossy().into_owned()
}

fn photo(folder: &Path, name: &str) -> String {
    let (_, bytes) = curtain_tests::photos().unwrap().into_iter().find(|(n, _)| n == name).unwrap();
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path.to_string_lossy().into_owned()
}

const STRICT: &str = "schema = 1\njurisdiction = \"HK\"\nlocale = \"zh-Hant\"\nreader = false\n\n[photos]\nface = false\n\n\
    [severity]\nquasi = \"off\"\n\"quasi.bed-room\" = \"block\"\n";

#[test]
fn the_policy_in_force_is_shown_and_can_be_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let policy = file(folder.path(), STRICT);
    let default = json(&curtain(&["policy", "show", "--format", "json"]));
    assert_eq!((&default["schema"], &default["reader"], &default["severity"]), (&json!(1), &json!(true), &json!({})));
    assert_eq!(default["photos"].as_object().unwrap().values().filter(|on| **on == json!(true)).count(), 8);
    let shown = curtain(&["policy", "show", "--policy", &policy, "--jurisdiction", "UK"]);
    let shown = text(&shown.stdout);
    assert!(shown.contains("jurisdiction = \"UK\"\nlocale = \"zh-Hant\""), "the command line wins: {shown}");
    let again = file(folder.path(), &shown);
    assert_eq!(text(&curtain(&["policy", "show", "--policy", &again]).stdout), shown);
    let whole = json(&curtain(&["policy", "show", "--policy", &again, "--format", "json"]));
    assert_eq!((&whole["photos"]["face"], &whole["photos"]["text"]), (&json!(false), &json!(true)));
    assert_eq!(whole["severity"], json!({ "quasi": "off", "quasi.bed-room": "block" }));
}

#[test]
fn a_policy_is_validated_with_a_place_and_never_with_its_words() {
    let folder = tempfile::tempdir().unwrap();
    let run = |policy: &[u8]| {
        let path = file(folder.path(), policy);
        let output = curtain(&["policy", "validate", &path]);
        (output.status.code(), text(&output.stderr).replace(&path, "FILE"))
    };
    assert_eq!(run(STRICT.as_bytes()), (Some(0), String::new()));
    let (code, said) = run(b"schema = 1\nMrsOkafor = 3\n");
    assert_eq!(code, Some(2));
    assert!(said.contains("FILE: the policy is not valid at line 2, column 1: there is no such key"), "{said}");
    assert!(!said.contains("Okafor"), "{said}");
    let (code, said) = run(b"schema = 1\n[severity]\nidentifier = \"off\"\n");
    assert!(code == Some(2) && said.contains("line 3, column 14") && said.contains("cannot be silenced"), "{said}");
    let (code, said) = run(&vec![b'#'; 70_000]);
    assert!(code == Some(2) && said.contains("65536"), "{said}");
    let (code, said) = run(b"schema = 1\n# \xff");
    assert!(code == Some(2) && said.contains("not UTF-8"), "{said}");
    let missing = curtain(&["policy", "validate", "/nowhere/policy.toml"]);
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn a_policy_moves_the_answer_and_the_command_line_outweighs_it() {
    let folder = tempfile::tempdir().unwrap();
    let check = |policy: &str, more: &[&str]| {
        let path = file(folder.path(), policy);
        let args = ["check", "--caption", "Bed 12B, pls stop ringing", "--format", "json", "--policy", &path];
        let output = curtain(&[&args, more].concat());
        (output.status.code(), json(&output))
    };
    let (code, report) = check("schema = 1\n[severity]\n\"quasi.bed-room\" = \"block\"\n", &[]);
    assert_eq!((code, &report["verdict"]), (Some(1), &json!("block")));
    let (code, report) = check("schema = 1\nreader = false\n[severity]\nquasi = \"advise\"\nstory = \"off\"\n", &[]);
    assert_eq!((code, &report["verdict"]), (Some(0), &json!("advise")));
    assert_eq!(report["caption"]["unchecked"], json!([{ "what": "reader", "why": "switched-off" }]));
    let message = |report: &Value| report["caption"]["findings"][0]["message"].as_str().unwrap().to_owned();
    let chinese = "schema = 1\nlocale = \"zh-Hant\"\n";
    assert!(!message(&check(chinese, &[]).1).is_ascii());
    assert!(message(&check(chinese, &["--locale", "en"]).1).is_ascii());
    let refused = curtain(&["check", "--caption", "x", "--policy", &file(folder.path(), "schema = 3")]);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
}

#[test]
fn a_kind_that_is_switched_off_is_said_and_leaves_the_exit_status() {
    let folder = tempfile::tempdir().unwrap();
    let path = photo(folder.path(), "clean.jpg");
    let policy = file(folder.path(), "schema = 1\n[photos]\nface = false\nwhiteboard = false\n");
    let output = curtain(&["check", &path, "--policy", &policy, "--format", "json"]);
    let report = json(&output);
    assert_eq!((output.status.code(), &report["verdict"]), (Some(0), &json!("clear")), "{report}");
    let why = "switched-off";
    let expected = json!([{ "what": "faces", "why": why }, { "what": "whiteboard", "why": why }]);
    assert_eq!(report["photos"][0]["unchecked"], expected);
    assert_eq!(report["photos"][0]["looked_for"], json!(["codes", "screen", "document"]));
    let said = text(&curtain(&["check", &path, "--policy", &policy, "--format", "text"]).stdout);
    assert!(said.contains("Not checked: faces (switched off in the policy)"), "{said}");
    assert!(said.contains("Looked for codes, screens, papers") && !said.contains("no face found"), "{said}");
}

#[test]
fn nothing_is_covered_that_the_policy_does_not_look_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = photo(folder.path(), "clean.jpg");
    let out = folder.path().join("out.jpg");
    let policy = file(folder.path(), "schema = 1\n[photos]\nface = false\n");
    let clean =
        |kind: &str| curtain(&["clean", &path, "--out", &out.to_string_lossy(), "--redact", kind, "--policy", &policy]);
    let refused = clean("face");
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("does not look for face") && !out.exists());
    assert_eq!(clean("barcode").status.code(), Some(0));
    assert!(out.exists());
}
