//! The insides that trainers need, so that training and detection compute the same numbers.

pub use super::faces::{PASSES, join, passes, reported, verify};
pub use super::quads::measured;
