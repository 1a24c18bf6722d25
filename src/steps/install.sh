#!/bin/sh
# Creates accounts in the tree that is its root and installs the packages in /.mib-pool, with the tree's own programs and
# without network. Environment: SOURCE_DATE_EPOCH, the date of the accounts; MIB_ARCHITECTURE, set if native programs
# stand in for those of a foreign tree; MIB_UNEMULATED, set if no other program of that tree runs; MIB_FOREIGN, a further
# architecture for packages.
#
#   install [NAME:UID:GID:HOME]...
set -eu
pool=/.mib-pool
policy=/usr/sbin/policy-rc.d
starts=/dev/shm/.mib-starts

fail() {
	echo "install: $*" >&2
	exit 1
}

# Prints the entry NAME of /etc/passwd or /etc/group.
entry() { # FILE NAME
	grep -- "^$2:" "/etc/$1"
}

tell_full() {
	echo "install: no space is left on the engine's disk [disk-full]" >&2
	echo '  free some, for example with docker buildx prune, and build again' >&2
}

create_account() { # NAME UID GID HOME
	if found=$(entry passwd "$1"); then
		[ "$(echo "$found" | cut -d: -f3,4)" = "$2:$3" ] || fail "user $1 already exists: $found"
		return
	fi
	if ! cut -d: -f3 /etc/group | grep -qx "$3"; then
		groupadd --gid "$3" "$1"
	fi
	# Numbers outside useradd's own range must not cause a warning, or subordinate ids.
	useradd --uid "$2" --gid "$3" --home-dir "$4" --no-create-home --no-log-init --shell /usr/sbin/nologin \
		-K UID_MIN=0 -K UID_MAX=4294967294 -K SUB_UID_COUNT=0 -K SUB_GID_COUNT=0 "$1"
	[ -e "$4" ] || {
		mkdir -p "$4"
		chown "$2:$3" "$4"
		chmod 700 "$4"
	}
}

# Removes the lines that dpkg and apt print for every package.
without_chatter() {
	grep -Ev '^(Selecting previously|\(Reading database|Preparing to unpack|Unpacking|Setting up|Processing triggers|debconf: )' || :
}

# Runs a command. Without emulation, strace notes each program that does not start, as the script that wants it may go on.
noting_starts() {
	if [ -z "${MIB_UNEMULATED:-}" ]; then
		"$@"
	else
		strace --follow-forks --seccomp-bpf --quiet=all -e trace=execve -e status=failed -o "$starts" -- "$@"
	fi
}

tell_not_started() {
	[ -e "$starts" ] || return 0
	sed -n 's/^[0-9]* *execve("\([^"]*\)".* = -1 ENOEXEC .*/\1/p' "$starts" | sort -u |
		while read -r program; do readlink -f "$program" || :; done | sort -u | while read -r program; do
		# Scripts without an interpreter fail as well, and shells read those. No script, but apt-extracttemplates asks dpkg.
		[ "$(head -c 4 "$program" | tail -c 3)" = ELF ] && [ "$program" != /usr/bin/dpkg ] || continue
		echo "warning: a maintainer script went on without $program, which needs emulation" >&2
	done
	rm -f "$starts"
}

# Options: no lists, no network, no sync to disk, no questions. All packages are given, so apt chooses only their order.
apt_install() { # FILE...
	noting_starts apt-get install -qq -y --no-install-recommends --allow-downgrades \
		-o APT::Sandbox::User=root \
		-o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
		-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts=/dev/null \
		-o Dpkg::Use-Pty=false \
		-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold -o Dpkg::Options::=--force-unsafe-io \
		${MIB_ARCHITECTURE:+-o APT::Architecture="$MIB_ARCHITECTURE" -o APT::Architectures="$MIB_ARCHITECTURE"} \
		${MIB_ARCHITECTURE:+-o Dir::Bin::dpkg=/.mib-stand-ins/first/dpkg -o Dir::Bin::methods=/.mib-stand-ins/methods} \
		${MIB_ARCHITECTURE:+-o DPkg::Path="$PATH"} \
		-- "$@" 2>&1
}

install_packages() {
	[ -z "${MIB_FOREIGN:-}" ] || dpkg --add-architecture "$MIB_FOREIGN"
	set -- "$pool"/*.deb
	[ -e "$1" ] || return 0
	# No service starts: invoke-rc.d asks this program first.
	if [ ! -e "$policy" ]; then
		trap 'rm -f "$policy"' EXIT
		printf '#!/bin/sh\nexit 101\n' >"$policy"
		chmod 755 "$policy"
	fi
	if ! said=$(apt_install "$@"); then
		echo "$said" | without_chatter >&2
		case $said in *'No space left on device'* | *'Disk quota exceeded'*) tell_full ;; esac
		exit 1
	fi
	tell_not_started
	echo "installed $# packages" >&2
}

for account; do
	old=$IFS
	IFS=:
	# The fields are words, and no patterns.
	set -f
	# shellcheck disable=SC2086
	set -- $account
	set +f
	IFS=$old
	create_account "$@"
done
install_packages
/bin/sh "${0%/*}/clean" /
