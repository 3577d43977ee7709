import type { Engine } from '../model/engine.ts';
import { port, serverPrograms, settings } from '../mysql-family/configuration.ts';
import { dataDirectory } from '../mysql-family/data-directory.ts';
import { isKnownImage } from '../mysql-family/image.ts';
import * as facts from './facts.ts';
import { images } from './images.ts';
import { lifecycle } from './lifecycle.ts';
import { live } from './live.ts';
import { livenessProbe, readinessProbe, startupProbe } from './probes.ts';
import { crashRisks } from '../mysql-family/durability.ts';
import { resources } from './resources.ts';
import { security } from './security.ts';
import { backupCommands, clientCommands } from './programs.ts';
import { knownPrograms, replication } from './replication.ts';
import { voting } from '../mysql-family/voting.ts';

/** Sections of option files that the server reads. */
const SECTIONS = ['mysqld', 'server', 'mysqld-8.0', 'mysqld-8.4', 'mysqld-9.0'];

export const mysql: Engine = {
  id: 'mysql',
  name: 'MySQL',
  images,
  clientPort: facts.clientPort,
  otherPorts: facts.otherPorts.value,
  serverCommands: [...serverPrograms, 'run-mysqld'],
  clientCommands,
  backupCommands,
  serverEnvironment: [
    'MYSQL_ROOT_PASSWORD',
    'MYSQL_ROOT_PASSWORD_FILE',
    'MYSQL_ALLOW_EMPTY_PASSWORD',
    'MYSQL_RANDOM_ROOT_PASSWORD',
    'MYSQL_ROOT_HOST',
    'MYSQL_INITDB_SKIP_TZINFO',
  ],
  dataPaths: ['/var/lib/mysql', '/bitnami/mysql'],
  settings: (context) => settings(context, SECTIONS),
  port,
  dataDirectory: (context) =>
    dataDirectory(context, { directories: facts.directories, known: isKnownImage, programs: knownPrograms }),
  imageVolumes: ({ variant }) =>
    variant === 'official' ? facts.imageVolumes : { value: [], source: facts.imageVolumes.source },
  persistence: () => ({ state: 'on', why: 'MySQL always keeps its data' }),
  replication,
  topology: facts.topology,
  voting,
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
