#!/.mib/busybox sh
# Runs one check of an Imagefile in the tree that is its root. The tree may have no shell and no tools, so this script
# uses only applets of the static busybox beside it, called by path. With a bare name, an applet could stand in for a
# program that the tree lacks, and the check would prove nothing.
#
#   check WHY run TIMEOUT COMMAND
#   check WHY start TIMEOUT SIGNAL READY COMMAND [PROBE]
#
# A command is one argument, quoted for a shell. READY is http://…, https://…, tcp://HOST:PORT, unix://PATH,
# log:EXPRESSION for a line that the daemon writes (grep -E), or a command. If /.mib-get exists, its requests are sent to
# the daemon once it is ready (check-get). TIMEOUT is in seconds and applies to each wait. WHY is `gate`, or `trace RUN` in a
# tree that is not pruned yet, or `stage` in one that is a stage of a Dockerfile. If /.mib-trace/options exists, COMMAND runs under
# strace with these options and leaves a trace beside them. The runs of a check are concurrent, and only the RUN `first`
# shows its output; others show it if they fail. The RUN `pretend` runs only for what /.mib-unread lists, and passes with a file
# `failed` if it fails after it has shown that. Without that file it always runs, and may fail.
#
# shellcheck shell=dash disable=SC1091,SC2034,SC2154,SC2317

# The environment for the check's program. Variables below may share names with the image's.
environment=$(export -p)

# The folder of this file: /.mib or a folder below it. The part of the path before it is the root of the tree: empty in a
# build, a folder in a test.
here=${0%/*}
tree=${here%/.mib*}
box=$here/busybox

notes=$tree/.mib-trace       # the folder for the trace and the output of a run
unread=$tree/.mib-unread      # what strace could not read in other runs, for the RUN `pretend`
log=$tree/dev/shm/.mib-log   # the daemon's output, for log:EXPRESSION; /dev/shm is a tmpfs, writable in any tree
options=                     # of strace, if COMMAND runs under it
reader=                      # the process that saves the trace
daemon=                      # the process that READY and PROBE test, as long as it runs
copier=                      # the process that writes the log
explained=                   # not empty once the causes of a failure are printed
probe=                       # the command that is testing the daemon now
clock=0                      # hundredths of a second, as `pause` read them last

. "$here/check-trace"
. "$here/check-ready"
. "$here/check-get"
. "$here/check-privileges"

started=$(quoted "$box" sh "$0" "$@")   # this command line

say() { echo "check: $*" >&2; }

# Sleeps for HUNDREDTHS of a second and reads the time since boot, the one clock that cannot be set. Without /proc, which
# a copy of an export lacks, only the time slept counts.
pause() { # HUNDREDTHS
	[ "$1" = 0 ] || "$box" usleep "${1}0000"
	if [ ! -r "$tree/proc/uptime" ]; then
		clock=$((clock + $1))
		return
	fi
	read -r clock _ <"$tree/proc/uptime"
	clock=$((${clock%.*} * 100 + 1${clock#*.} - 100))
}

# Waits at most SECONDS for a child to end.
gone_within() { # PID SECONDS
	local deadline
	pause 0
	deadline=$((clock + $2 * 100))
	while kill -0 "$1" 2>/dev/null; do
		[ "$clock" -lt "$deadline" ] || return 1
		pause 1
	done
}

# Prints the path of a program, found as execvp does.
find_program() {
	local IFS=: folder
	case $1 in
	*/*)
		echo "$1"
		[ -x "$1" ] && [ ! -d "$1" ]
		return
		;;
	esac
	for folder in $PATH; do
		if [ -x "$folder/$1" ] && [ ! -d "$folder/$1" ]; then
			echo "$folder/$1"
			return
		fi
	done
	return 1
}

