//! What every target asks: a verified clean copy that stays as it is when cleaned again, or a typed error.
//!
//! Seeds come from the photo generator: `cargo run -p curtain-tests --bin make-fixtures DIR`, then
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz jpeg CORPUS DIR`.

use curtain_core::photo;

/// Cleans `data` when it starts with one of `starts`.
///
/// # Panics
/// When a copy that was called clean does not verify, or changes when it is cleaned again.
pub fn check(data: &[u8], starts: &[(usize, &[u8])]) {
    if !starts.iter().any(|(at, start)| data.get(*at..).is_some_and(|rest| rest.starts_with(start))) {
        return;
    }
    let Ok((clean, _)) = photo::clean_bytes(data) else { return };
    assert!(photo::verify_bytes(data, &clean).is_ok(), "a clean copy does not verify");
    let again = photo::clean_bytes(&clean);
    assert!(again.is_ok_and(|(again, removed)| again == clean && removed.is_empty()), "a clean copy is not clean");
}
