#!/bin/sh
# Options, and words that are no command, go to node.
set -e
case ${1:-} in
-*) set -- node "$@" ;;
*) [ -n "$(command -v -- "${1:-}")" ] || set -- node "$@" ;;
esac
exec "$@"
