import type { Fact, Topology } from '../model/engine.ts';

export const clientPort: Fact<number> = {
  value: 5432,
  source: 'https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-PORT',
};

/**
 * A fast shutdown (SIGINT, the official image's stop signal; SIGTERM waits for every client) writes a checkpoint first, which takes
 * as long as the dirty pages take to reach the disk. The image's own Dockerfile asks for 90 seconds or more.
 */
export const shutdownSeconds: Fact<number> = {
  value: 60,
  source: 'https://www.postgresql.org/docs/current/server-shutdown.html',
};

/** Replay of up to max_wal_size of WAL and more after a crash; the manual gives no bound, ten minutes is the budget. */
export const recoverySeconds: Fact<number> = {
  value: 600,
  source: 'https://www.postgresql.org/docs/current/wal-configuration.html',
};

/** WAL alone is allowed to grow to max_wal_size, 1 GB by default. */
export const minimumStorage: Fact<string> = {
  value: '1Gi',
  source: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-MAX-WAL-SIZE',
};

/** NFS only when mounted `hard` and synchronous; SMB and others not: not to be relied on in a cluster. */
export const networkFileSystems: Fact<boolean> = {
  value: false,
  source: 'https://www.postgresql.org/docs/current/creating-cluster.html#CREATING-CLUSTER-NFS',
};

/** Where the official image and those built from it write by default, by major version. */
export const officialDirectory: Fact<(major: number) => string> = {
  value: (major) => (major >= 18 ? `/var/lib/postgresql/${major}/docker` : '/var/lib/postgresql/data'),
  source: 'https://github.com/docker-library/postgres/pull/1259',
};

/** What the official image and those built from it declare as VOLUME, by major version. */
export const imageVolumes: Fact<(major: number) => readonly string[]> = {
  value: (major) => [major >= 18 ? '/var/lib/postgresql' : '/var/lib/postgresql/data'],
  source: 'https://github.com/docker-library/postgres/blob/master/Dockerfile-debian.template',
};

/** `latest` and untagged images of `postgres` are this major or newer. */
export const latestMajor: Fact<number> = {
  value: 18,
  source: 'https://github.com/docker-library/postgres/blob/master/generate-stackbrew-library.sh',
};

export interface VariantDirectory {
  readonly path: string;
  /** What must be durable, where it lies above. */
  readonly mountAt: string;
  /** The image makes a directory of its own below the mount. */
  readonly ownSubdirectory: boolean;
  readonly source: string;
}

/** Where other images write by default. */
export const variantDirectories: Readonly<Record<string, VariantDirectory>> = {
  bitnami: {
    path: '/bitnami/postgresql/data',
    mountAt: '/bitnami/postgresql',
    ownSubdirectory: true,
    source: 'https://github.com/bitnami/containers/tree/main/bitnami/postgresql#persisting-your-database',
  },
  repmgr: {
    path: '/bitnami/postgresql/data',
    mountAt: '/bitnami/postgresql',
    ownSubdirectory: true,
    source: 'https://github.com/bitnami/containers/tree/main/bitnami/postgresql-repmgr#persisting-your-database',
  },
  spilo: {
    path: '/home/postgres/pgdata/pgroot/data',
    mountAt: '/home/postgres/pgdata',
    ownSubdirectory: true,
    source: 'https://github.com/zalando/spilo/blob/master/postgres-appliance/Dockerfile',
  },
  'timescaledb-ha': {
    path: '/home/postgres/pgdata/data',
    mountAt: '/home/postgres/pgdata',
    ownSubdirectory: true,
    source: 'https://github.com/timescale/timescaledb-docker-ha/blob/master/Dockerfile',
  },
  'cloudnative-pg': {
    path: '/var/lib/postgresql/data/pgdata',
    mountAt: '/var/lib/postgresql/data',
    ownSubdirectory: true,
    source: 'https://cloudnative-pg.io/documentation/current/storage/',
  },
  sclorg: {
    path: '/var/lib/pgsql/data/userdata',
    mountAt: '/var/lib/pgsql/data',
    ownSubdirectory: true,
    source:
      'https://github.com/sclorg/postgresql-container/blob/master/src/root/usr/share/container-scripts/postgresql/README.md',
  },
};

/** Images built from the official one: its entrypoint, user and directories. */
export const officialFamily: readonly string[] = ['official', 'postgis', 'timescaledb', 'pgvector', 'citus'];

export const topology: Topology = {
  selfClustering: false,
  orderedBootstrap: true,
  // Patroni keeps its state in the Kubernetes API or etcd, but standbys reach the primary's pod by name before they are ready.
  peersBeforeReady: (_context, { method }) => method === 'patroni' || method === 'repmgr',
};
