#!/.mib/usr/lib/mib/tools/busybox sh
# Exports a program and the files it needs from a stage of a Dockerfile; see docs/export.md. The stage may have another C
# library or none, so the builder's programs run here. The builder is mounted at /.mib and becomes the root, because
# Debian's node reads files in /usr/share. The stage stays the working directory.

tools=/.mib/usr/lib/mib/tools
box=$tools/busybox

fail() {
	echo "export: $1 [cannot-export]" >&2
	[ -z "${2:-}" ] || echo "  $2" >&2
	exit 1
}

[ "$("$box" id -u)" = 0 ] ||
	fail 'only root can read the whole stage, set the owners of files and change the root' 'put USER root before this RUN; to run the commands as another user: --user USER'

folder=$(pwd -P)
# The builder's programs must not get the stage's variables, e.g. LD_PRELOAD or NODE_OPTIONS.
environment=$("$box" env -0 | "$box" base64 -w 0)
# After the root changes, the kernel lists only the mounts below it.
mounts=$("$box" base64 -w 0 /proc/self/mountinfo)
cd / || exit
for libraries in /.mib/usr/lib/*-linux-gnu*; do
	exec "$box" env -i "$tools/strace/ld.so" --inhibit-cache --library-path "$libraries" /.mib/usr/bin/perl "$tools/enter" \
		/.mib - - - 2 LC_ALL=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		/usr/bin/mib export "$folder" "$environment" "$mounts" "$@"
done
