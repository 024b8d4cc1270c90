#!/usr/bin/env bash
# Runs the Swift tests on the real core: the bindings, then CurtainKit, then a syntax check of the UIKit layer.
#   bindings/swift/test.sh
# Uses the `swift` in PATH; without one, on Debian as root, a root made by swift-root.sh. Needs no terminal.
set -euo pipefail
exec </dev/null
cd "$(dirname "$0")/../.."
repo=$PWD
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
scratch=$target/swift
fixtures=$target/fixtures

say() { printf '== %s\n' "$*"; }

say "core and bindings"
bindings/generate.sh
say "fixtures"
cargo run --quiet -p curtain-tests --bin make-fixtures -- "$fixtures"

root=
if ! command -v swift >/dev/null; then
  root=$(bindings/swift/swift-root.sh)
fi
mkdir -p "$scratch"

settings=(
  "CURTAIN_LIBRARY_DIR=$target/debug"
  "CURTAIN_FIXTURES=$fixtures"
  "CURTAIN_REPOSITORY=$repo"
)

# Runs a command with Swift at hand. In the made root, the repository and the core are seen read-only under their own
# paths, only the build folder can be written to, and every mount ends with the command.
swiftly() {
  if [ -z "$root" ]; then
    env "${settings[@]}" "$@"
    return
  fi
  unshare --mount --propagation private bash -euc '
    root=$1 repo=$2 target=$3 scratch=$4
    shift 4
    mount -t tmpfs tmpfs "$root/tmp"
    mount -t proc proc "$root/proc"
    see() {
      mkdir -p "$root$1"
      mount --bind "$1" "$root$1"
      [ "$2" = rw ] || mount -o remount,bind,ro "$root$1"
    }
    see "$repo" ro
    case $target/ in "$repo"/*) ;; *) see "$target" ro ;; esac
    see "$scratch" rw
    exec chroot "$root" env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin HOME=/tmp LANG=C.UTF-8 "$@"
  ' - "$root" "$repo" "$target" "$scratch" "${settings[@]}" "$@"
}

# Runs one package's tests and shows how many ran; none at all is a failure.
swift_test() {
  local name=$1 folder=$2 log=$scratch/$1.log counts
  say "swift test: $name"
  if ! swiftly swift test --package-path "$repo/$folder" --scratch-path "$scratch/$name" >"$log" 2>&1; then
    grep -E '(error|warning):' "$log" | sort -u | head -60 || true
    tail -40 "$log"
    say "$name FAILED; the whole log is $log"
    return 1
  fi
  grep -E 'warning:' "$log" | sort -u | head -20 || true
  counts=$(grep -E 'Executed [0-9]+ tests?' "$log" | tail -1 || true)
  [[ $counts =~ Executed\ [1-9] ]] || { say "$name ran no tests"; return 1; }
  printf '%s:%s\n' "$name" "$counts"
}

swiftly swift --version
failed=0
swift_test bindings bindings/swift || failed=1
swift_test CurtainKit ios || failed=1

say "format and lint"
mapfile -t written < <(find "$repo"/{ios,bindings/swift} -name '*.swift' -not -path '*/generated/*' -not -path '*/.build/*' | sort)
if swiftly swift format lint --strict --configuration "$repo/bindings/swift/.swift-format" "${written[@]}"; then
  printf 'linted: %d files\n' "${#written[@]}"
else
  failed=1
fi

say "syntax of the UIKit layer (it is compiled only by Xcode)"
mapfile -t sources < <(find "$repo"/ios/{ShareExtension,App,Shared} -name '*.swift' | sort)
[ ${#sources[@]} -gt 0 ] || { say "no UIKit sources found"; exit 1; }
swiftly swiftc -frontend -parse -swift-version 6 "${sources[@]}"
printf 'parsed: %d files\n' "${#sources[@]}"
exit $failed
