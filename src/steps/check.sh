#!/.mib/busybox sh
# Runs one check of an Imagefile in the tree that is its root. The tree may hold no shell and no tools, so
# everything used here is an applet of the static busybox beside this file, called by its path: a bare word
# could be answered by an applet when the tree lacks the program, and the check would prove nothing.
#
#   check run TIMEOUT COMMAND
#   check start TIMEOUT SIGNAL READY COMMAND [PROBE]
#
# A command is one argument, quoted for a shell. READY is http://…, tcp://HOST:PORT, unix://PATH or a command.
# TIMEOUT is in seconds and holds for each wait by itself.

box=/.mib/busybox

say() { echo "check: $*" >&2; }

# The path of a program by PATH, as execvp finds it.
find_program() {
	case $1 in
	*/*) echo "$1"; return ;;
	esac
	old=$IFS
	IFS=:
	for folder in $PATH; do
		if [ -x "$folder/$1" ] && [ ! -d "$folder/$1" ]; then
			IFS=$old
			echo "$folder/$1"
			return
		fi
	done
	IFS=$old
	return 1
}

# Replaces this (sub)shell with a program of the tree.
become() {
	program=$(find_program "$1") || {
		say "$1: not found in PATH ($PATH)"
		exit 127
	}
	shift
	exec "$program" "$@"
}

describe() {
	if [ "$1" -gt 128 ]; then
		echo "was killed by signal $(($1 - 128))"
	else
		echo "exited with status $1"
	fi
}

# Waits for a child at most TIMEOUT seconds. The result is its status, 124 when time is up.
wait_for() {
	child=$1
	limit=$2
	(
		"$box" sleep "$limit"
		kill -KILL "$child" 2>/dev/null
	) &
	watchdog=$!
	wait "$child" 2>/dev/null
	status=$?
	if kill "$watchdog" 2>/dev/null; then return "$status"; fi
	return 124
}

# Runs a command line to its end; a failure ends the check.
must_run() {
	eval "(become $1) &"
	wait_for $! "$limit"
	status=$?
	case $status in
	0) return ;;
	124) say "$1 did not end within $limit s" ;;
	*) say "$1 $(describe "$status")" ;;
	esac
	finish "$status"
}

# The status line of a GET. The static wget cannot resolve even a numeric host in a tree without NSS.
http_status() {
	rest=${1#http://}
	authority=${rest%%/*}
	path=${rest#"$authority"}
	host=${authority%%:*}
	port=${authority#"$host"}
	port=${port#:}
	printf 'GET %s HTTP/1.0\r\nHost: %s\r\nConnection: close\r\n\r\n' "${path:-/}" "$authority" |
		"$box" timeout 3 "$box" nc -w 2 "$host" "${port:-80}" | "$box" head -n 1
}

# Whether something listens. A server that says nothing keeps nc waiting: that too is an answer (143).
accepts() {
	"$box" timeout 1 "$box" nc -w 1 "${1%:*}" "${1##*:}" </dev/null
	case $? in 0 | 143) ;; *) return 1 ;; esac
}

is_ready() {
	case $ready in
	http://*)
		case $(http_status "$ready") in HTTP/*' 2'[0-9][0-9]*) ;; *) return 1 ;; esac
		;;
	tcp://*) accepts "${ready#tcp://}" ;;
	unix://*) [ -S "${ready#unix://}" ] ;;
	*) eval "(become $ready)" ;;
	esac >/dev/null 2>&1
}

# Polls until the daemon answers. Its death or the end of the time ends the check.
await_ready() {
	tries=0
	until is_ready; do
		if ! kill -0 "$daemon" 2>/dev/null; then
			wait "$daemon"
			status=$?
			daemon=
			say "$command $(describe "$status") before it was ready"
			[ "$status" -eq 0 ] && status=1
			finish "$status"
		fi
		tries=$((tries + 1))
		if [ "$tries" -ge $((limit * 20)) ]; then
			say "$command was not ready within $limit s: no answer from $ready"
			finish 124
		fi
		"$box" usleep 50000
	done
}

# Ends the daemon as a container runtime would, and leaves with the status given.
finish() {
	if [ -n "$daemon" ]; then
		kill -s "$signal" "$daemon" 2>/dev/null
		wait_for "$daemon" 10
	fi
	exit "$1"
}

daemon=
limit=$2
case $1 in
run)
	must_run "$3"
	;;
start)
	signal=$3
	ready=$4
	command=$5
	eval "(become $command) &"
	daemon=$!
	await_ready
	[ -z "${6:-}" ] || must_run "$6"
	finish 0
	;;
esac
