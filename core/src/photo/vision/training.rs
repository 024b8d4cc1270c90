//! The insides that trainers need, so that training and detection compute the same numbers.

pub use super::faces::passes;
pub use super::quads::measured;
