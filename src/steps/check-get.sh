# The part of `check` that asks a server on this machine, from outside the image: for `ready: http://…` and for `get`. It reads
# `here`, `box`, `tree`, `daemon`, `command` and `limit`.
#
# The requests of `get` lie in /.mib-get/0, /.mib-get/1, …, each with
#   target    SCHEME HOST PORT
#   line      the request as people read it: GET /login
#   request   the bytes to send
#   status    the status to expect; empty for 200 to 399
#   contains  a text that a line of the body has to have; empty for none
# No word of these files is a shell's.
#
# shellcheck shell=dash disable=SC2034,SC2154

wrong=193                          # the status for a wrong answer to the first request, as in src/protocol/get.ts; no signal has it

requests=$tree/.mib-get
pipe=$tree/dev/shm/.mib-request    # what the client reads; it stays open, for many servers hang up once a client has
reply=$tree/dev/shm/.mib-answer    # what the server said, up to 4 MiB
cr=$(printf '\r')

# Sends the bytes of a file and writes what is answered to `$reply`, within so many seconds.
send() { # FILE SCHEME HOST PORT SECONDS
	local client writer
	: >"$reply"
	[ -p "$pipe" ] || "$box" mkfifo "$pipe" || return
	exec 9<>"$pipe"
	"$box" cat "$1" >&9 &
	writer=$!
	case $2 in
	https) tls_client "$3:$4" "$5" ;;
	*) "$box" timeout -s KILL "$5" "$box" nc "$3" "$4" ;;
	esac <&9 2>/dev/null | "$box" head -c 4194304 >"$reply"
	exec 9>&-
	kill -KILL "$writer" 2>/dev/null
	wait "$writer" 2>/dev/null
	"$box" rm -f "$pipe"
}

# A client for TLS that asks no certificate who it is. It brings its own loader and libraries, as strace does, and no settings of the
# image are for it.
tls_client() { # ADDRESS SECONDS
	"$box" timeout -s KILL "$2" "$box" env -i OPENSSL_CONF=/dev/null "$here/openssl/ld.so" --inhibit-cache \
		--library-path "$here/openssl" "$here/openssl/openssl" s_client -quiet -nocommands -cipher DEFAULT@SECLEVEL=0 \
		-connect "$1"
}

# Prints the first line of the answer.
status_line() {
	"$box" head -n 1 "$reply" | "$box" tr -d '\r' | "$box" head -c 200
}

# Asks once for a URL, for `ready`. Prints the status line.
http_status() { # URL
	local scheme=${1%%://*} rest=${1#*://} authority path host port
	authority=${rest%%/*}
	path=${rest#"$authority"}
	host=${authority%%:*}
	port=${authority#"$host"}
	port=${port#:}
	[ -n "$port" ] || case $scheme in https) port=443 ;; *) port=80 ;; esac
	printf 'GET %s HTTP/1.0\r\nHost: %s\r\nUser-Agent: mib\r\nAccept: */*\r\nConnection: close\r\n\r\n' \
		"${path:-/}" "$authority" >"$reply.request"
	send "$reply.request" "$scheme" "$host" "$port" 3
	status_line
}

# Asks for everything that `get` names. A wrong answer fails the check, but only after all requests are sent.
ask_all() {
	local number=0 first='' shown='' said='' line lack
	while [ -d "$requests/$number" ]; do
		line=$("$box" cat "$requests/$number/line")
		ask_for "$requests/$number"
		lack=$(explain_answer "$requests/$number")
		if [ -n "$lack" ]; then
			[ -n "$first" ] || shown=$(show_answer 2>&1)
			first=${first:-$number}
			said="${said}check: $line $lack
"
		fi
		number=$((number + 1))
	done
	[ -z "$first" ] || fail_answer "$first" "$shown" "$said"
}

# Sends a request. A check whose server does not answer at all fails.
ask_for() { # FOLDER
	local scheme host port
	read -r scheme host port <"$1/target"
	send "$1/request" "$scheme" "$host" "$port" "$limit"
	[ ! -s "$reply" ] || return 0
	kill -0 "$daemon" 2>/dev/null || fail_ended "when it was asked: $line"
	fail 124 "$line had no answer from $scheme://$host:$port within $limit s"
}

# Fails the check with a status that tells the first wrong answer. What matters most is last, where BuildKit shows only the
# end.
fail_answer() { # NUMBER ANSWER MESSAGES
	end_daemon
	explain_once
	show_log
	printf '%s\n%s' "$2" "$3" >&2
	[ $((wrong + $1)) -lt 255 ] || leave 1
	leave $((wrong + $1))
}

# Prints what is wrong with the answer; nothing where it is right.
explain_answer() { # FOLDER
	local first status wanted text
	first=$(status_line)
	status=${first#HTTP/* }
	status=${status%% *}
	wanted=$("$box" cat "$1/status")
	text=$("$box" cat "$1/contains")
	case $first in
	HTTP/[0-9]*' '[1-5][0-9][0-9] | HTTP/[0-9]*' '[1-5][0-9][0-9]' '*) ;;
	*)
		echo 'was answered by something other than HTTP'
		return
		;;
	esac
	case $wanted$status in
	[23]?? | "$status$status") ;;
	[1-5]??)
		echo "was answered by $first, and not by a status from 200 to 399"
		return
		;;
	*)
		echo "was answered by $first, and not by the status $wanted"
		return
		;;
	esac
	[ -z "$text" ] || body | "$box" grep -Fq -e "$text" || echo "was answered without \"$text\""
}

# Prints what follows the head of the answer.
body() {
	"$box" sed "1,/^$cr*\$/d" "$reply"
}

# Shows the answer's beginning: its status line, and what follows the head.
show_answer() {
	{
		status_line
		echo
		body | "$box" head -c 4096 | readable
	} | "$box" head -n 10 | indented
}

# Shows the end of what the daemon wrote.
show_log() {
	[ -s "$log" ] || return 0
	say "the end of what $command wrote:"
	"$box" tail -n 20 "$log" | readable | indented
}

indented() {
	"$box" sed 's/^/  | /' >&2
}

# Leaves out what is no printable text, and ends long lines. Bytes beyond ASCII may be parts of letters.
readable() {
	"$box" tr -d '\000-\010\013-\037\177' | "$box" cut -c 1-160
}
