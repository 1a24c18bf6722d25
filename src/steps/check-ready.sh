# The part of `check` that waits until a daemon is ready. It reads `box`, `log`, `daemon`, `ready`, `command` and
# `limit`, and sets `copier` and `lack`, the reason why the daemon is not ready.
#
# shellcheck shell=dash disable=SC2034,SC2154

# Ends the check if the expression is invalid; busybox compiles it only if there is a line to match.
check_expression() {
	echo | "$box" grep -Eq -e "${ready#log:}"
	[ $? -lt 2 ] || exit 2
}

# Copies what the daemon writes to a file that can be searched and shown.
keep_log() {
	"$box" mkfifo "$log.pipe" || exit
	"$box" tee "$log" <"$log.pipe" >&2 &
	copier=$!
}

# Waits until the daemon's last output is copied. A process that it left behind may keep the pipe open.
finish_log() {
	[ -z "$copier" ] || gone_within "$copier" 1
}

# Polls until the daemon answers. The check fails if the daemon ends or the time is up.
await_ready() {
	local end
	pause 0
	end=$((clock + limit * 100))
	lack='strace has not begun'
	until has_begun && is_ready $(((end - clock) / 100 + 1)); do
		kill -0 "$daemon" 2>/dev/null || fail_ended 'before it was ready'
		pause 0
		[ "$clock" -lt "$end" ] || fail 124 "$command was not ready within $limit s: $lack"
		pause 5
	done
}

# Tests once whether the daemon is ready. A command may take at most SECONDS.
is_ready() { # SECONDS
	local answer status
	lack="no answer from $ready"
	case $ready in
	http://* | https://*)
		answer=$(http_status "$ready")
		case $answer in
		HTTP/*' '[23][0-9][0-9]*) ;;
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
		answer=$(ask "$1" 2>&1)
		status=$?
		lack="$ready $(describe "$status")${answer:+: $answer}"
		return "$status"
		;;
	esac >/dev/null 2>&1
}

# Tests whether something listens. A server that sends nothing keeps nc waiting, which also counts (143).
accepts() {
	"$box" timeout 1 "$box" nc -w 1 "${1%:*}" "${1##*:}" </dev/null
	case $? in 0 | 143) ;; *) return 1 ;; esac
}

# Replaces this subshell with the command that tests whether the daemon is ready, for at most SECONDS.
ask() { # SECONDS
	local left=$1 program
	eval "set -- $ready"
	program=$(find_program "$1")
	shift
	replace "$box" timeout -s KILL "$left" "$program" "$@"
}
