//! The insides that trainers need, so that training and detection compute the same numbers.

pub use super::faces::{PASSES, cascade, grey, join, passes, reported, verify};
pub use super::quads::measured;
