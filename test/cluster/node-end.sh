#!/bin/sh
# Asks every program in the node to end and waits until all have, at most so many tenths of a second.
# usage: node-end.sh TENTHS
set -u
trap '' TERM
# Inside of its namespace «everybody» is who lives there, but for the first process.
kill -TERM -1
left=$1
# Those that watch over containers stay until the node ends; the API server waits a minute for an etcd that has gone.
while [ "$left" -gt 0 ] && cat /proc/[0-9]*/comm 2>/dev/null | grep -qvE '^(containerd-shim.*|kube-apiserver|etcd|pause|sh|cat|grep|sleep)$'; do
  sleep 0.1
  left=$((left - 1))
done
