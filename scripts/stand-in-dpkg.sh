#!/bin/sh
# Stands in for the dpkg of a tree of another architecture (MIB_ARCHITECTURE): the native one, which does as that would. It lies
# beside it, in a folder of its own. Where a script asks for the architecture, it means that of the tree.
set -eu
dpkg=${0%/*}/../bin/dpkg

# The packages that are to be set up, in the order of a dpkg that is made for the tree's architecture. This one takes what is of
# `all` for its own, so what such a package depends on is not there for it, and being forced it would not wait for it.
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

# One by one: where several are to be set up, it would postpone some that it forces.
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
