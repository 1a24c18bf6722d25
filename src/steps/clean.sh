#!/bin/sh
# Removes the leftovers of an installation from the tree at ROOT: files that depend on this machine or moment, and files
# that programs make again.
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

# An empty file is filled at the first boot; a missing one is no longer created (machine-id(5)).
[ ! -e "$root/etc/machine-id" ] || : >"$root/etc/machine-id"

# In a running container, these belong to the runtime.
[ -n "$root" ] || exit 0
rm -rf -- "${root:?}"/dev/* "$root/etc/hostname" "$root/etc/resolv.conf"
