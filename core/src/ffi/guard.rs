//! Keeps a panic from crossing the boundary, and its message from reaching a log.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::Once;

use crate::error::{CheckError, Result};

static SILENT: Once = Once::new();

/// Runs `call`; a panic becomes `Internal`, without its message.
pub(super) fn guarded<T>(call: impl FnOnce() -> Result<T>) -> Result<T> {
    // The default hook prints the message, which may hold content, to the system log.
    SILENT.call_once(|| set_hook(Box::new(|_| {})));
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| Err(CheckError::Internal { code: "panic".into() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_code_without_its_message() {
        let answer: Result<()> = guarded(|| panic!("Mrs Okafor"));
        assert_eq!(answer, Err(CheckError::Internal { code: "panic".into() }));
    }
}
