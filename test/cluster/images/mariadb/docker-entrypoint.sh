#!/bin/bash
# Starts MariaDB by the conventions of docker.io/library/mariadb (https://mariadb.com/kb/en/mariadb-server-docker-official-image-environment-variables/):
# an empty data directory is initialised from the environment and /docker-entrypoint-initdb.d.
set -eo pipefail
shopt -s nullglob

fail() {
  echo "$(date --rfc-3339=seconds) [ERROR] [Entrypoint]: $*" >&2
  exit 1
}

# MARIADB_NAME, MYSQL_NAME, or the content of the file that one of them with _FILE names; into MARIADB_NAME.
from_environment() {
  local name=MARIADB_$1 old=MYSQL_$1 value=''
  local candidate
  for candidate in "$name" "$old"; do
    local file=${candidate}_FILE
    [[ -z ${!candidate} || -z ${!file} ]] || fail "Both $candidate and $file are set (but are exclusive)"
    if [[ -z $value && -n ${!candidate} ]]; then value=${!candidate}; fi
    if [[ -z $value && -n ${!file} ]]; then value=$(< "${!file}"); fi
  done
  export "$name"="${value:-$2}"
}

datadir_of() { "$@" --verbose --help 2> /dev/null | awk '$1 == "datadir" { print $2; exit }'; }

sql() { mariadb --protocol=socket -uroot -hlocalhost --socket="$socket" --batch --skip-column-names "$@"; }

# A text as SQL writes it.
quoted() { printf "'%s'" "$(sed "s/\\\\/\\\\\\\\/g; s/'/''/g" <<< "$1")"; }

initialise() {
  if [[ -z $MARIADB_ROOT_PASSWORD && -z $MARIADB_ALLOW_EMPTY_ROOT_PASSWORD && -z $MARIADB_RANDOM_ROOT_PASSWORD ]]; then
    fail 'Database is uninitialized and password option is not specified.' \
      'Set MARIADB_ROOT_PASSWORD, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD or MARIADB_RANDOM_ROOT_PASSWORD.'
  fi
  if [[ -n $MARIADB_RANDOM_ROOT_PASSWORD ]]; then
    MARIADB_ROOT_PASSWORD=$(pwgen --numerals --capitalize --symbols -1 32)
    echo "GENERATED ROOT PASSWORD: $MARIADB_ROOT_PASSWORD"
  fi
  mariadb-install-db --datadir="$datadir" --auth-root-authentication-method=normal --skip-test-db \
    --default-time-zone=SYSTEM --enforce-storage-engine= > /dev/null
}

accounts() {
  echo 'SET @@SESSION.SQL_LOG_BIN=0;'
  # The installation makes root for the host's name and addresses too, without a password.
  echo "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost'); FLUSH PRIVILEGES;"
  local root_password host
  root_password=$(quoted "$MARIADB_ROOT_PASSWORD")
  if [[ $MARIADB_ROOT_HOST != localhost ]]; then
    host=$(quoted "$MARIADB_ROOT_HOST")
    echo "GRANT ALL ON *.* TO root@$host IDENTIFIED BY $root_password WITH GRANT OPTION;"
  fi
  local check
  check=$(pwgen --numerals --capitalize -1 32)
  for host in localhost 127.0.0.1 ::1; do
    echo "CREATE USER healthcheck@'$host' IDENTIFIED BY '$check'; GRANT USAGE ON *.* TO healthcheck@'$host';"
  done
  printf '[mariadb-client]\nsocket=%s\nprotocol=socket\nuser=healthcheck\npassword=%s\n' "$socket" "$check" \
    > "$datadir/.my-healthcheck.cnf"
  if [[ -n $MARIADB_DATABASE ]]; then echo "CREATE DATABASE IF NOT EXISTS \`$MARIADB_DATABASE\`;"; fi
  if [[ -n $MARIADB_USER && -n $MARIADB_PASSWORD ]]; then
    echo "CREATE USER $(quoted "$MARIADB_USER")@'%' IDENTIFIED BY $(quoted "$MARIADB_PASSWORD");"
    if [[ -n $MARIADB_DATABASE ]]; then
      echo "GRANT ALL ON \`${MARIADB_DATABASE//_/\\_}\`.* TO $(quoted "$MARIADB_USER")@'%';"
    fi
  fi
  if [[ -n $MARIADB_REPLICATION_USER ]]; then
    echo "CREATE USER $(quoted "$MARIADB_REPLICATION_USER")@'%' IDENTIFIED BY $(quoted "$MARIADB_REPLICATION_PASSWORD");"
    echo "GRANT REPLICATION REPLICA ON *.* TO $(quoted "$MARIADB_REPLICATION_USER")@'%';"
  fi
  # Last, for it ends the way in without a password.
  echo "ALTER USER root@localhost IDENTIFIED BY $root_password;"
}

run_scripts() {
  local file client=(sql)
  if [[ -n $MARIADB_DATABASE ]]; then client+=("$MARIADB_DATABASE"); fi
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
  socket=/run/mysqld/mysqld.sock
  "$@" --skip-networking --socket="$socket" --skip-slave-start --default-time-zone=SYSTEM --wsrep_on=OFF &
  local server=$! tries
  for tries in {1..300}; do
    if sql -e 'SELECT 1' &> /dev/null; then break; fi
    kill -0 $server 2> /dev/null || fail 'The server for the initialisation has ended.'
    sleep 0.1
  done
  sql -e 'SELECT 1' > /dev/null || fail 'The server for the initialisation does not answer.'
  mariadb-tzinfo-to-sql /usr/share/zoneinfo 2> /dev/null | sql mysql
  accounts | sql
  export MYSQL_PWD=$MARIADB_ROOT_PASSWORD
  run_scripts /docker-entrypoint-initdb.d/*
  unset MYSQL_PWD
  kill $server
  wait $server || fail 'The server for the initialisation has not ended well.'
}

if [[ ${1:0:1} = - ]]; then set -- mariadbd "$@"; fi
if [[ $1 = mariadbd || $1 = mysqld ]] && ! [[ " $* " =~ \ (--help|--version|-V|-\?|--verbose)\  ]]; then
  datadir=$(datadir_of "$@")
  if [[ $(id -u) = 0 ]]; then
    mkdir -p "$datadir" /run/mysqld
    find "$datadir" /run/mysqld \! -user mysql -exec chown mysql: '{}' +
    exec gosu mysql "${BASH_SOURCE[0]}" "$@"
  fi
  if [[ ! -d $datadir/mysql ]]; then
    for name in ROOT_PASSWORD ALLOW_EMPTY_ROOT_PASSWORD RANDOM_ROOT_PASSWORD DATABASE USER PASSWORD \
      REPLICATION_USER REPLICATION_PASSWORD; do
      from_environment $name
    done
    from_environment ROOT_HOST %
    initialise
    fill "$@"
    echo 'MariaDB init process done. Ready for start up.'
  fi
fi
exec "$@"
