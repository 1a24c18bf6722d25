#!/bin/sh
# Prints the path of the Chromium for the tests: the one in CHROMIUM, or else one on this machine. If there is none, root
# installs Debian's.
set -eu

find_browser() {
  for name in ${CHROMIUM:+"$CHROMIUM"} chromium-headless-shell chromium google-chrome; do
    command -v "$name" && return
  done
  return 1
}

find_browser && exit
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
  echo 'the tests need Chromium: install it, or set CHROMIUM=/path/to/chromium' >&2
  exit 1
fi
echo "· installing Debian's chromium-headless-shell" >&2
{ apt-get update -q && apt-get install -qy --no-install-recommends chromium-headless-shell fonts-dejavu-core; } >&2
find_browser
