//! Faces: a known detector run several times, joined, and judged again by a verifier of our own.

pub mod passes;
