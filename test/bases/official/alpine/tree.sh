#!/bin/sh
# tree.sh ROOT: makes the tree. Each package's files lie in ROOT.packages/NAME, too.
set -eu
packages=$1.packages
machine=$(uname -m)
in_package() { mkdir -p "$packages/$1" && cd "$packages/$1"; }

in_package alpine-baselayout
mkdir -p dev etc home media/cdrom media/floppy media/usb mnt opt proc run srv sys usr/local/bin usr/share usr/sbin var/cache/misc \
	var/empty var/lib/misc var/log var/mail var/opt var/spool
mkdir -m 700 root
mkdir -m 1777 tmp var/tmp
ln -s ../run var/run
echo 'localhost' >etc/hostname
printf '127.0.0.1\tlocalhost localhost.localdomain\n' >etc/hosts
echo 'Welcome to a look-alike of Alpine!' >etc/motd
printf '%s\n' '/bin/sh' '/bin/ash' >etc/shells
echo 'export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' >etc/profile

in_package alpine-baselayout-data
mkdir -p etc
printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'bin:x:1:1:bin:/bin:/sbin/nologin' 'nobody:x:65534:65534:nobody:/:/sbin/nologin' >etc/passwd
printf '%s\n' 'root:x:0:root' 'bin:x:1:root,bin,daemon' 'nobody:x:65534:' >etc/group
printf '%s\n' 'root:*::0:::::' 'nobody:!::0:::::' >etc/shadow
chmod 640 etc/shadow
printf '%s\n' 'http 80/tcp' 'https 443/tcp' >etc/services
printf '%s\n' 'tcp 6 TCP' 'udp 17 UDP' >etc/protocols

in_package alpine-release
mkdir -p etc
echo '3.22.1' >etc/alpine-release
printf '%s\n' 'NAME="Alpine Linux"' 'ID=alpine' 'VERSION_ID=3.22.1' 'PRETTY_NAME="Alpine Linux v3.22"' >etc/os-release

in_package apk-tools
mkdir -p etc/apk/keys etc/apk/protected_paths.d lib/apk/db
echo 'http://mirror.example/alpine/v3.22/main' >etc/apk/repositories

in_package ca-certificates-bundle
mkdir -p etc/ssl/certs
cp -L /etc/ssl/certs/ca-certificates.crt etc/ssl/certs/
ln -s certs/ca-certificates.crt etc/ssl/cert.pem

in_package musl
mkdir lib
cp -L "/lib/ld-musl-$machine.so.1" lib/
ln -s "ld-musl-$machine.so.1" "lib/libc.musl-$machine.so.1"

in_package busybox
mkdir -p bin etc/network etc/udhcpc
cp /bin/busybox bin/

in_package busybox-binsh
mkdir bin
ln -s /bin/busybox bin/sh

mkdir "$1"
for package in "$packages"/*; do cp -a "$package/." "$1"; done
# The trigger of busybox makes these, but for linuxrc; no package has them.
for path in $(/bin/busybox --list-full | grep -vx linuxrc); do
	target=$1/$path
	[ -e "$target" ] || [ -L "$target" ] || { mkdir -p "${target%/*}" && ln -s /bin/busybox "$target"; }
done
