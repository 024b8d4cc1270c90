#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| curtain_fuzz::check(data, &[(4, b"ftyp"), (4, b"moov")]));
