#!/usr/bin/env bash
# Everything that can be shown on a plain Debian machine: format, lints, Rust, Kotlin, Android and Swift tests.
#   tests/all.sh
# Installs what is missing with apt-get, cargo and Maven. Needs rustup's toolchain, a JDK, Maven and apt; no terminal.
set -euo pipefail
exec </dev/null
cd "$(dirname "$0")/.."
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT

step() { printf '\n== %s (%s)\n' "$*" "$(date +%T)"; }

missing=()
command -v exiftool >/dev/null || missing+=(libimage-exiftool-perl)
command -v cc >/dev/null || missing+=(gcc libc6-dev)
[ ${#missing[@]} -eq 0 ] || { step "installing ${missing[*]}"; apt-get update -q && apt-get install -q -y --no-install-recommends "${missing[@]}"; }

step "format"
cargo fmt --all --check
step "lints"
cargo clippy --quiet --workspace --all-targets -- -D warnings
cargo clippy --quiet -p curtain-core --no-default-features -- -D warnings
step "Rust"
# The same drawn cases every time, so that a red run is the fault of the change; `just hunt` draws fresh ones.
PROPTEST_RNG_SEED=20261128 CURTAIN_FUZZ_ROUNDS=600 cargo test --workspace 2>&1 | tee "$log/rust"
step "rule examples"
cargo run --quiet -p curtain-cli -- rules validate core/rules/base
step "Kotlin"
bindings/kotlin/test.sh 2>&1 | tee "$log/kotlin"
step "Android"
SKIP_GENERATE=1 android/test.sh 2>&1 | tee "$log/android"
step "Swift"
bindings/swift/test.sh 2>&1 | tee "$log/swift"

# The closing lines: one count for each language.
rust=$(awk '/^test result:/ { n += $4 } END { print n + 0 }' "$log/rust")
kotlin=$(sed -n 's/.*Tests run: \([0-9]*\),.*/\1/p' "$log/kotlin" | tail -n 1)
android=$(sed -n 's/.*Tests run: \([0-9]*\),.*/\1/p' "$log/android" | tail -n 1)
swift=$(sed -n 's/.*Executed \([0-9]*\) tests\{0,1\}.*/\1/p' "$log/swift" | awk '{ n += $1 } END { print n + 0 }')
for count in "$rust" "$kotlin" "$android" "$swift"; do
  [ "${count:-0}" -gt 0 ] || { echo "a language ran no tests"; exit 1; }
done
step "all passed"
printf 'Rust:    %s passed\nKotlin:  %s passed\nAndroid: %s passed\nSwift:   %s passed\n' "$rust" "$kotlin" "$android" "$swift"
printf '%s passed, 0 failed\n' $((rust + kotlin + android + swift))
