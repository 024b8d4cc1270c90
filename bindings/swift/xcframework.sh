#!/usr/bin/env bash
# On a Mac with Xcode: builds the core for iPhone and simulator and packs it as CurtainCoreFFI.xcframework, which
# Package.swift then uses. Not run on Linux, so not shown to work by the tests here.
#   bindings/swift/xcframework.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-$PWD/target}
package=bindings/swift

bindings/generate.sh
export IPHONEOS_DEPLOYMENT_TARGET=16.0
triples=(aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios)
rustup target add "${triples[@]}"
for triple in "${triples[@]}"; do
  cargo build --quiet -p curtain-core --profile mobile --target "$triple"
done

headers=$target/xcframework-headers
rm -rf "$headers" "$package/CurtainCoreFFI.xcframework"
mkdir -p "$headers/CurtainCoreFFI"
cp "$package/generated/CurtainCoreFFI.h" "$headers/CurtainCoreFFI/"
cp "$package/generated/CurtainCoreFFI.modulemap" "$headers/CurtainCoreFFI/module.modulemap"

simulator=$target/libcurtain_core_simulator.a
lipo -create -output "$simulator" \
  "$target/aarch64-apple-ios-sim/mobile/libcurtain_core.a" "$target/x86_64-apple-ios/mobile/libcurtain_core.a"
xcodebuild -create-xcframework \
  -library "$target/aarch64-apple-ios/mobile/libcurtain_core.a" -headers "$headers" \
  -library "$simulator" -headers "$headers" \
  -output "$package/CurtainCoreFFI.xcframework"
