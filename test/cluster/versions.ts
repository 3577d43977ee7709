/**
 * Everything that the practice cluster is made of, by version: the one place where a version is raised. The go.mod
 * files name their modules once more, as Go wants it; `versions.test.ts` holds the two together.
 */

export const KUBERNETES = '1.36.3';

/** Go modules of the programs, as `go.mod` names them. The versions of their own dependencies are in `go.mod`. */
export const MODULES = {
  'k8s.io/kubernetes': `v${KUBERNETES}`,
  'go.etcd.io/etcd/server/v3': 'v3.6.8',
  'github.com/coredns/coredns': 'v1.14.7',
  'github.com/kubernetes-csi/external-provisioner/v6': 'v6.3.0',
  'github.com/kubernetes-csi/external-snapshotter/v8': 'v8.7.0',
  'github.com/kubernetes-csi/external-resizer/v2': 'v2.3.0',
  'github.com/versity/versitygw': 'v1.8.0',
  'github.com/container-storage-interface/spec': 'v1.13.0',
} as const;

/** The oldest Go that builds them. */
export const GO = '1.26';

/** The Debian release of this machine's packages and of the images. */
export const DEBIAN = 'bookworm';

/** What runs outside of the images: Debian's own versions, for they are the only ones that the release has. */
export const DEBIAN_PACKAGES = [
  'conntrack',
  'containerd',
  'containernetworking-plugins',
  'iptables',
  'mmdebstrap',
  'nftables',
  'openssl',
  'runc',
  'util-linux',
  'xfsprogs',
] as const;
