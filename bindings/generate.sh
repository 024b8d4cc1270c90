#!/usr/bin/env bash
# Builds the core as a library and writes the Kotlin and Swift bindings from it.
#   bindings/generate.sh [cargo profile]      default: dev
# Leaves the library at target/<profile>/libcurtain_core.so and the sources in bindings/{kotlin,swift}/generated.
set -euo pipefail
cd "$(dirname "$0")/.."
profile=${1:-dev}
target=${CARGO_TARGET_DIR:-target}
folder=$profile
[ "$profile" = dev ] && folder=debug
cargo build --quiet -p curtain-core --profile "$profile"
cargo build --quiet -p curtain-bindgen
library=$target/$folder/libcurtain_core.so
[ -e "$library" ] || library=$target/$folder/libcurtain_core.dylib
for language in kotlin swift; do
  rm -rf "bindings/$language/generated"
  "$target/debug/uniffi-bindgen" generate "$library" --language "$language" --no-format --out-dir "bindings/$language/generated"
done
