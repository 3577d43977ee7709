import type { Engine } from '../model/engine.ts';
import { readSettings, SERVER_COMMANDS } from './configuration.ts';
import { dataDirectory } from './data-directory.ts';
import {
  CLIENT_PORT,
  GRACE_PERIOD_SECONDS,
  MINIMUM_STORAGE,
  NETWORK_FILE_SYSTEMS,
  RECOVERY_SECONDS,
  SHUTDOWN_SECONDS,
  TRANSPORT_PORT,
} from './facts.ts';
import { IMAGES } from './images.ts';
import { persistence } from './persistence.ts';
import { portOf } from './port.ts';
import { live } from './live.ts';
import { livenessProbe, readinessProbe, startupProbe } from './probes.ts';
import { resources } from './resources.ts';
import { security } from './security.ts';
import { asksGoverningService, replication } from './replication.ts';
import { voting } from './voting.ts';

/** Elasticsearch: nodes with roles that form a cluster. */
export const elasticsearch: Engine = {
  id: 'elasticsearch',
  name: 'Elasticsearch',
  images: IMAGES,
  clientPort: CLIENT_PORT,
  otherPorts: [TRANSPORT_PORT.value],
  serverCommands: SERVER_COMMANDS,
  clientCommands: ['curator', 'elasticsearch-plugin', 'elasticsearch-certutil', 'elasticsearch-setup-passwords'],
  backupCommands: ['elasticdump', 'multielasticdump'],
  backupCalls: [
    {
      program: 'curl',
      word: /\/_snapshot\//u,
      source: 'https://www.elastic.co/docs/deploy-manage/tools/snapshot-and-restore/create-snapshots',
    },
  ],
  serverEnvironment: [
    'ES_JAVA_OPTS',
    'ES_HEAP_SIZE',
    'discovery.type',
    'discovery.seed_hosts',
    'discovery.zen.ping.unicast.hosts',
    'cluster.initial_master_nodes',
    'node.roles',
  ],
  dataPaths: ['/usr/share/elasticsearch/data', '/bitnami/elasticsearch', '/var/lib/elasticsearch'],
  settings: readSettings,
  port: portOf,
  dataDirectory,
  persistence,
  replication,
  topology: {
    selfClustering: true,
    orderedBootstrap: false,
    peersBeforeReady: (context, { state }) => state === 'self' && asksGoverningService(context),
  },
  voting,
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
