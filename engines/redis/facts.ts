import type { Fact } from '../model/engine.ts';
import type { Flavour } from './flavour.ts';
import { IMAGES } from './images.ts';
import { lifecycle } from './lifecycle.ts';

const BITNAMI = 'https://github.com/bitnami/containers/tree/main/bitnami/redis (redis-env.sh: REDIS_DATA_DIR)';

export const REDIS: Flavour = {
  id: 'redis',
  name: 'Redis',
  images: IMAGES,
  lifecycle,
  serverCommands: ['redis-server'],
  client: 'redis-cli',
  prefix: 'REDIS_',
  layouts: {
    official: {
      directory: {
        value: '/data',
        source: 'https://github.com/docker-library/redis/blob/master/Dockerfile.template (VOLUME and WORKDIR)',
      },
      certain: true,
    },
    stack: {
      directory: { value: '/data', source: 'https://hub.docker.com/r/redis/redis-stack-server («Persisting data»)' },
      certain: true,
    },
    modules: {
      directory: { value: '/data', source: 'https://hub.docker.com/r/redislabs/redismod (built on the redis image)' },
      certain: true,
    },
    bitnami: { directory: { value: '/bitnami/redis/data', source: BITNAMI }, certain: true },
    'bitnami-cluster': {
      directory: { value: '/bitnami/redis/data', source: BITNAMI.replace('/redis (', '/redis-cluster (') },
      certain: true,
    },
    sample: {
      directory: {
        value: '/redis-master-data',
        source: 'https://github.com/kubernetes/examples/blob/master/_archived/storage/redis/README.md',
      },
      certain: false,
    },
    'guestbook-replica': {
      directory: { value: '/data', source: 'https://github.com/kubernetes/examples/tree/master/web/guestbook' },
      certain: false,
    },
    opstree: {
      directory: { value: '/data', source: 'https://github.com/OT-CONTAINER-KIT/redis/blob/master/Dockerfile' },
      certain: false,
    },
    sameersbn: {
      directory: { value: '/var/lib/redis', source: 'https://github.com/sameersbn/docker-redis#persistence' },
      certain: true,
    },
    sclorg: {
      directory: {
        value: '/var/lib/redis/data',
        source: 'https://github.com/sclorg/redis-container (Volume mount points)',
      },
      certain: true,
    },
  },
  imageVolumes: {
    value: ['/data'],
    source: 'https://github.com/docker-library/redis/blob/master/Dockerfile.template (VOLUME)',
  },
  keepsDefaultSnapshots: { value: [6, 2], source: 'https://github.com/redis/redis/pull/7092' },
  pages: {
    persistence: 'https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/',
    signals: 'https://redis.io/docs/latest/operate/oss_and_stack/reference/signals/',
    loading: 'https://redis.io/docs/latest/develop/reference/errors/common/loading/',
    client: 'https://redis.io/docs/latest/develop/tools/cli/',
  },
};

export const CLIENT_PORT: Fact<number> = {
  value: 6379,
  source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/config-file/ (port)',
};

/** Sentinel's port, and the port of the cluster bus. */
export const OTHER_PORTS: readonly number[] = [26379, 16379];

/** Ten seconds of waiting for replicas (`shutdown-timeout`), then a blocking save of the whole memory. */
export const SHUTDOWN_SECONDS: Fact<number> = {
  value: 30,
  source: 'https://redis.io/docs/latest/operate/oss_and_stack/reference/signals/ (SIGTERM)',
};

export const GRACE_PERIOD_SECONDS = 60;

/** Redis answers `LOADING` until the snapshot or the append only file is in memory: some 100 MB a second, ten minutes for 60 GB. */
export const RECOVERY_SECONDS: Fact<number> = {
  value: 600,
  source: 'https://redis.io/docs/latest/develop/reference/errors/common/loading/',
};

/** A snapshot is written beside the old one, and an append only file beside its rewrite: room for two copies of the memory. */
export const MINIMUM_STORAGE: Fact<string> = {
  value: '1Gi',
  source:
    'https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/#how-durable-is-the-append-only-file',
};

export const NETWORK_FILE_SYSTEMS: Fact<boolean> = {
  value: false,
  source:
    'https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/ (fsync of the append only file; no network file system is named as supported)',
};
