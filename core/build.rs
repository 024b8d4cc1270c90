//! What is worked out before the core is compiled.

#[path = "build/packs.rs"]
mod packs;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    packs::write()
}
