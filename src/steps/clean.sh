#!/bin/sh
# Removes from the tree at ROOT what an installation leaves: things of this machine, of this moment, or that programs
# make anew when they miss them.
#
#   clean ROOT
set -eu
root=${1%/}

rm -rf -- \
	"$root"/etc/*- \
	"$root"/tmp/* \
	"$root"/var/backups/* \
	"$root"/var/cache/apt/*.bin \
	"$root"/var/cache/apt/archives/*.deb \
	"$root"/var/cache/debconf/*-old \
	"$root"/var/cache/ldconfig/aux-cache \
	"$root"/var/lib/apt/lists/*_* \
	"$root"/var/lib/apt/lists/lock \
	"$root"/var/lib/dbus/machine-id \
	"$root"/var/lib/dpkg/*-old \
	"$root"/var/log/*.log \
	"$root"/var/log/apt/*

# An empty one is filled at the first boot; a missing one is no longer tried (machine-id(5)).
[ ! -e "$root/etc/machine-id" ] || : >"$root/etc/machine-id"

# While a tree runs as the root, these belong to what runs it.
[ -n "$root" ] || exit 0
rm -rf -- "${root:?}"/dev/* "$root/etc/hostname" "$root/etc/resolv.conf"
