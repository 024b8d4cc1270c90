#!/usr/bin/env bash
# Builds the core for phones into app/src/main/jniLibs. Needs the Android NDK r28 or newer (16 KB pages) and cargo-ndk.
set -euo pipefail
cd "$(dirname "$0")/.."
out=android/app/src/main/jniLibs
rustup target add aarch64-linux-android armv7-linux-androideabi x86_64-linux-android
cargo ndk --target arm64-v8a --target armeabi-v7a --target x86_64 --platform 26 --output-dir "$out" \
  build -p curtain-core --profile mobile
# A library that is not aligned to 16 KB does not load on newer phones.
for library in "$out"/{arm64-v8a,x86_64}/libcurtain_core.so; do
  readelf -lW "$library" | awk '$1 == "LOAD" && strtonum($NF) < 16384 { bad = 1 } END { exit bad }' ||
    { echo "$library is not aligned to 16 KB" >&2; exit 1; }
done
