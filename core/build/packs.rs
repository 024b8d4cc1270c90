//! Compiles the rule packs and word lists into one table that opens in milliseconds.
//!
//! The modules are the core's own, so a pack means the same whether it comes with the app or from a folder.

#![allow(dead_code, unused_imports, unreachable_pub)] // the core uses what is left over here

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use serde::Serialize;

#[path = "../src/rules/compile.rs"]
mod compile;
#[path = "../src/rules/condition.rs"]
mod condition;
#[path = "../src/rules/contexts.rs"]
mod contexts;
#[path = "../src/span/fold.rs"]
mod fold;
#[path = "../src/rules/gate.rs"]
mod gate;
#[path = "../src/span/kind.rs"]
mod kind;
#[path = "../src/rules/lexicon.rs"]
mod lexicon;
#[path = "lists.rs"]
mod lists;
#[path = "../src/rules/literal.rs"]
mod literal;
#[path = "../src/rules/locale.rs"]
mod locale;
#[path = "../src/rules/names.rs"]
mod names;
#[path = "../src/rules/pack.rs"]
mod pack;
#[path = "../src/rules/severity.rs"]
mod severity;
#[path = "../src/rules/terms.rs"]
mod terms;
#[path = "../src/rules/validate.rs"]
mod validate;

use contexts::ContextSet;
use fold::fold_str;
use kind::RegionKind;
use lexicon::{Entry, Lists};
use locale::{Jurisdiction, Locale};
use names::Names;
use severity::Severity;

/// The files of the pack that comes with the app, in the order of the catalogue.
const BASE: [&str; 25] = [
    "pack",
    "contexts",
    "frames",
    "fixes",
    "identifier",
    "quasi",
    "mosaic",
    "story",
    "consent",
    "vulnerable",
    "image",
    "reply",
    "advice",
    "boundary",
    "dignity",
    "tone",
    "workplace",
    "live",
    "claims",
    "commerce",
    "audience",
    "reshare",
    "media",
    "death",
    "harm",
];

/// What the core reads as `BuiltIn`.
#[derive(Serialize)]
struct BuiltIn {
    lists: Lists,
    pack: compile::Compiled,
}

/// Writes `packs.bin`, and sets `ffi_types`, under which the enums shared with this script derive `UniFFI`'s traits in
/// the library only.
pub(crate) fn write() -> Result<(), Box<dyn Error>> {
    if env::var_os("CARGO_FEATURE_FFI").is_some() {
        println!("cargo::rustc-cfg=ffi_types");
    }
    println!("cargo::rerun-if-changed=rules/base");
    println!("cargo::rerun-if-changed=build");
    let texts = read(Path::new("rules/base/lexicon"))?;
    let lists = lists::read(|name| texts.get(name).map_or("", String::as_str));
    let files = read(Path::new("rules/base"))?;
    let mut base = vec![];
    for name in BASE {
        let text = files.get(&format!("{name}.toml")).ok_or_else(|| format!("rules/base/{name}.toml is missing"))?;
        base.push((name, text.as_str()));
    }
    let pack = compile::pack(&base, &lists)?;
    let table = postcard::to_allocvec(&BuiltIn { lists, pack })?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("packs.bin"), table)?;
    Ok(())
}

/// The files of a folder by name.
fn read(folder: &Path) -> Result<HashMap<String, String>, Box<dyn Error>> {
    let mut texts = HashMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            texts.insert(name, fs::read_to_string(&path)?);
        }
    }
    Ok(texts)
}
