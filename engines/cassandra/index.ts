import type { Engine, EngineContext } from '../model/engine.ts';
import { readSettings, SERVER_COMMANDS } from './configuration.ts';
import { dataDirectory } from './data-directory.ts';
import {
  CLIENT_PORT,
  GRACE_PERIOD_SECONDS,
  IMAGE_VOLUMES,
  MINIMUM_STORAGE,
  NETWORK_FILE_SYSTEMS,
  OTHER_PORTS,
  RECOVERY_SECONDS,
  SHUTDOWN_SECONDS,
} from './facts.ts';
import { IMAGES } from './images.ts';
import { live } from './live.ts';
import { livenessProbe, readinessProbe, startupProbe } from './probes.ts';
import { resources } from './resources.ts';
import { security } from './security.ts';
import { replication } from './replication.ts';

/** Cassandra: a ring of equal members. */
export const cassandra: Engine = {
  id: 'cassandra',
  name: 'Cassandra',
  images: IMAGES,
  clientPort: CLIENT_PORT,
  otherPorts: OTHER_PORTS,
  serverCommands: SERVER_COMMANDS,
  clientCommands: ['cqlsh', 'nodetool', 'cassandra-stress', 'sstableloader', 'dsbulk'],
  backupCommands: ['medusa', 'cassandra-snapshotter'],
  backupCalls: [
    {
      program: 'nodetool',
      word: /^snapshot$/u,
      source: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/backups.html#snapshots',
    },
  ],
  serverEnvironment: [
    'CASSANDRA_SEEDS',
    'CASSANDRA_CLUSTER_NAME',
    'CASSANDRA_DC',
    'CASSANDRA_RACK',
    'CASSANDRA_ENDPOINT_SNITCH',
    'CASSANDRA_NUM_TOKENS',
    'CASSANDRA_LISTEN_ADDRESS',
  ],
  dataPaths: ['/var/lib/cassandra', '/cassandra_data', '/bitnami/cassandra', '/opt/cassandra/data'],
  settings: readSettings,
  port: portOf,
  dataDirectory,
  imageVolumes: ({ variant }) => (variant === 'official' ? IMAGE_VOLUMES : { value: [], source: IMAGE_VOLUMES.source }),
  persistence: () => ({ state: 'on', why: 'Cassandra keeps its data on disk' }),
  replication,
  topology: {
    selfClustering: true,
    orderedBootstrap: false,
    peersBeforeReady: (_context, { state }) => state === 'self',
  },
  readinessProbe,
  livenessProbe,
  startupProbe,
  shutdownSeconds: SHUTDOWN_SECONDS,
  gracePeriodSeconds: GRACE_PERIOD_SECONDS,
  recoverySeconds: RECOVERY_SECONDS,
  minimumStorage: MINIMUM_STORAGE,
  networkFileSystems: NETWORK_FILE_SYSTEMS,
  replicates: true,
  resources,
  security,
  live,
};

function portOf({ settings }: EngineContext): number | undefined {
  const written = settings.get('native_transport_port')?.value;
  if (written === undefined) return CLIENT_PORT.value;
  return /^\d+$/u.test(written) ? Number(written) : undefined;
}
