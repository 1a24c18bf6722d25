#!/bin/sh
# tree.sh ROOT PACKAGES: unpacks the packages without dpkg, as that image is made, so there is no database but status.d.
set -eu
root=$1
shift
work=$(mktemp -d)
cd "$work"
apt-get download -q "$@"
mkdir -p "$root/var/lib/dpkg/status.d"
# Debian's folders of programs and libraries are links into /usr.
mkdir -p "$root/usr/bin" "$root/usr/sbin" "$root/usr/lib" "$root/usr/lib64"
for name in bin sbin lib lib64; do ln -s "usr/$name" "$root/$name"; done

for deb in *.deb; do
	name=$(dpkg-deb --field "$deb" Package)
	dpkg-deb --fsys-tarfile "$deb" | tar -C "$root" --keep-directory-symlink -x
	dpkg-deb --ctrl-tarfile "$deb" | tar -x ./control ./md5sums
	cp control "$root/var/lib/dpkg/status.d/$name"
	cp md5sums "$root/var/lib/dpkg/status.d/$name.md5sums"
done

cat "$root"/usr/share/ca-certificates/mozilla/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"
printf '%s\n' 'root:x:0:0:root:/root:/sbin/nologin' 'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin' \
	'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin' >"$root/etc/passwd"
printf '%s\n' 'root:x:0:' 'nobody:x:65534:' 'tty:x:5:' 'nonroot:x:65532:' >"$root/etc/group"
printf '%s\n' 'passwd: files' 'group: files' 'hosts: files dns' >"$root/etc/nsswitch.conf"
install -d -o 65532 -g 65532 -m 700 "$root/home/nonroot"
install -d -m 1777 "$root/tmp"
# What only people read.
find "$root/usr/share/doc" -type f ! -name copyright -delete
rm -rf "$root/usr/share/man" "$root/usr/share/lintian" "$root/usr/share/bug"
