#!/bin/sh
# stand-ins FOLDER: collects the native programs of the builder image that may stand in for those of a foreign tree.
#
# They come from the packages of every Debian tree (priority `required`, and apt) and those in MORE, with their libraries and
# perl's modules. ldconfig is mib's own, because Debian's knows only the libraries of its own architecture.
set -eu
# Packages whose programs many maintainer scripts call, and strace, which watches these. As stand-ins, they need no emulation.
MORE='openssl strace'

here=$(cd "${0%/*}" && pwd)
mkdir -p "$1/bin" "$1/lib"
cd "$1"

is_elf() { [ "$(head -c 4 "$1" | tail -c 3)" = ELF ]; }

dpkg-query -W -f '${Priority} ${Package}\n' | sed -n 's/^required //p' | xargs dpkg -L apt $MORE | sort -u |
	grep -E '^(/usr)?/s?bin/.' | while read -r path; do
	if [ ! -f "$path" ] || [ -L "$path" ] || ! is_elf "$path"; then continue; fi
	cp "$path" bin/
done
install -m 755 "$here/../src/steps/ldconfig.pl" bin/ldconfig
cp /usr/lib/apt/apt-extracttemplates bin/
# Other names of the same programs, such as `sh` and `awk`.
for path in /usr/bin/* /usr/sbin/*; do
	if [ ! -L "$path" ] || [ ! -e "$path" ]; then continue; fi
	real=$(readlink -f "$path")
	[ ! -e "bin/${real##*/}" ] || [ -e "bin/${path##*/}" ] || ln -s "${real##*/}" "bin/${path##*/}"
done
loader=$(ldd bin/dash | sed -n 's,^[[:space:]]*\(/[^ ]*\) (.*,\1,p')
libc=$(ldd bin/dash | sed -n 's,.* => \(/[^ ]*/libc\.so[^ ]*\) .*,\1,p')
libraries=$(dirname "$(readlink -f "$libc")")
cp -L "$loader" ld.so
cp -r /usr/lib/apt/methods .
cp -r "$libraries/perl-base" "$libraries/security" lib/
find . -type f -exec ldd {} + 2>/dev/null | sed -n 's,.* => \(/[^ ]*\) .*,\1,p' | sort -u | while read -r path; do
	cp -Lu "$path" lib/
done
printf '{"loader":"%s","libraries":"%s"}\n' "$loader" "$libraries" >places.json
mkdir first
install -m 755 "$here/stand-in-dpkg.sh" first/dpkg
cat >first/readlink <<END
#!/bin/sh
# The folder of the native loader exists only temporarily. A script that checks whether /usr is merged must find it merged.
[ "\$*" != "-f ${loader%/*}" ] || set -- -f "/usr${loader%/*}"
exec "\${0%/*}/../bin/readlink" "\$@"
END
chmod 755 first/readlink
