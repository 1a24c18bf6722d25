#!/bin/sh
# fetch.sh FOLDER: puts what the bases and applications need of the npm registry into FOLDER, where it is not there yet.
#
# npm runs here and not in a build, for it is this machine that is set up for a registry. ARCHITECTURES: "amd64" or "amd64 arm64".
set -eu
here=$(cd "${0%/*}" && pwd)
folder=${1:?'usage: fetch.sh FOLDER'}
node=22.23.3

unpack() {
	[ ! -e "$2" ] || return 0
	work=$(mktemp -d)
	npm pack --silent --pack-destination "$work" "$1" >/dev/null
	mkdir -p "$2.new"
	tar -C "$2.new" --strip-components=1 -xzf "$work"/*.tgz
	mv "$2.new" "$2"
	rm -r "$work"
}

# Of a lock file, as npm ci would; that refuses a lock file that lacks a platform which a registry has not.
install_express() {
	[ ! -e "$folder/express-$1" ] || return 0
	rm -rf "$folder/express.new"
	mkdir "$folder/express.new"
	cp "$here/apps/express/package.json" "$here/apps/express/package-lock.json" "$folder/express.new"
	npm --prefix "$folder/express.new" install --no-save --ignore-scripts --omit=dev --loglevel=error --no-audit --no-fund \
		--os=linux --libc=glibc --cpu="$2" >/dev/null
	mv "$folder/express.new" "$folder/express-$1"
}

mkdir -p "$folder"
unpack npm@10.9.9 "$folder/npm"
unpack yarn@1.22.22 "$folder/yarn"
for architecture in ${ARCHITECTURES:-$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')}; do
	cpu=$(echo "$architecture" | sed 's/amd64/x64/')
	unpack "node-linux-$cpu@$node" "$folder/node-$architecture"
	install_express "$architecture" "$cpu"
done
