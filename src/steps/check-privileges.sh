# The part of `check` about changes of the user. It reads `box`, `tree`, `notes`, `run`, `log`, `options` and `started`.
#
# The kernel gives a traced program no new rights when it starts unless the tracer has CAP_SYS_PTRACE, which no build step
# has: setuid and setgid bits and file capabilities do nothing then (linux/security/commoncap.c, cap_bprm_creds_from_file).
#
# shellcheck shell=dash disable=SC2154

# The times that a program starts itself before a run that pretends counts as endless.
ENDLESS=8

# Writes to `gained` the programs in the trace that get rights from their file when they start. Fails if there are none.
note_gaining() {
	local path
	"$box" sed -n 's/^[0-9]* *execve("\([^"]*\)".*/\1/p' "$notes/trace" | "$box" sort -u | while read -r path; do
		show_gaining "$path"
	done >"$notes/gained"
	if [ -s "$notes/gained" ]; then return; fi
	"$box" rm "$notes/gained"
	return 1
}

# Prints the path of a program, or of its interpreter, if its file gives it rights.
show_gaining() { # PATH
	local path=$1 line
	case $path in
	/*) path=${1#"$tree"} ;;
	*) path=${PWD#"$tree"}/$1 ;;
	esac
	[ -f "$tree$path" ] || return 0
	if [ "$("$box" head -c 2 "$tree$path" 2>/dev/null)" = '#!' ]; then
		read -r line <"$tree$path"
		line=${line#'#!'}
		line=${line#"${line%%[! ]*}"}
		path=${line%%[ 	]*}
	fi
	if [ -u "$tree$path" ] || [ -g "$tree$path" ] ||
		"$box" getfattr -n security.capability "$tree$path" >/dev/null 2>&1; then
		echo "$path"
	fi
}

# Replaces this shell with the same check without strace if a program would have got rights. That run decides, and the
# trace is one of a program without these rights.
start_over_untraced() { # STATUS
	[ -n "$options" ] && [ "$run" != pretend ] || return 0
	is_traced && note_gaining || return 0
	finish_trace || return 0
	[ "$1" -eq 0 ] || : >"$notes/failed"
	"$box" rm -f "$notes/options" "$notes/pipe" "$log" "$log.pipe"
	say "$("$box" head -n 1 "$notes/gained") gets rights when it starts, but not under strace; the check runs again without"
	case $run in '' | first) ;; *) exec >&3 2>&3 3>&- ;; esac
	eval "$environment
exec $started"
}

# Prints words as a shell reads them.
quoted() { # WORD...
	local word
	for word; do
		printf "'%s' " "$(printf %s "$word" | "$box" sed "s/'/'\\\\''/g")"
	done
}

# Ends the run of a non-root image that only pretends, unless the first run needs it.
end_needless() {
	[ "$run" = pretend ] && [ -d "$tree/.mib-first" ] && [ ! -e "$tree/.mib-first/gained" ] || return 0
	exit 0
}

# Ends a program in a run that pretends if it starts itself again and again: an entrypoint that changes the user and then
# runs itself finds itself still root. The real runs have seen all that comes next.
end_endless() { # PID
	local tries
	[ "$run" = pretend ] && [ -n "$options" ] || return 0
	(
		while kill -0 "$1" 2>/dev/null; do
			"$box" usleep 300000
			is_endless || continue
			: >"$notes/endless"
			kill -KILL "$1"
			# Each pass is faster than the newest process, which has to start another one first.
			tries=200
			while [ "$((tries -= 1))" -gt 0 ] && is_one_traced; do end_traced; done
		done
	) 2>/dev/null &
}

# Tests whether strace still has a process.
is_one_traced() {
	"$box" grep -q '^TracerPid:[[:space:]]*[1-9]' "$tree"/proc/[0-9]*/status
}

# Tests whether a process and those above it started the same program with the same arguments ENDLESS times.
is_endless() {
	"$box" awk -v most="$ENDLESS" '
		/ execve\(/ && !/ = -1 E/ {
			line = $0
			sub(/^[0-9]+ +/, "", line)
			sub(/, 0x[0-9a-f]+ \/\*.*/, "", line)
			count[$1, line]++
			calls[$1, line] = line
		}
		/^[0-9]+ +(clone|clone3|fork|vfork)\(.* = [0-9]+$/ { parent[$NF] = $1 }
		/^[0-9]+ +<\.\.\. (clone|clone3|fork|vfork) resumed>.* = [0-9]+$/ { parent[$NF] = $1 }
		END {
			for (key in count) {
				split(key, part, SUBSEP)
				total = 0
				for (pid = part[1]; pid != "" && steps++ < 1000000; pid = parent[pid]) total += count[pid, calls[key]]
				if (total >= most) exit 0
			}
			exit 1
		}' "$notes/trace"
}
