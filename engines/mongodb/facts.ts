import type { Fact } from '../model/engine.ts';

const OFFICIAL = 'https://github.com/docker-library/mongo/blob/master/docker-entrypoint.sh (_dbPath)';

/** Where each image keeps its data. */
export const DATA_DIRECTORIES: Readonly<Record<string, Fact<string>>> = {
  official: { value: '/data/db', source: OFFICIAL },
  community: { value: '/data/db', source: 'https://www.mongodb.com/docs/manual/reference/program/mongod/ (--dbpath)' },
  enterprise: { value: '/data/db', source: 'https://www.mongodb.com/docs/manual/reference/program/mongod/ (--dbpath)' },
  'atlas-local': {
    value: '/data/db',
    source: 'https://www.mongodb.com/docs/atlas/cli/current/atlas-cli-deploy-docker/',
  },
  bitnami: {
    value: '/bitnami/mongodb/data/db',
    source: 'https://github.com/bitnami/containers/tree/main/bitnami/mongodb (mongodb.conf.tpl: storage.dbPath)',
  },
  'bitnami-sharded': {
    value: '/bitnami/mongodb/data/db',
    source: 'https://github.com/bitnami/containers/tree/main/bitnami/mongodb-sharded (Persisting your database)',
  },
  sclorg: {
    value: '/var/lib/mongodb/data',
    source: 'https://github.com/sclorg/mongodb-container/blob/master/3.6/README.md (Volume mount points)',
  },
};

/** A config server without `--dbpath` writes elsewhere. */
export const CONFIG_SERVER_DIRECTORY: Fact<string> = { value: '/data/configdb', source: OFFICIAL };

/** What to mount in bitnami's images, which make `data/db` below it themselves. */
export const BITNAMI_VOLUME: Fact<string> = {
  value: '/bitnami/mongodb',
  source: 'https://github.com/bitnami/containers/tree/main/bitnami/mongodb (Persisting your database)',
};

const PORTS = 'https://www.mongodb.com/docs/manual/reference/default-mongodb-port/';

export const CLIENT_PORT: Fact<number> = { value: 27017, source: PORTS };

/** What a `mongod` listens on that is a part of a sharded cluster and has no `--port`. */
export const SHARD_PORTS: Readonly<Record<string, Fact<number>>> = {
  shardsvr: { value: 27018, source: PORTS },
  configsvr: { value: 27019, source: PORTS },
};

/** Step down (up to 10 s), 15 s in which clients are sent away, then a last checkpoint. */
export const SHUTDOWN_SECONDS: Fact<number> = {
  value: 30,
  source:
    'https://www.mongodb.com/docs/manual/reference/parameters/#mongodb-parameter-param.shutdownTimeoutMillisForSignaledShutdown',
};

export const GRACE_PERIOD_SECONDS = 120;

/** Up to a minute of journal between checkpoints, and the oplog of a member that died during a rollback. */
export const RECOVERY_SECONDS: Fact<number> = {
  value: 600,
  source: 'https://www.mongodb.com/docs/manual/core/journaling/#journaling-process',
};

/** Journal files of 100 MB each and a default oplog of up to 5 % of the disk come before any data. */
export const MINIMUM_STORAGE: Fact<string> = {
  value: '1Gi',
  source: 'https://www.mongodb.com/docs/manual/core/replica-set-oplog/#oplog-size',
};

/** WiredTiger wants POSIX semantics of a remote file system; NFS is described, with mount options, and not recommended. */
export const NETWORK_FILE_SYSTEMS: Fact<boolean> = {
  value: false,
  source: 'https://www.mongodb.com/docs/manual/administration/production-notes/#remote-filesystems--nfs-',
};

/** The new shell is in the images from 5.0 on, the old one is gone from 6.0 on. */
export const SHELLS: Fact<{ readonly newFrom: number; readonly oldUntil: number }> = {
  value: { newFrom: 6, oldUntil: 5 },
  source: 'https://www.mongodb.com/docs/manual/release-notes/6.0-compatibility/#legacy-mongo-shell-removed',
};

/** What the official image declares as VOLUME. */
export const IMAGE_VOLUMES: Fact<readonly string[]> = {
  value: ['/data/db', '/data/configdb'],
  source: 'https://github.com/docker-library/mongo/blob/master/Dockerfile-linux.template',
};
