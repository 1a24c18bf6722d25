# What every command of the engine knows: where it lives, how to speak, how to tell its own processes.
# shellcheck shell=sh disable=SC2034
set -eu

here=$(cd "${0%/*}" && pwd -P)
home=$(realpath -m "${MIB_ENGINE_DIR:-${here%/*}/.engine}")

tree=$home/tree           # the Debian system that the daemon runs in
data=$home/data           # images, containers, build cache
run=$home/run             # socket, pid files
bin=$home/bin             # docker and docker-registry for the host's PATH
config=$home/daemon.json
log=$home/dockerd.log
socket=$run/docker.sock

engine_suite=${MIB_ENGINE_SUITE:-forky} # the Debian suite that the engine is from; asked for when the tree is made
store=${MIB_ENGINE_STORE:-containerd}   # where images lie: containerd, or graphdriver; asked for at each start

say() { printf 'engine: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# A process is ours when its pid file is and when it was started with a path of ours: pids are used again.
alive() { # PIDFILE PATH
  [ -s "$1" ] && grep -qsaF "$2" "/proc/$(cat "$1")/cmdline"
}
running() { alive "$run/docker.pid" "$config"; }

use_engine() { export DOCKER_HOST="unix://$socket" PATH="$bin:$PATH"; }

in_tree() { PATH=/usr/sbin:/usr/bin chroot "$tree" "$@"; }

# debootstrap is the one program that knows where Debian is.
need_debootstrap() {
  command -v debootstrap >/dev/null && return
  say 'installing debootstrap'
  { apt-get update && apt-get install -y --no-install-recommends debootstrap debian-archive-keyring; } >/dev/null ||
    die 'debootstrap is missing and apt-get cannot install it'
}

mirror() {
  url=${MIB_MIRROR:-$(sed -n 's/^DEF_MIRROR="\(.*\)"$/\1/p' "$(command -v debootstrap)")}
  printf '%s\n' "${url%/}"
}

# An old debootstrap has no script for a new suite; all suites share the one of sid.
# A mount namespace takes the mounts of an interrupted run with it.
bootstrap() { # SUITE FOLDER
  script=sid
  [ ! -e "/usr/share/debootstrap/scripts/$1" ] || script=$1
  DPKG_FORCE=unsafe-io unshare --mount debootstrap --variant=minbase "$1" "$2" "$(mirror)" "$script"
}
