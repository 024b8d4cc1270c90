//! What is worked out before the core is compiled.

#[path = "build/face_model.rs"]
mod face_model;
#[path = "build/packs.rs"]
mod packs;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    face_model::write()?;
    packs::write()
}
