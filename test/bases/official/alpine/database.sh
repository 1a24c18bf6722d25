#!/bin/sh
# database.sh ROOT: writes /lib/apk/db for the packages of ROOT.packages.
# P name, V version, A architecture, I size, D what it needs, p what it provides, F folder, R file, a its mode, Z its SHA-1.
set -eu
packages=$1.packages
database=$1/lib/apk/db
machine=$(uname -m)

checksum() { openssl dgst -sha1 -binary | base64 | sed 's/^/Q1/'; }

needs() {
	case $1 in
	alpine-baselayout) echo 'D:alpine-baselayout-data=3.7.0-r0 /bin/sh' ;;
	apk-tools) echo "D:musl>=1.2 so:libc.musl-$machine.so.1" ;;
	busybox) echo "D:so:libc.musl-$machine.so.1" ;;
	busybox-binsh) echo 'D:busybox=1.37.0-r0' && echo 'p:/bin/sh cmd:sh=1.37.0-r0' ;;
	musl) echo "p:so:libc.musl-$machine.so.1=1" ;;
	esac
}

version() {
	case $1 in
	alpine-baselayout*) echo 3.7.0-r0 ;;
	alpine-release) echo 3.22.1-r0 ;;
	apk-tools) echo 2.14.9-r0 ;;
	busybox*) echo 1.37.0-r0 ;;
	ca-certificates-bundle) echo 20250619-r0 ;;
	musl) echo 1.2.5-r0 ;;
	esac
}

list_files() {
	find . -mindepth 1 -type d | sed 's,^\./,,' | sort | while read -r folder; do
		echo "F:$folder"
		mode=$(stat -c %a "$folder")
		[ "$mode" = 755 ] || echo "M:0:0:$mode"
		find "$folder" -mindepth 1 -maxdepth 1 ! -type d | sort | while read -r file; do
			echo "R:${file##*/}"
			mode=$(stat -c %a "$file")
			[ "$mode" = 644 ] || echo "a:0:0:$mode"
			if [ -L "$file" ]; then printf %s "$(readlink "$file")" | checksum; else checksum <"$file"; fi | sed 's/^/Z:/'
		done
	done
}

for package in "$packages"/*; do
	cd "$package"
	name=${package##*/}
	echo "$name" | checksum | sed 's/^/C:/'
	printf '%s\n' "P:$name" "V:$(version "$name")" "A:$machine" "S:$(du -sb . | cut -f 1)" "I:$(du -sb . | cut -f 1)"
	printf '%s\n' "T:$name of a look-alike" 'U:https://alpine.example' 'L:MIT' "o:$name" 'm:A <a@mirror.example>' 't:1750000000' 'c:0'
	needs "$name"
	list_files
	echo
done >"$database/installed"
: >"$database/lock"
: >"$database/triggers"
tar -C "$database" -cf "$database/scripts.tar" -T /dev/null
printf '%s\n' alpine-baselayout alpine-release apk-tools busybox ca-certificates-bundle musl >"$1/etc/apk/world"
echo "$machine" >"$1/etc/apk/arch"
