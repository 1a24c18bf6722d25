#!/.mib/usr/lib/mib/tools/busybox sh
# Exports a program and what it needs from the stage of an ordinary Dockerfile; docs/export.md says how. The stage may have
# another C library or none, so what runs here is the builder's, which is mounted at /.mib and becomes the root: Debian's
# node reads files below /usr/share. The stage stays the working directory.

tools=/.mib/usr/lib/mib/tools
box=$tools/busybox

fail() {
	echo "export: $1 [cannot-export]" >&2
	[ -z "${2:-}" ] || echo "  $2" >&2
	exit 1
}

[ "$("$box" id -u)" = 0 ] ||
	fail 'only root may read the whole stage, give files their owners and change the root' 'put USER root before this RUN, and say --user for the commands'

folder=$(pwd -P)
# The program's variables are not for the builder's programs: LD_PRELOAD, NODE_OPTIONS.
environment=$("$box" env -0 | "$box" base64 -w 0)
# Of a process with another root the kernel tells only what is mounted below that.
mounts=$("$box" base64 -w 0 /proc/self/mountinfo)
cd / || exit
for libraries in /.mib/usr/lib/*-linux-gnu*; do
	exec "$box" env -i "$tools/strace/ld.so" --inhibit-cache --library-path "$libraries" /.mib/usr/bin/perl "$tools/enter" \
		/.mib - - - 2 LC_ALL=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		/usr/bin/mib export "$folder" "$environment" "$mounts" "$@"
done
