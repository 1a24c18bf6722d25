#!/bin/sh
# Builds images/nginx with mib, starts it on a free port, fetches its page, and prints the size of the image.
set -eu

echo '· building the image mib/nginx from images/nginx/Imagefile'
docker build -f images/nginx/Imagefile -t mib/nginx images/nginx

echo '· starting it'
container=$(docker run --detach --publish 127.0.0.1::8080 mib/nginx)
trap 'docker rm --force "$container" >/dev/null' EXIT
address=$(docker port "$container" 8080/tcp)

node --input-type=module - "http://$address/" <<'END'
const [url] = process.argv.slice(2);
const deadline = Date.now() + 10_000;
const fetchPage = () => fetch(url).catch((error) => {
  if (Date.now() > deadline) throw error;
  return new Promise((resolve) => setTimeout(resolve, 50)).then(fetchPage);
});
console.log(`HTTP ${(await fetchPage()).status} from ${url}`);
END
# With the containerd image store, Docker reports the compressed size; otherwise, the unpacked size on disk.
docker image inspect mib/nginx --format '{{.Size}}' | awk '{ printf "mib/nginx: %.1f MB\n", $1 / 1e6 }'
