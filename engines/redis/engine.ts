import type { Engine } from '../model/engine.ts';
import { readSettings } from './configuration.ts';
import { dataDirectory } from './data-directory.ts';
import {
  CLIENT_PORT,
  GRACE_PERIOD_SECONDS,
  MINIMUM_STORAGE,
  NETWORK_FILE_SYSTEMS,
  OTHER_PORTS,
  RECOVERY_SECONDS,
  SHUTDOWN_SECONDS,
} from './facts.ts';
import type { Flavour } from './flavour.ts';
import { liveOf } from './live.ts';
import { persistence } from './persistence.ts';
import { portOf } from './port.ts';
import { livenessProbe, readinessProbe, startupProbe } from './probes.ts';
import { resources } from './resources.ts';
import { securityOf } from './security.ts';
import { replication } from './replication.ts';
import { voting } from './voting.ts';

/** Makes the engine of a flavour: Redis and Valkey are one server under two names. */
export function engineOf(flavour: Flavour): Engine {
  const { id, prefix } = flavour;
  const layouts = Object.values(flavour.layouts);
  return {
    id,
    name: flavour.name,
    images: flavour.images,
    clientPort: CLIENT_PORT,
    otherPorts: OTHER_PORTS,
    serverCommands: flavour.serverCommands,
    clientCommands: [flavour.client, `${id}-benchmark`, 'redis-cli', 'redis-benchmark', 'redis-shake'],
    backupCommands: ['rdb', 'redis-dump', 'redis-rdb-cli', `${id}-check-rdb`],
    backupCalls: [{ program: flavour.client, word: /^(?:bgsave|save|--rdb)$/iu, source: flavour.pages.persistence }],
    serverEnvironment: [
      `${prefix}AOF_ENABLED`,
      `${prefix}REPLICATION_MODE`,
      `${prefix}RDB_POLICY_DISABLED`,
      `${prefix}DISABLE_COMMANDS`,
      `${prefix}EXTRA_FLAGS`,
    ],
    // `/data` belongs to many: it gives nothing away.
    dataPaths: [...new Set(layouts.map(({ directory }) => directory.value))].filter((path) => path !== '/data'),
    settings: (context) => readSettings(context, flavour),
    port: portOf,
    dataDirectory: (context) => dataDirectory(context, flavour),
    imageVolumes: ({ variant }) =>
      variant === 'official' ? flavour.imageVolumes : { ...flavour.imageVolumes, value: [] },
    persistence: (context) => persistence(context, flavour),
    replication: (context) => replication(context, flavour),
    topology: { selfClustering: false, orderedBootstrap: true, peersBeforeReady: () => false },
    voting,
    readinessProbe: (context) => readinessProbe(context, flavour),
    livenessProbe: (context) => livenessProbe(context, flavour),
    startupProbe: (context) => startupProbe(context, flavour),
    shutdownSeconds: SHUTDOWN_SECONDS,
    gracePeriodSeconds: GRACE_PERIOD_SECONDS,
    recoverySeconds: RECOVERY_SECONDS,
    minimumStorage: MINIMUM_STORAGE,
    networkFileSystems: NETWORK_FILE_SYSTEMS,
    replicates: true,
    resources,
    security: securityOf(flavour),
    ...(flavour.lifecycle === undefined ? {} : { lifecycle: flavour.lifecycle }),
    live: liveOf(flavour),
  };
}
