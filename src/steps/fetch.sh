#!/.mib/busybox sh
# Runs a command of `fetch` in the tree that is its root, and says what was at fault if it fails: the name of a server, the
# connection, the certificate or the answer, as far as its output tells. Only applets of the static busybox beside it are
# used, called by path.
#
#   fetch COMMAND [ARGUMENT]...
#
# shellcheck shell=dash

# The environment for the command. Variables below may share names with it.
environment=$(export -p)

here=${0%/*}
tree=${here%/.mib*}
box=$here/busybox
notes=$tree/dev/shm/.mib-fetch   # a tmpfs in any tree
kept=65536                       # bytes of output that are searched

# Prints the path of a program, found as execvp does. With a bare name, the shell would prefer an applet of its own.
find_program() { # NAME
	case $1 in
	*/*)
		echo "$1"
		return
		;;
	esac
	IFS=:
	for folder in $PATH; do
		if [ -x "$folder/$1" ] && [ ! -d "$folder/$1" ]; then
			echo "$folder/$1"
			return
		fi
	done
	return 1
}

say() { # FAULT ADVICE
	echo "$1 [fetch-failed]" >&2
	echo "  $2" >&2
}

# Prints the first line of the output that matches.
line_with() { # EXPRESSION
	"$box" grep -Eim 1 -- "$1" "$notes/said" | "$box" sed 's/^[[:space:]]*//;s/[[:space:]]*$//' | "$box" cut -c 1-200
}

# Explains a failure if a line matches.
explain() { # EXPRESSION FAULT ADVICE
	found=$(line_with "$1")
	[ -n "$found" ] || return 1
	say "$2: $found" "$3"
}

status_of() { # CODES: an expression for three digits
	echo "(http|status|code|error|returned|response|got)[^0-9]{0,24}\\b($1)\\b|\\b($1) (unauthorized|forbidden|not found|proxy|internal|bad gateway|service|gateway)|\\bE($1)\\b"
}

proxies='behind a proxy, build with --build-arg HTTPS_PROXY=http://proxy.example:3128 (and HTTP_PROXY, NO_PROXY)'

tell() {
	explain 'can only install packages when your|lock ?file.*(needs to be updated|not up to date|out of date)|OUTDATED_LOCKFILE|missing go.sum entry|updates to go.mod needed|dependencies in your gemfile changed|changed significantly since' \
		'the lock file does not match what it is for' \
		'write the lock file again where the network is, and check that "files" names both' && return
	explain 'EINTEGRITY|checksum mismatch|do not match the hashes|checksum.*(changed|did not match)|SECURITY ERROR' \
		'a server sent something else than the lock file says' \
		'find out why before the lock file is written again' && return
	explain 'x509:|certificate (verif|has expired|is not|signed|problem|chain|required)|certificate.{0,40}(trusted|unknown|expired|invalid)|invalid peer certificate|CERT_|self.signed|UNABLE_TO_(VERIFY|GET_ISSUER)|PKIX path|SSLHandshake' \
		'the certificate of a server was refused' \
		'if an authority of your own signed it: certificates: [{from: ca.pem, build: true}]' && return
	explain 'could not resolve|couldn.t resolve|ENOTFOUND|EAI_AGAIN|no such host|name resolution|name or service not known|UnknownHost|failed to lookup address|unable to resolve|temporary failure resolving|bad address|nodename nor servname|server misbehaving' \
		'the name of a server was not found' \
		"correct the name of the registry; $proxies" && return
	explain "$(status_of 407)" 'the proxy wants a password' \
		'give it in the URL: --build-arg HTTPS_PROXY=http://USER:PASSWORD@proxy.example:3128' && return
	explain "$(status_of 401)|could not read Username|authentication (required|failed)" 'a server wants a login (401)' \
		'give the command a token, as in {run: npm ci, secrets: [{id: npmrc, target: /root/.npmrc}]}' && return
	explain "$(status_of 403)" 'a server forbids it (403)' \
		'give the command a token that may read this with "secrets"' && return
	explain "$(status_of 404)" 'a server does not have it (404)' \
		'correct the name, the version or the registry; some registries answer so to those without a token ("secrets")' && return
	explain "$(status_of '50[0-9]|429')" 'a server is at fault' 'try again later, or name another mirror' && return
	explain 'ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|connection (was )?(refused|reset|timed out|aborted)|timed out|i/o timeout|network is unreachable|host is unreachable|no route to host|failed to connect|could not connect|unexpected (eof|end of file)' \
		'a server was not reached' "$proxies"
}

if ! program=$(find_program "$1"); then
	say "\"$1\" is not in PATH ($PATH)" 'add the package that has it to "packages" of the build, or name another image in "from"'
	exit 127
fi
shift
"$box" mkdir -p "$notes"
"$box" mkfifo "$notes/all" "$notes/last"
"$box" tail -c "$kept" <"$notes/last" >"$notes/said" &
tail=$!
"$box" tee "$notes/last" <"$notes/all" &
tee=$!
(
	eval "$environment"
	exec "$program" "$@"
) >"$notes/all" 2>&1
status=$?
# A daemon that the command left behind keeps the pipe open.
waited=0
while kill -0 "$tee" 2>/dev/null && [ "$waited" -lt 200 ]; do
	"$box" usleep 10000
	waited=$((waited + 1))
done
kill "$tee" 2>/dev/null
wait "$tail"
[ "$status" = 0 ] || tell
"$box" rm -r "$notes"
exit "$status"
