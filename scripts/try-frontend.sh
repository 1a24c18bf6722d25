#!/bin/sh
# Builds mib's frontend with mib, then images/nginx with that frontend and with mib/frontend. The two images must be identical.
set -eu

frozen=$(docker run --rm --entrypoint cat mib/frontend /usr/lib/mib/mirror | sed -n 2p)
echo '· building the image mib/frontend-by-mib from images/frontend/Imagefile'
docker build --quiet --provenance=false --build-arg FROZEN="$frozen" ${MIB_MIRROR:+--build-arg MIB_MIRROR} \
	-f images/frontend/Imagefile -t mib/frontend-by-mib . >/dev/null

nginx_by() { # FRONTEND
	docker build --quiet --provenance=false --build-arg BUILDKIT_SYNTAX="$1" -f images/nginx/Imagefile images/nginx
}
echo '· building images/nginx with both'
theirs=$(nginx_by mib/frontend)
ours=$(nginx_by mib/frontend-by-mib)
printf '%s by %s\n' "$theirs" mib/frontend "$ours" mib/frontend-by-mib
[ "$ours" = "$theirs" ]
docker image inspect mib/frontend mib/frontend-by-mib --format '{{index .RepoTags 0}} {{.Size}}' |
	awk '{ printf "%s: %.1f MB\n", $1, $2 / 1e6 }'
