#!/usr/bin/env bash
# Builds and tests the Android app's own sources on this machine, without the Android SDK or a phone.
#   android/test.sh [more Maven arguments, such as -Dtest=ShareTest]
# SKIP_GENERATE=1 uses the bindings and fixtures that are there. Screenshots are left in android/build/screenshots.
set -euo pipefail
cd "$(dirname "$0")/.."
missing=()
command -v mvn >/dev/null || missing+=(maven)
command -v javac >/dev/null || missing+=(openjdk-17-jdk-headless)
command -v aapt2 >/dev/null || missing+=(aapt)
[ -e /usr/share/android-framework-res/framework-res.apk ] || missing+=(android-framework-res)
[ ${#missing[@]} -eq 0 ] || { apt-get update -q && apt-get install -q -y "${missing[@]}"; }

target=${CARGO_TARGET_DIR:-$PWD/target}
if [ -z "${SKIP_GENERATE:-}" ]; then
  bindings/generate.sh
  cargo run --quiet -p curtain-tests --bin make-fixtures -- "$target/fixtures"
fi
android/resources.sh
rm -rf android/build/maven/surefire-reports
status=0
mvn -q -B -f android/pom.xml -Dcargo.target="$target" test "$@" || status=$?
awk -F'"' '/<testsuite /{for(i=1;i<NF;i++){if($i~/ tests=$/)t+=$(i+1);if($i~/ errors=$/)e+=$(i+1);if($i~/ skipped=$/)s+=$(i+1);if($i~/ failures=$/)f+=$(i+1)}}
  END{printf "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d\n",t,f,e,s}' android/build/maven/surefire-reports/TEST-*.xml
exit $status
