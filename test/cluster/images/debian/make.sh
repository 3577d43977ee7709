#!/bin/sh
# Makes the root file system on which all images stand, and its layer.
# usage: make.sh RELEASE FOLDER          writes FOLDER/root and FOLDER/layer.tar
set -eu
release=$1 folder=$2 root=$2/root

# Documentation and translations are of no use in a container.
exclude() { echo "--dpkgopt=path-exclude=/usr/share/$1/*"; }
mmdebstrap --quiet --mode=root --variant=minbase --format=directory \
  $(exclude doc) $(exclude info) $(exclude locale) $(exclude man) \
  --include=ca-certificates,gosu,locales,tzdata,xz-utils,zstd "$release" "$root"

chroot "$root" localedef -i en_US -c -f UTF-8 en_US.UTF-8
# No package starts a service when it is installed.
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
: > "$root/etc/resolv.conf"
: > "$root/etc/hostname"
tar --create --file "$folder/layer.tar" --numeric-owner --directory "$root" .

# After the layer is written: what apt knows of its mirrors serves the images built on this one, and none of them keeps it.
mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
chroot "$root" apt-get update -q > /dev/null
umount "$root/etc/resolv.conf"
