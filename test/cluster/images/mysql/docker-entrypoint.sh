#!/bin/bash
# Starts MySQL by the conventions of docker.io/library/mysql (https://hub.docker.com/_/mysql): an empty data directory is
# initialised from the environment and /docker-entrypoint-initdb.d.
set -eo pipefail
shopt -s nullglob

fail() {
  echo "$(date --rfc-3339=seconds) [ERROR] [Entrypoint]: $*" >&2
  exit 1
}

# A variable, or the content of the file that NAME_FILE names, or a default.
from_environment() {
  local name=$1 file=${1}_FILE
  [[ -z ${!name} || -z ${!file} ]] || fail "Both $name and $file are set (but are exclusive)"
  local value=${!name:-$2}
  [[ -z ${!file} ]] || value=$(< "${!file}")
  export "$name"="$value"
  unset "$file"
}

sql() { mysql --protocol=socket -uroot -hlocalhost --socket="$socket" --batch --skip-column-names "$@"; }

# A text as SQL writes it.
quoted() { printf "'%s'" "$(sed "s/\\\\/\\\\\\\\/g; s/'/''/g" <<< "$1")"; }

require_password() {
  if [[ -z $MYSQL_ROOT_PASSWORD && -z $MYSQL_ALLOW_EMPTY_PASSWORD && -z $MYSQL_RANDOM_ROOT_PASSWORD ]]; then
    fail 'Database is uninitialized and password option is not specified.' \
      'Set MYSQL_ROOT_PASSWORD, MYSQL_ALLOW_EMPTY_PASSWORD or MYSQL_RANDOM_ROOT_PASSWORD.'
  fi
  if [[ -n $MYSQL_RANDOM_ROOT_PASSWORD ]]; then
    MYSQL_ROOT_PASSWORD=$(pwgen --numerals --capitalize --symbols -1 32)
    echo "GENERATED ROOT PASSWORD: $MYSQL_ROOT_PASSWORD"
  fi
}

accounts() {
  echo 'SET @@SESSION.SQL_LOG_BIN=0;'
  local root_password host user
  root_password=$(quoted "$MYSQL_ROOT_PASSWORD")
  if [[ $MYSQL_ROOT_HOST != localhost ]]; then
    host=$(quoted "$MYSQL_ROOT_HOST")
    echo "CREATE USER root@$host IDENTIFIED BY $root_password; GRANT ALL ON *.* TO root@$host WITH GRANT OPTION;"
  fi
  if [[ -n $MYSQL_DATABASE ]]; then echo "CREATE DATABASE IF NOT EXISTS \`$MYSQL_DATABASE\`;"; fi
  if [[ -n $MYSQL_USER && -n $MYSQL_PASSWORD ]]; then
    user=$(quoted "$MYSQL_USER")
    echo "CREATE USER $user@'%' IDENTIFIED BY $(quoted "$MYSQL_PASSWORD");"
    if [[ -n $MYSQL_DATABASE ]]; then echo "GRANT ALL ON \`${MYSQL_DATABASE//_/\\_}\`.* TO $user@'%';"; fi
  fi
  # Last, for it ends the way in without a password.
  echo "ALTER USER root@localhost IDENTIFIED BY $root_password;"
}

run_scripts() {
  local file client=(sql)
  if [[ -n $MYSQL_DATABASE ]]; then client+=("$MYSQL_DATABASE"); fi
  for file; do
    case $file in
      *.sh) if [[ -x $file ]]; then "$file"; else . "$file"; fi ;;
      *.sql) "${client[@]}" < "$file" ;;
      *.sql.gz) gunzip -c "$file" | "${client[@]}" ;;
      *.sql.xz) xz -dc "$file" | "${client[@]}" ;;
      *.sql.zst) zstd -dc "$file" | "${client[@]}" ;;
    esac
  done
}

# Fills a fresh data directory, through a server that only this container reaches.
fill() {
  socket=/var/run/mysqld/mysqld.sock
  "$@" --skip-networking --mysqlx=OFF --socket="$socket" &
  local server=$! tries
  for tries in {1..600}; do
    if sql -e 'SELECT 1' &> /dev/null; then break; fi
    kill -0 $server 2> /dev/null || fail 'The server for the initialisation has ended.'
    sleep 0.1
  done
  sql -e 'SELECT 1' > /dev/null || fail 'The server for the initialisation does not answer.'
  accounts | sql
  export MYSQL_PWD=$MYSQL_ROOT_PASSWORD
  run_scripts /docker-entrypoint-initdb.d/*
  unset MYSQL_PWD
  kill $server
  wait $server || fail 'The server for the initialisation has not ended well.'
}

if [[ ${1:0:1} = - ]]; then set -- mysqld "$@"; fi
if [[ $1 = mysqld ]] && ! [[ " $* " =~ \ (--help|--version|-V|-\?|--verbose)\  ]]; then
  datadir=$("$@" --verbose --help 2> /dev/null | awk '$1 == "datadir" { print $2; exit }')
  if [[ $(id -u) = 0 ]]; then
    mkdir -p "$datadir" /var/run/mysqld
    find "$datadir" /var/run/mysqld \! -user mysql -exec chown mysql: '{}' +
    exec gosu mysql "${BASH_SOURCE[0]}" "$@"
  fi
  if [[ ! -d $datadir/mysql ]]; then
    for name in MYSQL_ROOT_PASSWORD MYSQL_DATABASE MYSQL_USER MYSQL_PASSWORD; do from_environment $name; done
    from_environment MYSQL_ROOT_HOST %
    require_password
    "$@" --initialize-insecure
    fill "$@"
    echo 'MySQL init process done. Ready for start up.'
  fi
fi
exec "$@"
