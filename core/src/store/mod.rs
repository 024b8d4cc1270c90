//! What is remembered between shares, on this device alone. Never content: no caption, no file name, no box.

mod mutes;

pub use mutes::Mutes;
