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
# TIMEOUT is in seconds and holds for each wait by itself; 0 is none, for `run` alone. WHY is `gate`, or `trace RUN` in a
# tree that is not pruned yet. Where /.mib-trace/options is, COMMAND runs under strace with these options, and leaves a trace
# beside them. Runs of one check go on at once, and only the RUN named `first` reports a failure: the others never fail, but
# leave a file `failed` beside their trace, and what they had to say in `said`.

here=${0%/*}
box=$here/busybox

say() { echo "check: $*" >&2; }

# Hundredths of a second since the machine started. A clock that somebody sets would not do. Without /proc, which a copy of
# an export has not, it counts how often it was asked: whoever asks sleeps that long before the next time.
read_clock() {
	if [ ! -r /proc/uptime ]; then
		clock=$((${clock:-0} + 1))
		return
	fi
	read -r clock _ </proc/uptime
	clock=$((${clock%.*} * 100 + 1${clock#*.} - 100))
}

# Waits at most so many seconds until a child is gone.
gone_within() {
	read_clock
	deadline=$((clock + $2 * 100))
	while kill -0 "$1" 2>/dev/null; do
		[ "$clock" -lt "$deadline" ] || return 1
		"$box" usleep 10000
		read_clock
	done
}

# The path of a program by PATH, as execvp finds it.
find_program() {
	case $1 in
	*/*)
		echo "$1"
		[ -x "$1" ] && [ ! -d "$1" ]
		return
		;;
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

