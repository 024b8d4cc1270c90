//! Keeps a panic of a decoder or detector from ending the check, and its message from being printed.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `call`; `None` when it panicked. Nothing of the panic is printed: its message may hold content.
pub(super) fn contained<T>(call: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = take_hook();
        set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                loud(panic);
            }
        }));
    });
    let before = QUIET.replace(true);
    let answer = catch_unwind(AssertUnwindSafe(call));
    QUIET.set(before);
    answer.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_answer() {
        assert_eq!(contained(|| -> u8 { panic!("a name") }), None);
        assert_eq!(contained(|| 7), Some(7));
        assert!(!QUIET.get());
    }
}
