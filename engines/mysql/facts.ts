import type { Fact, Topology } from '../model/engine.ts';
import type { DefaultDirectory } from '../mysql-family/data-directory.ts';
import { DEFAULT_PORT } from '../mysql-family/configuration.ts';

export const clientPort: Fact<number> = {
  value: DEFAULT_PORT,
  source: 'https://dev.mysql.com/doc/mysql-port-reference/en/mysql-port-reference-tables.html',
};

/** The X protocol, the administrative interface, group replication. */
export const otherPorts: Fact<readonly number[]> = {
  value: [33060, 33062, 33061],
  source: 'https://dev.mysql.com/doc/mysql-port-reference/en/mysql-port-reference-tables.html',
};

/** innodb_fast_shutdown = 1 flushes dirty pages of the buffer pool; how long depends on the pool and the disk. */
export const shutdownSeconds: Fact<number> = {
  value: 60,
  source: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-parameters.html#sysvar_innodb_fast_shutdown',
};

/** InnoDB applies its redo log before it accepts connections; the manual gives no bound, ten minutes is the budget. */
export const recoverySeconds: Fact<number> = {
  value: 600,
  source: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-recovery.html',
};

/** A fresh 8.x server writes about 200 MB before the first row; redo log and binary logs come on top. */
export const minimumStorage: Fact<string> = {
  value: '1Gi',
  source: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-redo-log.html',
};

/** NFS only with care and guarantees that a manifest cannot show. */
export const networkFileSystems: Fact<boolean> = {
  value: false,
  source: 'https://dev.mysql.com/doc/refman/8.4/en/disk-issues.html#disk-issues-nfs',
};

export const directories: Readonly<Record<string, DefaultDirectory>> = {
  official: {
    path: '/var/lib/mysql',
    mountAt: '/var/lib/mysql',
    source: 'https://github.com/docker-library/docs/blob/master/mysql/README.md#where-to-store-data',
  },
  oracle: {
    path: '/var/lib/mysql',
    mountAt: '/var/lib/mysql',
    source:
      'https://dev.mysql.com/doc/refman/8.4/en/docker-mysql-more-topics.html#docker-persisting-data-configuration',
  },
  sclorg: {
    path: '/var/lib/mysql/data',
    mountAt: '/var/lib/mysql/data',
    source: 'https://github.com/sclorg/mysql-container/blob/master/8.0/README.md',
  },
  bitnami: {
    path: '/bitnami/mysql/data',
    mountAt: '/bitnami/mysql',
    source: 'https://github.com/bitnami/containers/tree/main/bitnami/mysql#persisting-your-database',
  },
};

export const topology: Topology = {
  selfClustering: false,
  orderedBootstrap: true,
  peersBeforeReady: (_context, { method }) => method === 'group-replication' || method === 'galera',
};

/** What the official image declares as VOLUME. */
export const imageVolumes: Fact<readonly string[]> = {
  value: ['/var/lib/mysql'],
  source: 'https://github.com/docker-library/mysql/blob/master/template/Dockerfile.debian',
};
