#!/usr/bin/env bash
# Starts PostgreSQL by the conventions of docker.io/library/postgres (https://hub.docker.com/_/postgres): an empty PGDATA
# is initialised from the environment and /docker-entrypoint-initdb.d, then the server takes this process's place.
set -Eeuo pipefail
shopt -s nullglob

fail() {
  echo "$*" >&2
  exit 1
}

# A variable, or the content of the file that NAME_FILE names, or a default.
from_environment() {
  local name=$1 default=${2:-} file=${1}_FILE
  [[ -z ${!name:-} || -z ${!file:-} ]] || fail "error: $name and $file are both set; only one may be"
  local value=${!name:-$default}
  [[ -z ${!file:-} ]] || value=$(< "${!file}")
  export "$name"="$value"
  unset "$file"
}

prepare_folders() {
  mkdir -p "$PGDATA" /var/run/postgresql
  chmod 0700 "$PGDATA" || :
  if [[ $(id -u) = 0 ]]; then
    find "$PGDATA" \! -user postgres -exec chown postgres '{}' +
    find /var/run/postgresql \! -user postgres -exec chown postgres '{}' +
    if [[ -n ${POSTGRES_INITDB_WALDIR:-} ]]; then
      install -d -o postgres -m 0700 "$POSTGRES_INITDB_WALDIR"
    fi
  fi
}

require_password() {
  if [[ -n $POSTGRES_PASSWORD || $POSTGRES_HOST_AUTH_METHOD = trust ]]; then return; fi
  fail 'Error: Database is uninitialized and superuser password is not specified.' \
    'Set POSTGRES_PASSWORD to a value that is not empty, or POSTGRES_HOST_AUTH_METHOD=trust to go without.'
}

initialise() {
  # initdb looks its user up; a user that the image does not know gets a name for as long as that takes.
  if ! getent passwd "$(id -u)" > /dev/null; then
    local wrapper
    wrapper=$(ls /usr/lib/*/libnss_wrapper.so)
    export LD_PRELOAD=$wrapper NSS_WRAPPER_PASSWD=/tmp/passwd NSS_WRAPPER_GROUP=/tmp/group
    echo "postgres:x:$(id -u):$(id -g):PostgreSQL:$PGDATA:/bin/false" > "$NSS_WRAPPER_PASSWD"
    echo "postgres:x:$(id -g):" > "$NSS_WRAPPER_GROUP"
  fi
  local arguments
  # Words of a shell, by the image's convention.
  eval "arguments=(${POSTGRES_INITDB_ARGS:-})"
  [[ -z ${POSTGRES_INITDB_WALDIR:-} ]] || arguments+=(--waldir "$POSTGRES_INITDB_WALDIR")
  # The wheel's clients look for the socket in /tmp, everybody else where the official image has it.
  [[ $PG_MAJOR = 15 ]] || arguments+=(--set unix_socket_directories=/var/run/postgresql,/tmp)
  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") "${arguments[@]}"
  if [[ -n ${NSS_WRAPPER_PASSWD:-} ]]; then
    rm -f "$NSS_WRAPPER_PASSWD" "$NSS_WRAPPER_GROUP"
    unset LD_PRELOAD NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP
  fi
  local method=${POSTGRES_HOST_AUTH_METHOD:-$(postgres -C password_encryption)}
  printf '\nhost all all all %s\n' "$method" >> "$PGDATA/pg_hba.conf"
}

# What scripts in /docker-entrypoint-initdb.d may call.
docker_process_sql() {
  local query=(psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc)
  [[ -z ${POSTGRES_DB:-} ]] || query+=(--dbname "$POSTGRES_DB")
  PGHOST= PGHOSTADDR= "${query[@]}" "$@"
}

run_scripts() {
  local file
  for file; do
    echo "$0: $file"
    case $file in
      *.sh) if [[ -x $file ]]; then "$file"; else . "$file"; fi ;;
      *.sql) docker_process_sql -f "$file" ;;
      *.sql.gz) gunzip -c "$file" | docker_process_sql ;;
      *.sql.xz) xz -dc "$file" | docker_process_sql ;;
      *.sql.zst) zstd -dc "$file" | docker_process_sql ;;
      *) echo "$0: ignoring $file" ;;
    esac
  done
}

# Fills a fresh data directory, through a server that only this container reaches.
fill() {
  PGUSER="${PGUSER:-$POSTGRES_USER}" pg_ctl -D "$PGDATA" -o "$(printf '%q ' "$@" -c listen_addresses= -p "${PGPORT:-5432}")" -w start
  export PGPASSWORD="${PGPASSWORD:-$POSTGRES_PASSWORD}"
  if [[ $POSTGRES_DB != postgres ]]; then
    POSTGRES_DB= docker_process_sql --dbname postgres --set db="$POSTGRES_DB" <<< 'CREATE DATABASE :"db";'
  fi
  run_scripts /docker-entrypoint-initdb.d/*
  PGUSER="${PGUSER:-postgres}" pg_ctl -D "$PGDATA" -m fast -w stop
  unset PGPASSWORD
}

if [[ ${1:-} = -* ]]; then set -- postgres "$@"; fi
if [[ ${1:-} = postgres ]] && ! [[ " $* " =~ \ (--help|--version|-V|-C|--describe-config)\  ]]; then
  prepare_folders
  if [[ $(id -u) = 0 ]]; then exec gosu postgres "$BASH_SOURCE" "$@"; fi
  from_environment POSTGRES_PASSWORD
  from_environment POSTGRES_USER postgres
  from_environment POSTGRES_DB "$POSTGRES_USER"
  from_environment POSTGRES_INITDB_ARGS
  : "${POSTGRES_HOST_AUTH_METHOD:=}"
  if [[ -s $PGDATA/PG_VERSION ]]; then
    echo; echo 'PostgreSQL Database directory appears to contain a database; Skipping initialization'; echo
  else
    if [[ ${PG_MAJOR} -ge 18 && -s /var/lib/postgresql/data/PG_VERSION ]]; then
      fail 'Error: /var/lib/postgresql/data holds a database of an older layout. From 18 on PGDATA is' \
        "$PGDATA; mount the volume at /var/lib/postgresql."
    fi
    require_password
    initialise
    fill "${@:2}"
    echo; echo 'PostgreSQL init process complete; ready for start up.'; echo
  fi
fi
exec "$@"
