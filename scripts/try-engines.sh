#!/bin/sh
# Runs test/engines on each supported engine in turn. It creates missing engines and stops each one afterwards. .engines/
# keeps them, a few GB each.
set -eu

try() { # NAME VARIABLES
  echo "· $1"
  shift
  (
    export "$@"
    trap 'engine/down' EXIT
    engine/up
    eval "$(engine/env)"
    scripts/build-frontend.sh
    docker version --format 'Docker {{.Server.Version}}'
    docker buildx version
    npm run --silent test:engines -- --reporter=verbose
  )
}

folder=$PWD/.engines
try 'Debian forky, containerd store' MIB_ENGINE_DIR="$folder/forky"
try 'Debian forky, graph driver' MIB_ENGINE_DIR="$folder/forky" MIB_ENGINE_STORE=graphdriver
try 'Debian trixie, containerd store' MIB_ENGINE_DIR="$folder/trixie" MIB_ENGINE_SUITE=trixie
try 'Debian trixie, graph driver' MIB_ENGINE_DIR="$folder/trixie" MIB_ENGINE_SUITE=trixie MIB_ENGINE_STORE=graphdriver
