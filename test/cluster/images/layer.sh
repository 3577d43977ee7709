#!/bin/sh
# Runs an image's own script on top of the Debian root and writes what it changed as a layer. It runs in a mount and a
# process namespace of its own, so that nothing of it stays.
# usage: layer.sh DEBIAN-ROOT FOLDER SCRIPT-FOLDER DOWNLOADS [NAME=VALUE…]          writes FOLDER/layer.tar
set -eu
debian=$1 folder=$2 scripts=$3 downloads=$4
shift 4

mkdir "$folder/changes" "$folder/work" "$folder/root"
mount -t overlay overlay -o "lowerdir=$debian,upperdir=$folder/changes,workdir=$folder/work" "$folder/root"
root=$folder/root
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/tmp"
mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
mkdir "$root/tmp/image" "$root/tmp/downloads"
mount --bind "$scripts" "$root/tmp/image"
mount --bind "$downloads" "$root/tmp/downloads"

chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
  DEBIAN_FRONTEND=noninteractive "$@" bash -eu /tmp/image/build.sh

umount "$root/tmp/image" "$root/tmp/downloads" "$root/etc/resolv.conf" "$root/tmp" "$root/proc" "$root"
cd "$folder/changes"
rm -rf var/cache/apt var/lib/apt/lists var/log/* var/cache/debconf var/cache/ldconfig
# What was removed: overlayfs marks it with a device, the image specification with a name.
find . -type c | while read -r removed; do
  [ "$(stat -c '%t,%T' "$removed")" = 0,0 ] || continue
  rm "$removed"
  : > "$(dirname "$removed")/.wh.$(basename "$removed")"
done
tar --create --file "$folder/layer.tar" --numeric-owner --directory "$folder/changes" .
cd "$folder"
rm -rf changes work root
