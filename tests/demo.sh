#!/usr/bin/env bash
# The main job from end to end: draws a photo with secrets in it, checks one share, cleans the photo, proves it.
#   tests/demo.sh [folder for the files; default target/demo]
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-target/demo}
mkdir -p "$out"
rm -f "$out/clean.jpg"
cargo run --quiet -p curtain-tests --bin make-fixtures -- "$out/photos"
cargo build --quiet --release -p curtain-cli
curtain=${CARGO_TARGET_DIR:-target}/release/curtain
echo '$ curtain check --caption "NHS no 999 042 7186 in bed 12B, still smiling" photos/gps-owner.jpg'
# 1 says that something was found, which is what this shows.
"$curtain" check --format text --caption "NHS no 999 042 7186 in bed 12B, still smiling" "$out/photos/gps-owner.jpg" || [ $? -eq 1 ]
echo
echo '$ curtain clean photos/gps-owner.jpg --out clean.jpg'
"$curtain" clean "$out/photos/gps-owner.jpg" --out "$out/clean.jpg"
