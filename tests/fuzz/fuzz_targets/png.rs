#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| curtain_fuzz::check(data, &[(0, b"\x89PNG\r\n\x1a\n")]));
