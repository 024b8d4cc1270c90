#!/usr/bin/env bash
# Puts together an APK with Debian's tools alone: dex, resources, signature with a throw-away key.
# It has no native library for a phone's processor (that takes the NDK, see native.sh), so it installs but can't check.
# Its use is to see that sources, resources and manifest fit together. Run test.sh first.
set -euo pipefail
cd "$(dirname "$0")"
missing=()
command -v aapt2 >/dev/null || missing+=(aapt)
command -v zipalign >/dev/null || missing+=(zipalign)
command -v apksigner >/dev/null || missing+=(apksigner)
command -v zip >/dev/null || missing+=(zip)
command -v unzip >/dev/null || missing+=(unzip)
[ ${#missing[@]} -eq 0 ] || { apt-get update -q && apt-get install -q -y "${missing[@]}"; }

out=build/apk
rm -rf "$out" && mkdir -p "$out/classes"
./resources.sh
# The dexer can't translate lambdas made at run time, so this build makes them classes.
mvn -q -B -f pom.xml -Papk process-classes dependency:build-classpath -Dmdep.includeScope=runtime \
  -Dmdep.outputFile="$PWD/$out/classpath"
for jar in $(tr ':' ' ' <"$out/classpath"); do
  case $jar in *kotlin-stdlib* | */jna-*) unzip -q -o "$jar" '*.class' -x 'META-INF/*' '*module-info.class' -d "$out/classes" ;; esac
done
cp -r build/maven-apk/classes/. "$out/classes/"
rm -rf "$out/classes/META-INF"

mvn -q -B dependency:copy -Dartifact=com.jakewharton.android.repackaged:dalvik-dx:14.0.0_r21 -DoutputDirectory="$PWD/$out"
java -Xmx2g -cp "$out/dalvik-dx-14.0.0_r21.jar" com.android.dx.command.Main --dex --min-sdk-version=26 \
  --output="$out/classes.dex" "$out/classes"

cp build/aapt/app.apk "$out/unaligned.apk"
(cd "$out" && zip -q unaligned.apk classes.dex)
zipalign -f 4 "$out/unaligned.apk" "$out/aligned.apk"
keytool -genkeypair -keystore "$out/throw-away.p12" -storetype PKCS12 -storepass throw-away -alias debug -keyalg RSA \
  -keysize 2048 -validity 365 -dname CN=throw-away 2>/dev/null
apksigner sign --ks "$out/throw-away.p12" --ks-pass pass:throw-away --out "$out/curtain-no-native.apk" "$out/aligned.apk"
apksigner verify "$out/curtain-no-native.apk"
aapt2 dump badging "$out/curtain-no-native.apk" | grep -E "^(package|sdkVersion|targetSdkVersion|uses-permission|launchable)" || true
ls -l "$out/curtain-no-native.apk" "$out/classes.dex"
