import type { Engine } from '../model/engine.ts';
import { readSettings, SERVER_COMMANDS } from './configuration.ts';
import { dataDirectory } from './data-directory.ts';
import {
  CLIENT_PORT,
  GRACE_PERIOD_SECONDS,
  IMAGE_VOLUMES,
  MINIMUM_STORAGE,
  NETWORK_FILE_SYSTEMS,
  RECOVERY_SECONDS,
  SHUTDOWN_SECONDS,
} from './facts.ts';
import { IMAGES } from './images.ts';
import { persistence } from './persistence.ts';
import { portOf } from './port.ts';
import { lifecycle } from './lifecycle.ts';
import { live } from './live.ts';
import { livenessProbe, readinessProbe, startupProbe } from './probes.ts';
import { crashRisks } from './durability.ts';
import { resources } from './resources.ts';
import { security } from './security.ts';
import { replication } from './replication.ts';
import { voting } from './voting.ts';

/** MongoDB: documents, replica sets, sharded clusters. */
export const mongodb: Engine = {
  id: 'mongodb',
  name: 'MongoDB',
  images: IMAGES,
  clientPort: CLIENT_PORT,
  otherPorts: [27018, 27019, 27020, 28017],
  serverCommands: SERVER_COMMANDS,
  clientCommands: ['mongo', 'mongosh', 'mongoimport', 'mongorestore', 'mongostat', 'mongotop', 'mongofiles'],
  backupCommands: ['mongodump', 'mongoexport', 'pbm', 'mgob'],
  serverEnvironment: [
    'MONGO_INITDB_ROOT_USERNAME',
    'MONGO_INITDB_ROOT_PASSWORD',
    'MONGO_INITDB_DATABASE',
    'MONGODB_INITDB_ROOT_USERNAME',
    'MONGODB_INITDB_ROOT_PASSWORD',
    'MONGODB_ROOT_PASSWORD',
    'MONGODB_REPLICA_SET_MODE',
    'MONGODB_REPLICA_SET_KEY',
  ],
  dataPaths: ['/data/db', '/data/configdb', '/bitnami/mongodb', '/var/lib/mongodb', '/var/lib/mongo'],
  settings: readSettings,
  port: portOf,
  dataDirectory,
  imageVolumes: ({ variant }) => (variant === 'official' ? IMAGE_VOLUMES : { value: [], source: IMAGE_VOLUMES.source }),
  persistence,
  replication,
  topology: {
    selfClustering: true,
    orderedBootstrap: false,
    peersBeforeReady: (_context, { state }) => state === 'configured' || state === 'self',
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
  crashRisks,
  security,
  lifecycle,
  live,
};
