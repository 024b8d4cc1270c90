#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| curtain_fuzz::check(data, &[(4, b"ftypqt  "), (4, b"ftypisom"), (4, b"ftypmp4"), (4, b"moov"), (4, b"mdat")]));
