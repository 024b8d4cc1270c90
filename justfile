# What CI runs, step by step. `just` alone lists the recipes.

default:
    @just --list

# everything, as CI does
test:
    tests/all.sh

# format and lints
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo clippy -p curtain-core --no-default-features -- -D warnings

rust:
    cargo test --workspace

# rewrite the golden cases; read the diff before you commit it
golden:
    UPDATE_GOLDEN=1 cargo test -p curtain-tests --test golden

rules:
    cargo run --quiet -p curtain-cli -- rules validate core/rules/base

bind:
    bindings/generate.sh

kotlin:
    bindings/kotlin/test.sh

android:
    android/test.sh

swift:
    bindings/swift/test.sh

demo:
    tests/demo.sh

# mutated photos through the fuzz targets' functions, half a minute, on any toolchain
fuzz-smoke:
    CURTAIN_FUZZ_ROUNDS=1500 cargo test -p curtain-tests --test fuzz_smoke

# the property tests with fresh cases, as often as wished; a failure is saved beside its test: add it as a case
hunt times="20":
    for _ in $(seq {{times}}); do cargo test --quiet -p curtain-core --lib && cargo test --quiet -p curtain-tests --test photo --test redact --test vision || exit 1; done

# ten minutes of one fuzz target: bmff exif file gif iptc jpeg jpeg_redact look movie png trailer verify webp xmp
# (needs a nightly toolchain and `cargo install cargo-fuzz`)
fuzz target seconds="600":
    cargo run --quiet -p curtain-tests --bin make-fixtures -- target/fuzz-seeds
    mkdir -p tests/fuzz/corpus/{{target}}
    cargo +nightly fuzz run --fuzz-dir tests/fuzz {{target}} tests/fuzz/corpus/{{target}} target/fuzz-seeds -- -max_total_time={{seconds}} -timeout=60

# drawn scenes with the boxes found in them, for a person to look at
contact-sheet out="contact-sheet.png":
    cargo run --quiet -p curtain-tests --bin contact-sheet -- {{out}}

# how long looking at a photo takes, as a multiple of decoding it
bench-look:
    cargo bench -p curtain-tests --bench look

# the judge of screens, boards and papers, anew from labelled photos (an index.jsonl) and drawn scenes; half an hour
train-quads index:
    cargo run --release --quiet -p curtain-vision-training --bin measure-quads -- {{index}} target/quads-photos
    cargo run --release --quiet -p curtain-vision-training --bin measure-quads -- --drawn 2400 target/quads-drawn {{index}}
    cargo run --release --quiet -p curtain-vision-training --bin train-quads -- target/quads-photos target/quads-drawn --out core/src/photo/vision/quads/weights.bin

# the learned caption reader's weights, anew from the project's captions (seconds; needed when rules change much)
train-captions:
    cargo run --release --quiet -p curtain-training -- train core/training/captions/corpus tests/captions/harmless.jsonl --out core/rules/learned/weights.bin

# rules alone, reader alone, and both, on labelled captions
measure-captions +files:
    cargo run --release --quiet -p curtain-training -- measure {{files}}

# hostile files of a folder against the limits of time and memory (make one with make_adversarial.py)
measure-hostile folder:
    cargo bench -p curtain-tests --bench hostile -- {{folder}}

# photos in the many forms that phones and editors give them, cleaned and judged by outside decoders (Pillow, exiftool)
photo-variants:
    cargo build --release --quiet -p curtain-tests --bin clean-folder
    python3 tests/photo_variants.py target/photo-variants
    python3 tests/photo_corpus.py target/photo-variants --bin target/release/clean-folder --verbose
