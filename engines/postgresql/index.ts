import type { Engine } from '../model/engine.ts';
import { port, serverPrograms, settings } from './configuration.ts';
import { dataDirectory } from './data-directory.ts';
import * as facts from './facts.ts';
import { images } from './images.ts';
import { lifecycle } from './lifecycle.ts';
import { live } from './live.ts';
import { livenessProbe, readinessProbe, startupProbe } from './probes.ts';
import { crashRisks } from './durability.ts';
import { resources } from './resources.ts';
import { security } from './security.ts';
import { backupCommands, clientCommands } from './programs.ts';
import { replication } from './replication.ts';

export const postgresql: Engine = {
  id: 'postgresql',
  name: 'PostgreSQL',
  images,
  clientPort: facts.clientPort,
  // Patroni's REST interface, which spilo opens.
  otherPorts: [8008],
  serverCommands: [...serverPrograms, 'pg_ctl', 'patroni', 'stolon-keeper', 'pg_autoctl', 'run-postgresql'],
  clientCommands,
  backupCommands,
  serverEnvironment: [
    'POSTGRES_PASSWORD',
    'POSTGRES_PASSWORD_FILE',
    'POSTGRES_INITDB_ARGS',
    'POSTGRES_HOST_AUTH_METHOD',
    'POSTGRESQL_PASSWORD',
    'POSTGRESQL_POSTGRES_PASSWORD',
    'POSTGRESQL_ADMIN_PASSWORD',
    'PGDATA',
  ],
  dataPaths: ['/var/lib/postgresql', '/bitnami/postgresql', '/var/lib/pgsql', '/home/postgres/pgdata', '/pgdata'],
  settings,
  port,
  dataDirectory,
  imageVolumes: ({ variant, version }) => ({
    value: facts.officialFamily.includes(variant)
      ? facts.imageVolumes.value(version?.major ?? facts.latestMajor.value)
      : [],
    source: facts.imageVolumes.source,
  }),
  persistence: () => ({ state: 'on', why: 'PostgreSQL always keeps its data' }),
  replication,
  topology: facts.topology,
  readinessProbe,
  livenessProbe,
  startupProbe,
  shutdownSeconds: facts.shutdownSeconds,
  gracePeriodSeconds: 120,
  recoverySeconds: facts.recoverySeconds,
  minimumStorage: facts.minimumStorage,
  networkFileSystems: facts.networkFileSystems,
  replicates: true,
  resources,
  crashRisks,
  security,
  lifecycle,
  live,
};
