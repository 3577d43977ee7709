#!/bin/bash
# Answers the checks of docker.io/library/mariadb's healthcheck.sh that probes use most: --connect, --innodb_initialized.
set -euo pipefail

query() { mariadb --defaults-file=/var/lib/mysql/.my-healthcheck.cnf --skip-column-names --batch -e "$1"; }

for check; do
  case $check in
    --connect) query 'SELECT 1' > /dev/null ;;
    --innodb_initialized)
      [ "$(query "SELECT COUNT(*) FROM information_schema.ENGINES WHERE engine='innodb' AND support IN ('YES','DEFAULT')")" = 1 ]
      ;;
    *)
      echo "healthcheck.sh of this image does not know $check" >&2
      exit 2
      ;;
  esac
done
