#!/bin/sh
# Builds the scanners of `make scan` that are missing, and prints the folder that has them.
set -eu
folder=$PWD/.cache/scanners

# NAME MODULE: builds it in its own folder of the module cache, so that its own go.sum pins every dependency.
build() {
  program=$folder/$1-${2#*@}
  if [ ! -x "$program" ]; then
    echo "· building $1 (${2#*@}); this takes many minutes" >&2
    source=$(GOFLAGS='' go mod download -json "$2" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
    CGO_ENABLED=0 nice go build -C "$source" -trimpath -ldflags='-s -w' -o "$program" "./cmd/$1" >&2
  fi
  ln -sf "${program##*/}" "$folder/$1"
}

mkdir -p "$folder"
build syft github.com/anchore/syft@v1.52.0
# trivy imports encoding/json/v2.
export GOEXPERIMENT=jsonv2
build trivy github.com/aquasecurity/trivy@v0.72.0
echo "$folder"
