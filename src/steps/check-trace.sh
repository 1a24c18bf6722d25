# The part of `check` that runs a command under strace. It reads `here`, `box`, `tree` and `notes`, and sets `options`, `reader`
# and, for the program, `environment`.
#
# shellcheck shell=dash disable=SC2154

# Reads strace's options, if there are any.
read_options() {
	[ -e "$notes/options" ] || return 0
	options=$("$box" cat "$notes/options")
	: >"$notes/trace"
}

# Starts to read the trace, just before strace starts to write it. The end of the pipe shows that strace has written
# everything. It never comes if strace does not end.
start_trace() {
	[ -n "$options" ] || return 0
	"$box" mkfifo "$notes/pipe" || exit
	"$box" setsid "$box" cat "$notes/pipe" >"$notes/trace" &
	reader=$!
	trap '[ -z "$reader" ] || kill "$reader" 2>/dev/null' EXIT
}

# Replaces this (sub)shell with the program that the check tests, under strace if wanted. The tracer runs in a session of
# its own, so that the program keeps its process id and signals for one do not reach the other. A tree may lack strace's
# loader and libraries, so both come with it. strace must not use the tree's ld.so.cache or LD_PRELOAD.
become_checked() {
	local program preload
	[ -n "$options" ] || become "$@"
	program=$(find_program "$1")
	shift
	preload=${LD_PRELOAD:-}
	environment="$environment
unset LD_PRELOAD"
	# shellcheck disable=SC2086  # the options are words
	replace "$here/strace/ld.so" --inhibit-cache --library-path "$here/strace" "$here/strace/strace" --daemonize=session \
		$options --output="$notes/pipe" ${preload:+"--env=LD_PRELOAD=$preload"} -- "$program" "$@"
}

# Tests whether strace, if wanted, has hold of the program. A signal that ends the program before leaves strace waiting.
has_begun() {
	[ -z "$reader" ] || [ -s "$notes/trace" ]
}

# Waits until the whole trace is written. Processes that a check leaves behind are killed after one second.
finish_trace() {
	local tries=0
	[ -n "$reader" ] || return 0
	until gone_within "$reader" 1; do
		end_traced
		tries=$((tries + 1))
		if [ "$tries" -ge 10 ]; then
			say 'strace did not end'
			return 1
		fi
	done
	if ! wait "$reader"; then
		reader=
		say 'the trace could not be written'
		return 1
	fi
	reader=
	if [ ! -s "$notes/trace" ]; then
		say 'strace recorded nothing; if this engine forbids ptrace, use "prune: none", which needs no trace'
		return 1
	fi
}

# Kills processes that outlived the check: strace runs as long as they do.
end_traced() {
	local folder key value name tracer
	for folder in "$tree"/proc/[0-9]*; do
		name=
		tracer=0
		while read -r key value; do
			case $key in
			Name:) name=$value ;;
			TracerPid:) tracer=$value ;;
			esac
		done 2>/dev/null <"$folder/status"
		[ "$tracer" = 0 ] && continue
		say "$name was left running"
		kill -KILL "${folder##*/}" 2>/dev/null
	done
}

# Tests whether strace has written anything about a failed command. It may still be writing.
is_traced() {
	[ -n "$reader" ] || return
	gone_within "$reader" 1
	[ -s "$notes/trace" ]
}
