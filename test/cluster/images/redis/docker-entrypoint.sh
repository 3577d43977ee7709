#!/bin/sh
# Starts Redis by the conventions of docker.io/library/redis (https://hub.docker.com/_/redis).
set -e

# Options alone, or a configuration file, mean the server.
if [ "${1#-}" != "$1" ] || [ "${1%.conf}" != "$1" ]; then
  set -- redis-server "$@"
fi

if [ "$1" = redis-server ] || [ "$1" = redis-sentinel ]; then
  if [ "$(id -u)" = 0 ]; then
    find . \! -user redis -exec chown redis '{}' +
    exec gosu redis "$0" "$@"
  fi
  if [ "$(umask)" = 0022 ]; then umask 0077; fi
  # That image is built with the protected mode off, which Debian's package has on.
  if ! grep -qs '^[[:space:]]*protected-mode' -- "${2:-}"; then
    case " $* " in
      *' --protected-mode '*) ;;
      *) set -- "$@" --protected-mode no ;;
    esac
  fi
fi
exec "$@"
