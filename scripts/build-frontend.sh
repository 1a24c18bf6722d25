#!/bin/sh
# Builds mib/frontend with the caller's Docker.
set -eu

sed -n 's/^FROM \(debian:[^ ]*\).*/\1/p' Dockerfile.frontend | sort -u | xargs -r -n 1 engine/base-image
echo '· building the image mib/frontend'
docker build --quiet ${MIB_MIRROR:+--build-arg MIB_MIRROR} -f Dockerfile.frontend -t mib/frontend . >/dev/null
