import type { EngineId } from './model/engine.ts';
import type { Nightly } from './model/nightly.ts';
import { nightly as mongodb } from './mongodb/nightly.ts';
import { nightlyOfMariadb, nightlyOfMysql } from './mysql-family/nightly.ts';
import { nightly as postgresql } from './postgresql/nightly.ts';
import { REDIS } from './redis/facts.ts';
import { nightlyOf } from './redis/nightly.ts';
import { VALKEY } from './valkey/facts.ts';

const byId: ReadonlyMap<EngineId, Nightly> = new Map<EngineId, Nightly>([
  ['postgresql', postgresql],
  ['mysql', nightlyOfMysql],
  ['mariadb', nightlyOfMariadb],
  ['mongodb', mongodb],
  ['redis', nightlyOf(REDIS)],
  ['valkey', nightlyOf(VALKEY)],
]);

/** How a CronJob dumps an engine every night; undefined where Plinth has not learnt it. */
export function nightlyOfEngine(engine: EngineId): Nightly | undefined {
  return byId.get(engine);
}
