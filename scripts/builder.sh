#!/bin/sh
# builder.sh CONTEXT: installs mib into the root file system, from a checkout with dist/ in CONTEXT.
#
# MIB_MIRROR: the default mirror for packages; if empty, that of debootstrap.
# MIB_FROZEN: not empty if that mirror is a frozen copy, whose expired indexes are accepted.
set -eu
context=$1
mkdir -p /usr/lib/mib/programs /usr/lib/mib/tools
cd /usr/lib/mib

cp "$context/dist/frontend.cjs" programs/frontend.cjs
cp "$context/dist/steps.cjs" programs/mib.cjs
cp "$context/dist/report.html" report.html
install -m 755 "$context/frontend/start.cjs" frontend
# The option keeps Node 20 from hanging at exit: a compiler thread may wait for a garbage collection of the main thread, which
# waits for that thread (nodejs/node#54918). The frontend exits in another way, and starts faster without the option.
sed '1s,$, --no-concurrent-recompilation,' frontend >/usr/bin/mib
chmod 755 /usr/bin/mib

for script in "$context"/src/steps/*.sh; do install -m 755 "$script" "tools/$(basename "$script" .sh)"; done
install -m 755 "$context/src/steps/enter.pl" tools/enter
ln -s usr/lib/mib/tools/export /export
cp /bin/busybox tools/
# What a check runs beside its program, in a tree that may lack the loader and the libraries.
for program in strace openssl; do
	mkdir "tools/$program"
	# shellcheck disable=SC2046  # the libraries are words
	cp "/usr/bin/$program" $(ldd "/usr/bin/$program" | sed -n 's,.* => \(/[^ ]*\) .*,\1,p') "tools/$program/"
	cp "$(ldd "/usr/bin/$program" | sed -n 's,^[[:space:]]*\(/[^ ]*\) .*,\1,p')" "tools/$program/ld.so"
done
"$context/scripts/stand-ins.sh" stand-ins

own=$(sed -n 's/^DEF_MIRROR="\(.*\)"$/\1/p' /usr/sbin/debootstrap)
echo "${MIB_MIRROR:-$own}" | sed 's,/$,,' >mirror
[ -z "${MIB_FROZEN:-}" ] || echo frozen >>mirror

# Runs each program once to fill its code cache. Without BuildKit, a program ends immediately.
for program in ./frontend /usr/bin/mib; do
	sleep 0.5 | MIB_MAKE_CACHE=1 "$program" 2>/dev/null | cat >/dev/null
done
[ -s programs/frontend.cache ]
[ -s programs/mib.cache ]
