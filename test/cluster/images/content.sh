#!/bin/sh
# Fills a containerd root with the images of an archive, unpacked: what a fresh cluster begins with. A containerd of its
# own does it, in namespaces of its own.
# usage: content.sh ARCHIVE FOLDER          writes FOLDER/containerd
set -eu
archive=$1 folder=$2
mount -t tmpfs tmpfs /run
cat > /run/containerd.toml <<END
version = 2
root = "$folder/containerd"
state = "/run/state"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
[grpc]
  address = "/run/containerd.sock"
END
containerd --config /run/containerd.toml --log-level warn > /run/log 2>&1 &
server=$!
client() { ctr --address /run/containerd.sock --namespace k8s.io "$@"; }
tries=0
until client version > /dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -gt 100 ]; then
    cat /run/log >&2
    exit 1
  fi
  sleep 0.1
done
client images import "$archive" > /dev/null
# Its databases are whole once it has ended.
kill "$server"
wait "$server" || true
