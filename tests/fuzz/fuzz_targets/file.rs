#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let folder = std::env::temp_dir().join(format!("curtain-fuzz-{}", std::process::id()));
    curtain_fuzz::from_file(data, &folder);
});
