#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| curtain_fuzz::carry(data, curtain_fuzz::Carrier::Iptc));
