#!/bin/sh
# Signs the archive beside it anew, with a key that is thrown away: only keyring.asc and the InRelease files are kept.
# Needed after a change of a Packages file. Every suite has the components and architecture that it has files for.
set -eu
cd "${0%/*}"
GNUPGHOME=$(mktemp -d)
export GNUPGHOME
trap 'gpgconf --kill gpg-agent; rm -rf "$GNUPGHOME"' EXIT
gpg --batch --quiet --passphrase '' --quick-generate-key 'mib test archive' ed25519 sign never
gpg --armor --export >keyring.asc

for suite in dists/*/; do
	name=$(basename "$suite")
	until=
	[ "$name" != stale ] || until='Valid-Until: Wed, 01 Jan 2020 00:00:00 UTC'
	{
		echo "Origin: mib"
		echo "Suite: test-$name"
		echo "Codename: $name"
		echo "Date: Tue, 01 Jan 2019 00:00:00 UTC"
		[ -z "$until" ] || echo "$until"
		echo "Acquire-By-Hash: yes"
		echo "Architectures: armhf"
		echo "Components: main"
		echo "SHA256:"
		(cd "$suite" && for file in */*/Packages; do
			printf ' %s %d %s\n' "$(sha256sum <"$file" | cut -c1-64)" "$(wc -c <"$file")" "$file"
		done)
	} | gpg --batch --quiet --clearsign >"$suite/InRelease"
done
