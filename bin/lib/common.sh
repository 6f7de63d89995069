# shellcheck shell=bash
# shellcheck disable=SC2034
# Sourced by everything in bin/. Where things are, and how to speak.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
cd "$root"

# Everything that can be made again lives here, outside the checkout, so that
# every checkout on the machine shares it.
cache="${INDGANG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/indgang}"
mkdir -p "$cache"
cache="$(cd "$cache" && pwd)"

export CARGO_TARGET_DIR="$cache/target"
export PATH="$cache/cargo/bin:$cache/npm/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

# Cargo tells old from new by the files' times, and takes two checkouts for one: whoever builds here after another
# checkout did says that all its sources are new.
is_built_here() {
  [[ "$(cat "$CARGO_TARGET_DIR/.checkout" 2>/dev/null)" == "$PWD" ]] && return
  find domain app server frontend -name target -prune -o -type f -exec touch {} +
  mkdir -p "$CARGO_TARGET_DIR"
  printf '%s\n' "$PWD" >"$CARGO_TARGET_DIR/.checkout"
}
is_built_here

# One line on what is being done; to stderr, so that stdout stays for results.
say() { printf '\033[36m· %s\033[0m\n' "$*" >&2; }
fail() {
  printf '\033[31m✗ %s\033[0m\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command quietly; its output is shown only if it fails.
quietly() {
  local log status=0
  log="$(mktemp)"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if ((status != 0)); then
    cat "$log" >&2
  fi
  rm -f "$log"
  return "$status"
}

# As root: directly, or through sudo where there is one.
as_root() {
  if [[ "$(id -u)" == 0 ]]; then
    "$@"
  elif have sudo; then
    sudo "$@"
  else
    return 1
  fi
}

# A TCP port on the loopback address that nobody listens on right now.
free_port() {
  node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

# Two runs on one machine take turns at what they share.
locked() {
  local name="$1" fd
  shift
  if ! have flock; then
    "$@"
    return
  fi
  exec {fd}>"$cache/$name.lock"
  if ! flock -n "$fd"; then
    say "waiting for another run that holds $name"
    flock "$fd"
  fi
  local status=0
  "$@" {fd}>&- || status=$?
  exec {fd}>&-
  return "$status"
}
