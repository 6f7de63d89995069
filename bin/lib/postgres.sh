# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # variables are shared between these files
# A PostgreSQL cluster that lives as long as the script does.

postgres_dir=""
postgres_port=""

# initdb and postgres refuse to be root.
as_postgres() {
  if [[ "$(id -u)" != 0 ]]; then
    "$@"
  elif have runuser; then
    runuser -u postgres -- "$@"
  else
    su postgres -s /bin/sh -c "$(printf '%q ' "$@")"
  fi
}

# Starts it, and exports INDGANG_TEST_POSTGRES. fsync stays on: the tests prove durability.
start_postgres() {
  need_postgres
  postgres_dir="$(mktemp -d "${TMPDIR:-/tmp}/indgang-postgres.XXXXXX")"
  if [[ "$(id -u)" == 0 ]]; then chown postgres "$postgres_dir"; fi
  postgres_port="$(free_port)"
  say "starting a throw-away PostgreSQL $("$postgres_bin/postgres" --version | grep -oE '[0-9.]+' | head -1) on port $postgres_port"
  (
    cd "$postgres_dir"
    as_postgres "$postgres_bin/initdb" -D "$postgres_dir/data" -U indgang -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
    as_postgres "$postgres_bin/pg_ctl" -D "$postgres_dir/data" -l "$postgres_dir/log" -w -t 60 start \
      -o "-c listen_addresses=127.0.0.1 -p $postgres_port -c unix_socket_directories='$postgres_dir' -c max_connections=300" >/dev/null
  ) </dev/null || {
    cat "$postgres_dir/log" >&2 2>/dev/null || true
    return 1
  }
  # A superuser's: each test makes the databases and roles it needs.
  export INDGANG_TEST_POSTGRES="postgres://indgang@127.0.0.1:$postgres_port/postgres"
}

stop_postgres() {
  [[ -n "$postgres_dir" ]] || return 0
  (cd "$postgres_dir" && as_postgres "$postgres_bin/pg_ctl" -D "$postgres_dir/data" -m immediate -w stop >/dev/null 2>&1) || true
  rm -rf "$postgres_dir"
  postgres_dir=""
}
