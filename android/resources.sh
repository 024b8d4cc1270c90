#!/usr/bin/env bash
# Compiles the app's resources and manifest with Debian's aapt2 into build/aapt: app.apk, gen/…/R.java and the manifest.
# That aapt2 knows the platform up to API 29, so three newer manifest attributes are left out of this copy only;
# Gradle builds with all of them.
set -euo pipefail
cd "$(dirname "$0")"
out=build/aapt
main=app/src/main
rm -rf "$out" && mkdir -p "$out/gen"
sed -e 's|<manifest |<manifest package="app.curtain" |' \
  -e '/android:dataExtractionRules=/d' -e '/android:intentMatchingFlags=/d' -e '/android:localeConfig=/d' \
  "$main/AndroidManifest.xml" >"$out/AndroidManifest.xml"
aapt2 compile --dir "$main/res" -o "$out/res.zip"
aapt2 link -I "${FRAMEWORK_RES:-/usr/share/android-framework-res/framework-res.apk}" \
  --manifest "$out/AndroidManifest.xml" --min-sdk-version 26 --target-sdk-version 35 --version-code 1 \
  --version-name 0.1.0 --java "$out/gen" -o "$out/app.apk" "$out/res.zip"
