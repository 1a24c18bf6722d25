#!/bin/sh
# Checks for programs that the tests need and a minimal Debian lacks. Root installs them from Debian.
set -eu

missing=
for tool in busybox:busybox-static git:git gpg:gnupg openssl:openssl xz:xz-utils; do
  command -v "${tool%:*}" >/dev/null || missing="$missing ${tool#*:}"
done
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
  echo "the tests need$missing: install them" >&2
  exit 1
fi
echo "· installing$missing"
# shellcheck disable=SC2086  # the packages are words
apt-get update -q && apt-get install -qy --no-install-recommends $missing
