#!/usr/bin/env bash
# Generates the Kotlin bindings and the photo fixtures, then runs the golden cases and the binding tests on the JVM.
#   bindings/kotlin/test.sh [more Maven arguments]
set -euo pipefail
cd "$(dirname "$0")/../.."
missing=()
command -v mvn >/dev/null || missing+=(maven)
command -v javac >/dev/null || missing+=(openjdk-17-jdk-headless)
[ ${#missing[@]} -eq 0 ] || { apt-get update -q && apt-get install -q -y "${missing[@]}"; }

bindings/generate.sh
target=${CARGO_TARGET_DIR:-$PWD/target}
cargo run --quiet -p curtain-tests --bin make-fixtures -- "$target/fixtures"
rm -rf bindings/kotlin/target/surefire-reports
status=0
mvn -q -B -f bindings/kotlin/pom.xml -Dcargo.target="$target" test "$@" || status=$?
awk -F'"' '/<testsuite /{for(i=1;i<NF;i++){if($i~/ tests=$/)t+=$(i+1);if($i~/ errors=$/)e+=$(i+1);if($i~/ skipped=$/)s+=$(i+1);if($i~/ failures=$/)f+=$(i+1)}}
  END{printf "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d\n",t,f,e,s}' bindings/kotlin/target/surefire-reports/TEST-*.xml
exit $status
