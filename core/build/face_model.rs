//! Takes the face model out of the package of the face detector, so that no weights of others lie in this repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

type Failure = Box<dyn std::error::Error>;

/// The package that carries the model, and the model's place and digest in it.
const PACKAGE: &str = "rustface";
const MODEL: &str = "model/seeta_fd_frontal_v1.0.bin";
const MODEL_SHA256: &str = "c4619d066ed35e84d9a8e842860b0dff567aba0cbb139881075538761db3ff5d";

/// Writes `face_model.bin`.
pub(crate) fn write() -> Result<(), Failure> {
    println!("cargo::rerun-if-changed=build/face_model.rs");
    let model = package_folder()?.join(MODEL);
    println!("cargo::rerun-if-changed={}", model.display());
    let bytes = std::fs::read(&model).map_err(|error| format!("{}: {error}", model.display()))?;
    let digest = Sha256::digest(&bytes).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    if digest != MODEL_SHA256 {
        return Err(format!("{}: not the face model that was tested (SHA-256 {digest})", model.display()).into());
    }
    std::fs::write(Path::new(&variable("OUT_DIR")?).join("face_model.bin"), bytes)?;
    Ok(())
}

/// Where cargo keeps the package's files: the registry's cache, a vendor folder or a patch.
///
/// Asked without a network first. With one, only when a package that this build does not need is not at hand.
fn package_folder() -> Result<PathBuf, Failure> {
    let mut refusal = String::new();
    for offline in [&["--offline"][..], &[]] {
        let asked = Command::new(variable("CARGO")?)
            .args(["metadata", "--format-version=1", "--filter-platform", &variable("TARGET")?])
            .args(offline)
            .current_dir(variable("CARGO_MANIFEST_DIR")?)
            .output()?;
        if !asked.status.success() {
            refusal = String::from_utf8_lossy(&asked.stderr).into_owned();
            continue;
        }
        let metadata: serde_json::Value = serde_json::from_slice(&asked.stdout)?;
        let packages = metadata["packages"].as_array().ok_or("cargo metadata lists no packages")?;
        let package = packages.iter().find(|package| package["name"] == PACKAGE);
        let manifest = package.and_then(|package| package["manifest_path"].as_str());
        let folder = manifest.and_then(|manifest| Path::new(manifest).parent());
        return Ok(folder.ok_or("the face detector is not among the dependencies")?.into());
    }
    Err(format!("cargo metadata did not tell where the face model is:\n{refusal}").into())
}

fn variable(name: &str) -> Result<String, Failure> {
    std::env::var(name).map_err(|_| format!("cargo did not set {name}").into())
}
