import { serverPrograms } from './configuration.ts';

/** Clients and tools. Source: https://www.postgresql.org/docs/current/reference-client.html */
export const clientCommands: readonly string[] = [
  'psql',
  'pg_isready',
  'createdb',
  'createuser',
  'dropdb',
  'dropuser',
  'vacuumdb',
  'reindexdb',
  'clusterdb',
  'pgbench',
  'pg_restore',
  'pg_amcheck',
  'pg_config',
  'pg_receivewal',
  'pg_recvlogical',
  'pgcli',
];

/** What dumps or copies a database. */
export const backupCommands: readonly string[] = [
  'pg_dump',
  'pg_dumpall',
  'pg_basebackup',
  'pgbackrest',
  'wal-g',
  'wal-e',
  'barman',
  'barman-cloud-backup',
];

/** Programs whose effect on replication and directories is known: the server, its tools, start scripts of known images. */
export const knownPrograms: readonly string[] = [
  ...serverPrograms,
  ...clientCommands,
  ...backupCommands,
  'initdb',
  'pg_ctl',
  'pg_controldata',
  'pg_resetwal',
  'pg_rewind',
  'pg_upgrade',
  'run-postgresql',
  'stolon-keeper',
  'docker-ensure-initdb.sh',
];
