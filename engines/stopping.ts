import { stopping as mariadb } from './mariadb/stopping.ts';
import type { EngineId } from './model/engine.ts';
import type { StoppingEngine } from './model/stopping.ts';
import { stopping as mysql } from './mysql/stopping.ts';
import { stopping as postgresql } from './postgresql/stopping.ts';
import { REDIS } from './redis/facts.ts';
import { stoppingOf } from './redis/stopping.ts';
import { VALKEY } from './valkey/facts.ts';

const all: readonly StoppingEngine[] = [postgresql, mysql, mariadb, stoppingOf(REDIS), stoppingOf(VALKEY)];

const byId: ReadonlyMap<EngineId, StoppingEngine> = new Map(all.map((one) => [one.engine, one]));

/** How an engine is stopped and known again; undefined where Plinth has not learnt it. */
export function stoppingEngineOf(engine: EngineId): StoppingEngine | undefined {
  return byId.get(engine);
}
