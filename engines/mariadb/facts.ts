import type { Fact, Topology } from '../model/engine.ts';
import { DEFAULT_PORT } from '../mysql-family/configuration.ts';
import type { DefaultDirectory } from '../mysql-family/data-directory.ts';

export const clientPort: Fact<number> = {
  value: DEFAULT_PORT,
  source: 'https://mariadb.com/kb/en/server-system-variables/#port',
};

/** Galera: replication, incremental and full state transfer. */
export const otherPorts: Fact<readonly number[]> = {
  value: [4567, 4568, 4444],
  source: 'https://mariadb.com/kb/en/configuring-mariadb-galera-cluster/#network-ports',
};

/** innodb_fast_shutdown = 1 flushes dirty pages of the buffer pool; how long depends on the pool and the disk. */
export const shutdownSeconds: Fact<number> = {
  value: 60,
  source: 'https://mariadb.com/kb/en/innodb-system-variables/#innodb_fast_shutdown',
};

/** InnoDB applies its redo log before it accepts connections; no bound is documented, ten minutes is the budget. */
export const recoverySeconds: Fact<number> = {
  value: 600,
  source: 'https://mariadb.com/kb/en/innodb-redo-log/',
};

export const minimumStorage: Fact<string> = {
  value: '1Gi',
  source: 'https://mariadb.com/kb/en/innodb-redo-log/',
};

/** InnoDB needs fsync and locks that network file systems do not promise. */
export const networkFileSystems: Fact<boolean> = {
  value: false,
  source: 'https://mariadb.com/kb/en/innodb-system-variables/#innodb_flush_method',
};

export const directories: Readonly<Record<string, DefaultDirectory>> = {
  official: {
    path: '/var/lib/mysql',
    mountAt: '/var/lib/mysql',
    source: 'https://github.com/MariaDB/mariadb-docker/blob/master/Dockerfile.template',
  },
  sclorg: {
    path: '/var/lib/mysql/data',
    mountAt: '/var/lib/mysql/data',
    source: 'https://github.com/sclorg/mariadb-container/blob/master/10.11/README.md',
  },
  bitnami: {
    path: '/bitnami/mariadb/data',
    mountAt: '/bitnami/mariadb',
    source: 'https://github.com/bitnami/containers/tree/main/bitnami/mariadb#persisting-your-database',
  },
  galera: {
    path: '/bitnami/mariadb/data',
    mountAt: '/bitnami/mariadb',
    source: 'https://github.com/bitnami/containers/tree/main/bitnami/mariadb-galera#persisting-your-database',
  },
  linuxserver: {
    path: '/config/databases',
    mountAt: '/config',
    source: 'https://docs.linuxserver.io/images/docker-mariadb/',
  },
};

export const topology: Topology = {
  selfClustering: false,
  orderedBootstrap: true,
  peersBeforeReady: (_context, { method }) => method === 'galera',
};

/** What the official image declares as VOLUME. */
export const imageVolumes: Fact<readonly string[]> = {
  value: ['/var/lib/mysql'],
  source: 'https://github.com/MariaDB/mariadb-docker/blob/master/Dockerfile.template',
};
