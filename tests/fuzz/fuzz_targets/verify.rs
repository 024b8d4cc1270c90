#![no_main]

use curtain_core::photo;

// The first two bytes say where the input ends and the would-be clean copy begins: no pair may crash the verifier, and
// no copy that it passes may hold anything that cleaning removes.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((&split, rest)) = data.split_first_chunk::<2>() else { return };
    let (input, output) = rest.split_at(usize::from(u16::from_be_bytes(split)).min(rest.len()));
    for (a, b) in [(input, output), (rest, rest)] {
        if photo::verify_bytes(a, b).is_ok() {
            // A file may pass and be refused all the same, by a writer that wants to know more about it.
            let left = photo::clean_bytes(b).map_or(0, |(_, removed)| removed.len());
            assert_eq!(left, 0, "passed with something left");
        }
    }
});
