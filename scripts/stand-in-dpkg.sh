#!/bin/sh
# Stands in for the dpkg of a tree of another architecture (MIB_ARCHITECTURE). It runs the native dpkg in ../bin so that it acts
# like the tree's own. The architecture that it prints is that of the tree.
set -eu
dpkg=${0%/*}/../bin/dpkg

# Prints the packages to set up, in the order of a dpkg of the tree's architecture. The native dpkg takes packages of `all` for
# its own architecture, finds none of their dependencies, and with --force-depends would not wait for these.
in_order() {
	database=${DPKG_ADMINDIR:-/var/lib/dpkg}
	own=$("$dpkg" --print-architecture)
	tree=$(mktemp -d)
	ln -s "$database/info" "$database/triggers" "$tree"
	mkdir "$tree/updates"
	sed "s/^Architecture: $MIB_ARCHITECTURE$/Architecture: $own/" "$database/status" >"$tree/status"
	"$dpkg" --admindir="$tree" --log=/dev/null --no-act --configure --pending | sed -n 's/^Setting up \([^ :]*\).*/\1/p'
	rm -r "$tree"
}

# Sets up the packages one by one. Given several, dpkg would postpone some of those that it forces.
configure() { # OPTION... --pending
	for word; do
		shift
		[ "$word" = --pending ] || set -- "$@" "$word"
	done
	for package in $(in_order); do
		"$dpkg" --no-triggers "$@" "$package"
	done
}

case ${1-} in
--print-architecture) echo "$MIB_ARCHITECTURE" ;;
--print-foreign-architectures) ;;
*)
	set -- --force-architecture --force-depends "$@"
	case $* in
	*' --configure --pending') configure "$@" ;;
	esac
	exec "$dpkg" "$@"
	;;
esac
