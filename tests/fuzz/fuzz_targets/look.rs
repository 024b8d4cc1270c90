#![no_main]

use curtain_core::photo::{self, vision};

// Any bytes: a picture or a typed refusal; any picture: boxes inside it, or a detector that says it failed.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(picture) = photo::decode_bytes(data) else { return };
    let seen = vision::look(&picture, vision::Wanted::default());
    for candidate in seen.candidates.iter().chain(seen.codes.iter().map(|code| &code.candidate)) {
        let area = candidate.area;
        assert!(area.within(picture.width as f32, picture.height as f32) == Some(area), "a box outside the photo");
        assert!((0.0..=1.0).contains(&candidate.confidence), "a confidence that is none");
    }
});
