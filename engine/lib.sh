# Paths and functions that all commands of the engine share.
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

engine_suite=${MIB_ENGINE_SUITE:-forky} # the Debian suite of the tree; read when the tree is created
store=${MIB_ENGINE_STORE:-containerd}   # the image store, containerd or graphdriver; read at each start

say() { printf 'engine: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# A pid file may be stale and its pid reused. A process is the engine's only if its command line has a path of the engine.
alive() { # PIDFILE PATH
  [ -s "$1" ] && grep -qsaF "$2" "/proc/$(cat "$1")/cmdline"
}
running() { alive "$run/docker.pid" "$config"; }

use_engine() { export DOCKER_HOST="unix://$socket" PATH="$bin:$PATH"; }

in_tree() { PATH=/usr/sbin:/usr/bin chroot "$tree" "$@"; }

# Only debootstrap knows the URL of Debian's mirror.
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

# An old debootstrap has no script for a new suite; the script of sid works for all suites.
# The mount namespace removes the mounts of an interrupted run.
bootstrap() { # SUITE FOLDER
  script=sid
  [ ! -e "/usr/share/debootstrap/scripts/$1" ] || script=$1
  DPKG_FORCE=unsafe-io unshare --mount debootstrap --variant=minbase "$1" "$2" "$(mirror)" "$script"
}
