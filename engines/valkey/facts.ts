import type { Flavour } from '../redis/flavour.ts';
import { IMAGES } from './images.ts';

const BITNAMI = 'https://github.com/bitnami/containers/tree/main/bitnami/valkey (valkey-env.sh: VALKEY_DATA_DIR)';

/** Valkey is a fork of Redis 7.2.4: https://valkey.io/topics/migration/ */
export const VALKEY: Flavour = {
  id: 'valkey',
  name: 'Valkey',
  images: IMAGES,
  // The images keep the old name as a link.
  serverCommands: ['valkey-server', 'redis-server'],
  client: 'valkey-cli',
  prefix: 'VALKEY_',
  layouts: {
    official: {
      directory: {
        value: '/data',
        source: 'https://github.com/valkey-io/valkey-container/blob/mainline/Dockerfile.template (VOLUME and WORKDIR)',
      },
      certain: true,
    },
    bitnami: { directory: { value: '/bitnami/valkey/data', source: BITNAMI }, certain: true },
    'bitnami-cluster': {
      directory: { value: '/bitnami/valkey/data', source: BITNAMI.replace('/valkey (', '/valkey-cluster (') },
      certain: true,
    },
  },
  imageVolumes: {
    value: ['/data'],
    source: 'https://github.com/valkey-io/valkey-container/blob/mainline/Dockerfile.template (VOLUME)',
  },
  keepsDefaultSnapshots: { value: [7, 2], source: 'https://github.com/redis/redis/pull/7092 (in all of Valkey)' },
  pages: {
    persistence: 'https://valkey.io/topics/persistence/',
    signals: 'https://valkey.io/topics/signals/',
    loading: 'https://valkey.io/topics/replication/',
    client: 'https://valkey.io/topics/cli/',
  },
};
