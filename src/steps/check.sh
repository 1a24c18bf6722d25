#!/.mib/busybox sh
# Runs one check of an Imagefile in the tree that is its root. The tree may hold no shell and no tools, so
# everything used here is an applet of the static busybox beside this file, called by its path: a bare word
# could be answered by an applet when the tree lacks the program, and the check would prove nothing.
#
#   check WHY run TIMEOUT COMMAND
#   check WHY start TIMEOUT SIGNAL READY COMMAND [PROBE]
#
# A command is one argument, quoted for a shell. READY is http://…, tcp://HOST:PORT, unix://PATH, log:EXPRESSION for a
# line that the daemon writes (grep -E), or a command.
# TIMEOUT is in seconds and holds for each wait by itself. WHY is `gate`, or `trace RUN` in a tree that is not pruned yet.
# Where /.mib-trace/options is, COMMAND runs under strace with these options, and leaves a trace beside them. Runs of one
# check go on at once, and only the RUN named `first` reports a failure: the others never fail, but leave a file `failed`
# beside their trace, and what they had to say in `said`.

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

# The same for the program that the check is about: it is what strace watches. The tracer stays beside it, in a session
# of its own, so that the program keeps its process number and neither sees the signals that are meant for the other.
# A tree may lack the loader and the libraries of strace, so both are brought along; its cache of libraries and its
# preloaded ones are not for strace.
become_checked() {
	program=$(find_program "$1") || become "$1"
	[ -n "$options" ] || become "$@"
	shift
	preload=${LD_PRELOAD:-}
	unset LD_PRELOAD
	# shellcheck disable=SC2086
	exec /.mib/strace/ld.so --inhibit-cache --library-path /.mib/strace /.mib/strace/strace --daemonize=session \
		$options --output=/.mib-trace/pipe ${preload:+"--env=LD_PRELOAD=$preload"} -- "$program" "$@"
}

# A pipe, because its end tells that strace has written everything.
await_trace() {
	[ -n "$options" ] || return 0
	"$box" mkfifo /.mib-trace/pipe || exit
	"$box" setsid "$box" cat /.mib-trace/pipe >/.mib-trace/trace &
	reader=$!
}

# Ends processes that outlived the check: strace stays as long as they do.
end_traced() {
	for folder in /proc/[0-9]*; do
		name= tracer=0
		while read -r key value; do
			case $key in
			Name:) name=$value ;;
			TracerPid:) tracer=$value ;;
			esac
		done 2>/dev/null <"$folder/status"
		[ "$tracer" = 0 ] && continue
		say "$name was left running"
		kill -KILL "${folder#/proc/}" 2>/dev/null
	done
}

# Waits until the whole trace is written. Processes that a check leaves behind have one second.
finish_trace() {
	[ -n "$options" ] || return 0
	tries=0
	while kill -0 "$reader" 2>/dev/null; do
		tries=$((tries + 1))
		[ $((tries % 100)) -ne 0 ] || end_traced
		if [ "$tries" -ge 1000 ]; then
			say 'strace did not end'
			return 1
		fi
		"$box" usleep 10000
	done
	if ! wait "$reader"; then
		say 'the trace could not be written'
		return 1
	elif [ ! -s /.mib-trace/trace ]; then
		say 'strace saw nothing; if this engine forbids ptrace, "prune: packages" needs none'
		return 1
	fi
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

# Runs a command line to its end, started by a function; a failure ends the check.
must_run() {
	eval "($2 $1) &"
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
	log:*) "$box" grep -Eq -e "${ready#log:}" "$log" ;;
	*) eval "(become $ready)" ;;
	esac >/dev/null 2>&1
}

# Copies what the daemon writes to a file that can be searched. The folder is a tmpfs, whatever the tree is.
keep_log() {
	"$box" mkfifo "$log.pipe" || exit
	"$box" tee "$log" <"$log.pipe" >&2 &
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
	case $run in '' | first) ;; *) finish_quietly "$1" ;; esac
	if [ "$1" -eq 0 ]; then
		finish_trace
		exit
	fi
	if [ "$why" = trace ]; then
		say 'the check fails before anything was pruned'
		! "$box" grep -q '= -1 ENETUNREACH ' /.mib-trace/trace || say 'it wanted the network; a check has none'
	fi
	exit "$1"
}

finish_quietly() {
	if finish_trace && [ "$1" -eq 0 ]; then
		"$box" rm /.mib-trace/said
	else
		: >/.mib-trace/failed
	fi
	exit 0
}

why=$1
options=
run=
if [ "$why" = trace ]; then
	run=$2
	shift
	[ "$run" = first ] || exec >/.mib-trace/said 2>&1
fi
shift
if [ -e /.mib-trace/options ]; then
	options=$("$box" cat /.mib-trace/options)
	await_trace
fi
daemon=
log=/dev/shm/.mib-log
limit=$2
case $1 in
run)
	must_run "$3" become_checked
	finish 0
	;;
start)
	signal=$3
	ready=$4
	command=$5
	case $ready in
	log:*)
		keep_log
		eval "(become_checked $command) >$log.pipe 2>&1 &"
		;;
	*) eval "(become_checked $command) &" ;;
	esac
	daemon=$!
	await_ready
	[ -z "${6:-}" ] || must_run "$6" become
	finish 0
	;;
esac
