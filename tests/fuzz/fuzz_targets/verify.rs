#![no_main]

use curtain_core::photo;

// The first two bytes say where the input ends and the would-be clean copy begins: no pair may crash the verifier, and
// no copy that it passes may hold anything that cleaning removes.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((&split, rest)) = data.split_first_chunk::<2>() else { return };
    let (input, output) = rest.split_at(usize::from(u16::from_be_bytes(split)).min(rest.len()));
    for (a, b) in [(input, output), (rest, rest)] {
        if photo::verify_bytes(a, b).is_ok() {
            assert!(photo::clean_bytes(b).is_ok_and(|(_, removed)| removed.is_empty()), "passed with something left");
        }
    }
});