# Ends the check where the program of a command line is not there.
must_find() {
	eval "set -- $1"
	if find_program "$1" >/dev/null; then return; fi
	case $1 in
	*/*) fail 127 "$1 is not there, or is no program" ;;
	*) fail 127 "$1 is not in PATH ($PATH)" ;;
	esac
}

# Replaces this (sub)shell with a program of the tree.
become() {
	program=$(find_program "$1")
	shift
	exec "$program" "$@"
}

# The same for the program that the check is about: it is what strace watches. The tracer stays beside it, in a session
# of its own, so that the program keeps its process number and neither sees the signals that are meant for the other.
# A tree may lack the loader and the libraries of strace, so both are brought along; its cache of libraries and its
# preloaded ones are not for strace.
become_checked() {
	[ -n "$options" ] || become "$@"
	program=$(find_program "$1")
	shift
	preload=${LD_PRELOAD:-}
	unset LD_PRELOAD
	# shellcheck disable=SC2086
	exec "$here/strace/ld.so" --inhibit-cache --library-path "$here/strace" "$here/strace/strace" --daemonize=session \
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
	until gone_within "$reader" 1; do
		end_traced
		tries=$((tries + 1))
		if [ "$tries" -ge 10 ]; then
			say 'strace did not end'
			return 1
		fi
	done
	if ! wait "$reader"; then
		say 'the trace could not be written'
		return 1
	elif [ ! -s /.mib-trace/trace ]; then
		say 'strace saw nothing; if this engine forbids ptrace, "prune: none" needs none'
		return 1
	fi
}

# How a program ended, by its status as a shell counts it.
describe() {
	name=
	[ "$1" -le 128 ] || name=$(kill -l $(($1 - 128)))
	case $name in
	[A-Z]*) echo "was killed by SIG$name" ;;
	*) echo "exited with status $1" ;;
	esac
}

# Waits for a child at most so many seconds. The result is its status, 124 when time is up. Nobody else ends the sleep where
# containers share the processes of the machine, as under rootless BuildKit, and the step would last as long as it.
wait_for() {
	child=$1
	if [ "$2" = 0 ]; then
		wait "$child" 2>/dev/null
		return
	fi
	(
		nap=
		trap 'kill "$nap"; exit' TERM
		"$box" sleep "$2" &
		nap=$!
		wait "$nap"
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
	[ "$2" = become_checked ] || probe=$1
	must_find "$1"
	eval "($2 $1) &"
	wait_for $! "$limit"
	status=$?
	case $status in
	0) ;;
	124) fail 124 "$1 did not end within $limit s" ;;
	*) fail "$status" "$1 $(describe "$status")" ;;
	esac
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
		"$box" timeout 3 "$box" nc -w 2 "$host" "${port:-80}" | "$box" head -n 1 | "$box" tr -d '\r'
}

# Whether something listens. A server that says nothing keeps nc waiting: that too is an answer (143).
accepts() {
	"$box" timeout 1 "$box" nc -w 1 "${1%:*}" "${1##*:}" </dev/null
	case $? in 0 | 143) ;; *) return 1 ;; esac
}

# Runs the command that says whether the daemon is ready, at most so many seconds.
ask() {
	left=$1
	eval "set -- $ready"
	program=$(find_program "$1")
	shift
	"$box" timeout -s KILL "$left" "$program" "$@"
}

# Asks once whether the daemon is ready; what is amiss if not is left in `lack`.
is_ready() {
	lack="no answer from $ready"
	case $ready in
	http://*)
		answer=$(http_status "$ready")
		case $answer in
		HTTP/*' 2'[0-9][0-9]*) ;;
		'') return 1 ;;
		*)
			lack="$ready answered $answer"
			return 1
			;;
		esac
		;;
	tcp://*) accepts "${ready#tcp://}" ;;
	unix://*)
		lack="no socket at ${ready#unix://}"
		[ -S "${ready#unix://}" ]
		;;
	log:*)
		lack="no line of its output matches ${ready#log:}"
		"$box" grep -Eq -e "${ready#log:}" "$log"
		;;
	*)
		answer=$(ask "$(((end - clock) / 100 + 1))" 2>&1)
		status=$?
		lack="$ready $(describe "$status")${answer:+: $answer}"
		return "$status"
		;;
	esac >/dev/null 2>&1
}

# Copies what the daemon writes to a file that can be searched. The folder is a tmpfs, whatever the tree is.
keep_log() {
	"$box" grep -Eq -e "${ready#log:}" /dev/null
	[ $? -lt 2 ] || exit 2
	"$box" mkfifo "$log.pipe" || exit
	"$box" tee "$log" <"$log.pipe" >&2 &
	copier=$!
}

# Polls until the daemon answers. Its death or the end of the time ends the check.
await_ready() {
	read_clock
	end=$((clock + limit * 100))
	until is_ready; do
		kill -0 "$daemon" 2>/dev/null || fail_ended 'before it was ready'
		read_clock
		[ "$clock" -lt "$end" ] || fail 124 "$command was not ready within $limit s: $lack"
		"$box" usleep 50000
	done
}

# Ends the check because the daemon ended by itself.
fail_ended() {
	wait "$daemon"
	status=$?
	daemon=
	probe=
	[ "$status" -ne 0 ] || fail 1 "$command ended $1; it must stay in the foreground"
	fail "$status" "$command $(describe "$status") $1"
}

# Ends the daemon as a container runtime would. It must have lived until then, and not crash at its end.
stop_daemon() {
	[ -n "$daemon" ] || return 0
	kill -s "$signal" "$daemon" 2>/dev/null || fail_ended 'after it was ready'
	wait_for "$daemon" 10
	status=$?
	daemon=
	case $status in
	124) say "$command did not end within 10 s of its stop signal, and was killed" ;;
	132 | 134 | 135 | 136 | 139) fail "$status" "$command $(describe "$status") when it was stopped" ;;
	esac
}

# Ends the check with a status other than 0. A daemon gets no chance to say goodbye, which would hide its last words.
fail() {
	[ -z "$daemon" ] || kill -KILL "$daemon" 2>/dev/null
	[ -z "$copier" ] || gone_within "$copier" 1
	say "$2"
	leave "$1"
}

leave() {
	case $run in '' | first) ;; *) leave_quietly "$1" ;; esac
	if [ "$1" -eq 0 ]; then
		finish_trace
		exit
	fi
	explain
	exit "$1"
}

leave_quietly() {
	if [ "$1" -eq 0 ] && finish_trace; then
		"$box" rm /.mib-trace/said
	else
		: >/.mib-trace/failed
		[ ! -s /.mib-trace/trace ] || finish_trace
	fi
	exit 0
}

# What a check that failed may not know of its surroundings.
explain() {
	for folder in / /dev/shm; do
		[ "$("$box" stat -f -c %a "$folder")" != 0 ] || say "no space is left on $folder"
	done
	case $why in
	trace)
		say 'the check fails before anything was pruned'
		[ -s /.mib-trace/trace ] || return
		gone_within "$reader" 1
		if "$box" grep -Eq "$OUTSIDE" /.mib-trace/trace; then say 'it wanted the network; a check has none'; fi
		;;
	gate)
		[ -n "$options" ] && [ -n "$probe" ] || return
		say "probes are not traced: what only $probe uses may be missing in the image"
		say 'ask with a program that needs no more than the image has, or name the files in "keep"'
		;;
	esac
}

# A way to nowhere, or a server of names.
OUTSIDE='= -1 E(NETUNREACH|HOSTUNREACH|ADDRNOTAVAIL) |connect\(.*htons\(53\)'

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
copier=
probe=
log=/dev/shm/.mib-log
limit=$2
case $1 in
run) must_run "$3" become_checked ;;
start)
	signal=$3
	ready=$4
	command=$5
	must_find "$command"
	case $ready in
	http://* | tcp://* | unix://*) eval "(become_checked $command) &" ;;
	log:*)
		keep_log
		eval "(become_checked $command) >$log.pipe 2>&1 &"
		;;
	*)
		probe=$ready
		must_find "$ready"
		eval "(become_checked $command) &"
		;;
	esac
	daemon=$!
	await_ready
	probe=
	[ -z "${6:-}" ] || must_run "$6" become
	probe=
	stop_daemon
	;;
esac
leave 0
