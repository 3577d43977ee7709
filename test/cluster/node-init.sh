#!/bin/sh
# The first process of the node's namespaces: sets up network and mounts, then waits as PAUSE.
# usage: node-init.sh ADDRESS/BITS CNI-FOLDER LOG-FOLDER PAUSE
set -eu
address=$1 cni=$2 log=$3 pause=$4

# Mounts that a pod asks to be shared are seen by the kubelet, and none of them by the machine outside.
mount --make-rshared /
mount -t tmpfs -o mode=755 tmpfs /run
# Programs that write to fixed paths write to the cluster's own state.
mount --bind "$cni" /var/lib/cni
mount --bind "$log" /var/log

ip link set lo up
# A bridge without ports carries the node's address. The default route leads nowhere; Services need that there is one.
ip link add node0 type bridge
ip address add "$address" dev node0
ip link set node0 up
ip route add default dev node0
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.route_localnet=1 net.bridge.bridge-nf-call-iptables=1

touch /run/node-is-made
exec "$pause"
