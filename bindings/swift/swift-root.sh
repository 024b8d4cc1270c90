#!/usr/bin/env bash
# Makes a small Debian 13 folder tree with the Swift compiler in it, for machines that have none, and prints where it is.
#   bindings/swift/swift-root.sh        as root, on Debian; about 3 GB and some minutes, once
# The place is $CURTAIN_SWIFT_ROOT, else /var/cache/curtain/swift-root. Mirror, proxy and trust settings are the
# machine's own, read from apt when this runs. A tree that is not complete is thrown away and made again.
set -euo pipefail

suite=trixie
packages="swiftlang libc6-dev libstdc++-14-dev g++ git ca-certificates"
recipe="1 $suite $packages"
root=${CURTAIN_SWIFT_ROOT:-/var/cache/curtain/swift-root}
mark=$root/.complete

say() { printf 'swift-root: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

complete() { [ -f "$mark" ] && [ "$(cat "$mark")" = "$recipe" ]; }

need() {
  local missing=()
  command -v debootstrap >/dev/null || missing+=(debootstrap)
  [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing+=(debian-archive-keyring)
  [ ${#missing[@]} -eq 0 ] && return
  say "installing ${missing[*]}"
  apt-get update -qq </dev/null >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" </dev/null >&2
}

# The mirror of this machine's own Debian archive, as apt knows it.
mirror() {
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -F'|' '$1 == "Debian" && $2 == "Debian" { print $3; exit }'
}

# An earlier attempt may have been killed with something mounted inside; nothing is deleted through a mount.
remove() {
  local point
  awk -v root="$1/" 'index($2, root) == 1 { print $2 }' /proc/mounts | sort -r | while read -r point; do umount "$point"; done
  if awk -v root="$1/" 'index($2, root) == 1 { found = 1 } END { exit !found }' /proc/mounts; then
    fail "something is still mounted below $1"
  fi
  rm -rf --one-file-system "$1"
}

make_root() {
  local from proxy=
  from=$(mirror)
  if [ -z "$from" ]; then
    apt-get update -qq </dev/null >&2
    from=$(mirror)
  fi
  [ -n "$from" ] || fail "apt knows no Debian archive on this machine; install Swift 6 and put it in PATH instead"
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  [ -z "$proxy" ] || export http_proxy=$proxy

  say "making $root (once; some minutes)"
  # Whatever is mounted here lives in a namespace of its own and ends with the command, however that ends.
  unshare --mount --propagation private \
    debootstrap --variant=minbase --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "$suite" "$root" "$from" \
    </dev/null >&2

  apt-config dump | grep '^Acquire::' | grep -v '^Acquire::Changelogs::' >"$root/etc/apt/apt.conf.d/90machine"
  cp -L /etc/resolv.conf "$root/etc/resolv.conf"
  if [ -s /etc/ssl/certs/ca-certificates.crt ]; then
    install -D -m 644 /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
  fi
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  unshare --mount --propagation private bash -euc '
    mount -t proc proc "$1/proc"
    export DEBIAN_FRONTEND=noninteractive LC_ALL=C
    chroot "$1" apt-get update -qq
    chroot "$1" apt-get install -qq -y --no-install-recommends $2
    chroot "$1" apt-get clean
    chroot "$1" swift --version
  ' - "$root" "$packages" </dev/null >&2
  printf '%s\n' "$recipe" >"$mark"
}

if ! complete; then
  [ "$(id -u)" = 0 ] || fail "there is no Swift here and making a root for it needs root; or put Swift 6 in PATH"
  command -v apt-get >/dev/null || fail "there is no Swift here and no apt; put Swift 6 in PATH"
  mkdir -p "$(dirname "$root")"
  exec 9>"$root.lock"
  flock 9
  if ! complete; then
    need
    [ ! -e "$root" ] || { say "$root is not complete; making it again"; remove "$root"; }
    make_root
  fi
fi
complete || fail "$root could not be made complete"
printf '%s\n' "$root"