# Fails the check if the program of a command line does not exist.
must_find() {
	eval "set -- $1"
	if find_program "$1" >/dev/null; then return; fi
	case $1 in
	*/*) fail 127 "$1 does not exist or is not executable" ;;
	*) fail 127 "$1 is not in PATH ($PATH)" ;;
	esac
}

# Replaces this (sub)shell with a program of the tree.
become() {
	local program
	program=$(find_program "$1")
	shift
	replace "$program" "$@"
}

# Replaces this (sub)shell with a program in the original environment and without the descriptor of `leave_other`.
replace() { # PATH ARGUMENT...
	eval "$environment"
	exec "$@" 3>&-
}

# Describes how a program ended, by its exit status in the shell.
describe() {
	local name=
	[ "$1" -le 128 ] || name=$(kill -l $(($1 - 128)))
	case $name in
	KILL) echo 'was killed by SIGKILL (out of memory?)' ;;
	[A-Z]*) echo "was killed by SIG$name" ;;
	*) echo "exited with status $1" ;;
	esac
}

# Waits at most SECONDS for a child. The result is its status, or 124 if time is up. The sleep must be killed: under
# rootless BuildKit, containers share the machine's processes, and the step would last as long as the sleep. KILL also
# ends a sleep that has not begun.
wait_for() { # PID SECONDS
	local watchdog status
	(
		trap 'kill -KILL $! 2>/dev/null; exit 1' TERM
		"$box" sleep "$2" &
		wait $!
		trap '' TERM
		kill -KILL "$1" 2>/dev/null
	) &
	watchdog=$!
	wait "$1" 2>/dev/null
	status=$?
	kill "$watchdog" 2>/dev/null
	if wait "$watchdog" 2>/dev/null; then return 124; fi
	return "$status"
}

# Runs a command line, started by FUNCTION, to its end. A failure ends the check.
must_run() { # COMMAND FUNCTION
	local child status
	eval "($2 $1) &"
	child=$!
	end_endless "$child"
	wait_for "$child" "$limit"
	status=$?
	case $status in
	0) ;;
	124) fail 124 "$1 did not end within $limit s" ;;
	*) fail "$status" "$1 $(describe "$status")" ;;
	esac
}

start_daemon() {
	must_find "$command"
	case $ready in
	http://* | https://* | tcp://* | unix://*) ;;
	log:*) check_expression ;;
	*)
		probe=$ready
		must_find "$ready"
		;;
	esac
	case $ready in log:*) keep_log ;; *) [ ! -d "$requests" ] || keep_log ;; esac
	start_trace
	if [ -n "$copier" ]; then
		eval "(become_checked $command) >\"\$log.pipe\" 2>&1 &"
	else
		eval "(become_checked $command) &"
	fi
	daemon=$!
	end_endless "$daemon"
}

# Fails the check because the daemon ended by itself.
fail_ended() {
	local status
	wait "$daemon"
	status=$?
	daemon=
	probe=
	[ "$status" -ne 0 ] || fail 1 "$command ended $1; it must stay in the foreground"
	fail "$status" "$command $(describe "$status") $1"
}

# Stops the daemon as a container runtime would. It must still be running, and must not crash on its stop signal.
stop_daemon() {
	local status
	kill -s "$signal" "$daemon" 2>/dev/null || fail_ended 'after it was ready'
	wait_for "$daemon" 10
	status=$?
	daemon=
	finish_log
	case $status in
	124) say "$command did not end within 10 s of its stop signal, and was killed" ;;
	132 | 134 | 135 | 136 | 139) fail "$status" "$command $(describe "$status") when it was stopped" ;;
	esac
}

# Ends the check with a status other than 0, and not with one that stands for a wrong answer.
fail() { # STATUS MESSAGE
	end_daemon
	say "$2"
	if [ -d "$requests" ] && [ "$1" -ge "$wrong" ]; then leave 1; fi
	leave "$1"
}

# Kills the daemon: shutdown messages would hide its last output.
end_daemon() {
	[ -z "$daemon" ] || kill -KILL "$daemon" 2>/dev/null
	finish_log
}

leave() { # STATUS
	start_over_untraced "$1"
	case $run in '' | first) ;; *) leave_other "$1" ;; esac
	if [ "$1" -eq 0 ]; then
		finish_trace
		exit
	fi
	explain_once
	exit "$1"
}

# Ends a run whose output went to `said`. If the first run fails as well, it alone should report that: BuildKit ends this
# one while it waits. A failure must end with a status other than 0, or it would be cached.
leave_other() { # STATUS
	local status=$1
	if [ "$status" -eq 0 ]; then
		finish_trace || status=1
	elif is_traced; then
		finish_trace
	fi
	if [ "$status" -eq 0 ]; then
		"$box" rm "$notes/said"
		exit
	fi
	if [ "$run" = pretend ] && { [ -e "$notes/endless" ] || [ "$status" -ne 137 ]; } && ! is_full && has_shown; then
		: >"$notes/failed"
		exit 0
	fi
	explain_once
	"$box" sleep 5
	"$box" cat "$notes/said" >&3
	exit "$status"
}

# Tests whether the RUN `pretend` has shown what it runs for. If only the start of another program was hidden, it is enough
# that this program was started; it may then refuse to run as root. Any other failure would be cached.
has_shown() {
	[ -e "$unread" ] || return 0
	if "$box" grep -Evq '^exec$' "$unread"; then return 1; fi
	"$box" sed -n '/(INJECTED)$/,$p' "$notes/trace" | "$box" grep -Ev ' = -1 ' | "$box" grep -Eq '^[0-9]+ +execve(at)?\(.*"'
}

# Reports whether the machine has no space left, which it also says.
is_full() {
	local folder full=1
	for folder in / /dev/shm; do
		[ "$("$box" stat -f -c %a "$tree$folder")" = 0 ] || continue
		say "no space is left on $folder [disk-full]"
		full=0
	done
	return "$full"
}

# Matches variables that the shell and the engine set; SECRET hides values that do not belong in a log.
OWN='^(HOME|HOSTNAME|PWD|OLDPWD|SHLVL|_|QEMU_[A-Z_]*)='
SECRET='s/^([^=]*(TOKEN|SECRET|PASS|CREDENTIAL|AUTH|KEY)[^=]*=).*/\1.../I; s,://[^/@]*@,://...@,g'

# Prints where, as which user and with which variables the command ran, in two lines: BuildKit shows only the end of a log.
explain_surroundings() {
	local name variables
	name=$("$box" id -un 2>/dev/null)
	say "it ran in $PWD as ${name:+$name }$("$box" id -u):$("$box" id -g), with"
	variables=$(
		(
			set -- "$box"
			eval "$environment"
			"$1" env -0
		) | "$box" tr '\n\000' '\001\n' | "$box" sed 's/[[:cntrl:]].*//' | "$box" grep -Ev "$OWN" |
			LC_ALL=C "$box" sort | "$box" sed -E "$SECRET" | "$box" cut -c 1-120 | "$box" tr '\n' ' '
	)
	say "  ${variables% }"
}

# Matches calls in a trace that need network: unreachable addresses and DNS servers.
OUTSIDE='= -1 E(NETUNREACH|HOSTUNREACH|ADDRNOTAVAIL) |connect\(.*htons\(53\)'

explain_once() {
	[ -n "$explained" ] || explain
	explained=yes
}

# Prints possible causes of a failure that the check itself cannot know.
explain() {
	explain_surroundings
	is_full
	case $why in
	trace)
		case $run in
		first) say 'the check fails even before pruning' ;;
		pretend)
			[ -e "$unread" ] || return 0
			say 'in this run it only believed that it changed its user: where it really did, strace could not read its memory'
			say 'start it as that user with "user:", or keep whole packages, which needs no trace, with "prune: packages"'
			;;
		*) say 'this was its second run, in another copy of the tree: a check that fails at random does so in the image, too' ;;
		esac
		if is_traced && "$box" grep -Eq "$OUTSIDE" "$notes/trace"; then say 'it tried to use the network; checks have none'; fi
		;;
	gate)
		[ -n "$options" ] && [ -n "$probe" ] || return
		say "probes are not traced: files that only $probe uses may be missing from the image"
		say 'probe with a program whose files the image has, or name the files in "keep"'
		;;
	esac
}

why=$1
run=
if [ "$why" = trace ]; then
	run=$2
	shift
	end_needless
	if [ "$run" = pretend ] && [ -e "$unread" ] && [ ! -s "$unread" ]; then exit; fi
	[ "$run" = first ] || exec 3>&2 >"$notes/said" 2>&1
fi
read_options
limit=$3
case $2 in
run)
	must_find "$4"
	start_trace
	must_run "$4" become_checked
	;;
start)
	signal=$4
	ready=$5
	command=$6
	start_daemon
	await_ready
	probe=
	ask_all
	probe=${7:-}
	if [ -n "$probe" ]; then
		must_find "$probe"
		must_run "$probe" become
	fi
	probe=
	stop_daemon
	;;
esac
leave 0
