import { changing as cassandra } from './cassandra/changing.ts';
import { changing as elasticsearch } from './elasticsearch/changing.ts';
import { changing as mariadb } from './mariadb/changing.ts';
import type { ChangingEngine } from './model/changing.ts';
import type { EngineId, Version } from './model/engine.ts';
import { changing as mongodb } from './mongodb/changing.ts';
import { changing as mysql } from './mysql/changing.ts';
import { changing as postgresql } from './postgresql/changing.ts';
import { changingOf, takesOver } from './redis/changing.ts';

const all: readonly ChangingEngine[] = [
  postgresql,
  mysql,
  mariadb,
  mongodb,
  changingOf('redis'),
  changingOf('valkey'),
  cassandra,
  elasticsearch,
];

const byId: ReadonlyMap<EngineId, ChangingEngine> = new Map(all.map((one) => [one.engine, one]));

/** What changes mean for an engine's data; undefined where Plinth has not learnt it. */
export function changingEngineOf(engine: EngineId): ChangingEngine | undefined {
  return byId.get(engine);
}

/** A server as a manifest names it. */
export interface ServerNamed {
  readonly engine: EngineId;
  readonly version: Version | undefined;
}

/**
 * Whether a server of another engine reads what the one before it has written: Valkey what Redis wrote before it went its own way, MariaDB what MySQL 5.7 and older wrote.
 * Undefined where the version does not say.
 * https://valkey.io/topics/migration/, https://mariadb.com/kb/en/upgrading-from-mysql-to-mariadb/
 */
export function readsFilesOf(before: ServerNamed, after: ServerNamed): boolean | undefined {
  if (before.engine === 'redis' && after.engine === 'valkey') return takesOver(before.version);
  if (before.engine === 'mysql' && after.engine === 'mariadb')
    return before.version === undefined ? undefined : before.version.major < 8;
  return false;
}
