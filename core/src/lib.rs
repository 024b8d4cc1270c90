//! Curtain's core: finds what a caption or photo gives away about a patient, and cleans it.
//!
//! Layers point one way: `span` → `rules` → `caption`, `photo` → `policy` → `store` → `review` → `ffi`.
//! Nothing here opens a socket, keeps a copy of the content, or logs it.

pub mod caption;
pub mod error;
#[cfg(feature = "ffi")]
pub mod ffi;
pub mod photo;
pub mod policy;
pub mod review;
pub mod rules;
pub mod span;
pub mod store;

#[cfg(feature = "ffi")]
uniffi::setup_scaffolding!("curtain");
