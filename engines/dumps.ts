import { dump as mariadb } from './mariadb/dump.ts';
import type { DumpEngine } from './model/dump.ts';
import type { EngineId } from './model/engine.ts';
import { dump as mysql } from './mysql/dump.ts';
import { dump as postgresql } from './postgresql/dump.ts';
import { dumpOf } from './redis/dump.ts';
import { REDIS } from './redis/facts.ts';
import { VALKEY } from './valkey/facts.ts';

const all: readonly DumpEngine[] = [postgresql, mysql, mariadb, dumpOf(REDIS), dumpOf(VALKEY)];

const byId: ReadonlyMap<EngineId, DumpEngine> = new Map(all.map((one) => [one.engine, one]));

/** How an engine is dumped and read back; undefined where Plinth has not learnt it. */
export function dumpEngineOf(engineId: EngineId): DumpEngine | undefined {
  return byId.get(engineId);
}
