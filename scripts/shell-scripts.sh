#!/bin/sh
# Collects the shell scripts of some hundred Debian packages, maintainer scripts too, in the folder $1, a file each. The
# packages are those of priority standard and above, and those whose names promise scripts, if they are small.
set -eu
out=$1
shebang='^#! */(usr/)?bin/(env )?(ba|da)?sh\b'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/debs"
apt-cache dumpavail | awk -v RS= -F '\n' '{
	name = priority = size = ""
	for (i = 1; i <= NF; i++) {
		if ($i ~ /^Package: /) name = substr($i, 10)
		if ($i ~ /^Priority: /) priority = substr($i, 11)
		if ($i ~ /^Size: /) size = substr($i, 7) + 0
	}
	if (size <= 200000 && (priority ~ /^(required|important|standard)$/ || name ~ /-(common|server|daemon|utils|init|scripts|helper)$/))
		print name
}' | sort -u >"$work/names"
(cd "$work/debs" && xargs apt-get download -q <"$work/names" >/dev/null)
for deb in "$work"/debs/*.deb; do
	name=$(basename "$deb" | cut -d _ -f 1)
	rm -rf "$work/files"
	dpkg-deb --raw-extract "$deb" "$work/files"
	# A file that holds such a line elsewhere is looked at again.
	find "$work/files" -type f -size -1024k -exec grep -lE "$shebang" {} + | while read -r file; do
		head -n 1 "$file" | grep -qE "$shebang" || continue
		cp "$file" "$out/$name:$(printf %s "${file#"$work/files/"}" | tr / :)"
	done
done
echo "$(find "$out" -type f | wc -l) scripts of $(find "$out" -type f -printf '%f\n' | cut -d : -f 1 | sort -u | wc -l) packages are in $out"
