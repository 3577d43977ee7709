import type { Fact } from '../model/engine.ts';

/** The folder that holds data, commit log, hints and caches side by side, by image: what to mount. */
export const DATA_FOLDERS: Readonly<Record<string, Fact<string>>> = {
  official: {
    value: '/var/lib/cassandra',
    source: 'https://github.com/docker-library/cassandra/blob/master/Dockerfile.template (VOLUME)',
  },
  bitnami: {
    value: '/bitnami/cassandra',
    source: 'https://github.com/bitnami/containers/tree/main/bitnami/cassandra (Persisting your application)',
  },
  sample: {
    value: '/cassandra_data',
    source: 'https://github.com/kubernetes/examples/blob/master/cassandra/image/Dockerfile (CASSANDRA_DATA)',
  },
  k8ssandra: {
    value: '/var/lib/cassandra',
    source: 'https://github.com/k8ssandra/management-api-for-apache-cassandra#docker-image',
  },
};

/** The configuration file, by image. */
export const CONFIGURATION_FILES: Readonly<Record<string, readonly string[]>> = {
  official: ['/etc/cassandra/cassandra.yaml', '/opt/cassandra/conf/cassandra.yaml'],
  bitnami: ['/bitnami/cassandra/conf/cassandra.yaml', '/opt/bitnami/cassandra/conf/cassandra.yaml'],
  sample: ['/etc/cassandra/cassandra.yaml'],
};

export const CLIENT_PORT: Fact<number> = {
  value: 9042,
  source:
    'https://cassandra.apache.org/doc/latest/cassandra/managing/configuration/cass_yaml_file.html#native_transport_port',
};

/** Gossip, gossip over TLS, JMX, and Thrift up to 3.x. */
export const OTHER_PORTS: readonly number[] = [7000, 7001, 7199, 9160];

/** A drain writes all memtables to disk; without it the commit log is replayed at the next start. */
export const SHUTDOWN_SECONDS: Fact<number> = {
  value: 60,
  source: 'https://cassandra.apache.org/doc/latest/cassandra/managing/tools/nodetool/drain.html',
};

export const GRACE_PERIOD_SECONDS = 300;

/** Up to 8 GB of commit log (`commitlog_total_space`) are replayed at the start. */
export const RECOVERY_SECONDS: Fact<number> = {
  value: 900,
  source:
    'https://cassandra.apache.org/doc/latest/cassandra/managing/configuration/cass_yaml_file.html#commitlog_total_space',
};

/** The commit log alone may take 8 GB; compaction needs room beside the data. */
export const MINIMUM_STORAGE: Fact<string> = {
  value: '1Gi',
  source: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/hardware.html#disks',
};

export const NETWORK_FILE_SYSTEMS: Fact<boolean> = {
  value: false,
  source:
    'https://docs.datastax.com/en/datastax_enterprise/4.0/datastax_enterprise/deploy/deployGuidelines.html (network attached storage is neither supported nor recommended)',
};

/** What the official image declares as VOLUME. */
export const IMAGE_VOLUMES: Fact<readonly string[]> = {
  value: ['/var/lib/cassandra'],
  source: 'https://github.com/docker-library/cassandra/blob/master/Dockerfile.template',
};
