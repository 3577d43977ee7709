import type { ComparingEngine } from './model/comparing.ts';
import type { EngineId } from './model/engine.ts';
import { comparing as mariadb } from './mariadb/comparing.ts';
import { comparing as mysql } from './mysql/comparing.ts';
import { comparing as postgresql } from './postgresql/comparing.ts';
import { comparingOf as redisLike } from './redis/comparing.ts';
import { REDIS } from './redis/facts.ts';
import { VALKEY } from './valkey/facts.ts';

const all: readonly ComparingEngine[] = [postgresql, mysql, mariadb, redisLike(REDIS), redisLike(VALKEY)];

const byId: ReadonlyMap<EngineId, ComparingEngine> = new Map(all.map((one) => [one.engine, one]));

/** How members of an engine are compared; undefined where Plinth has not learnt it. */
export function comparingOf(engine: EngineId): ComparingEngine | undefined {
  return byId.get(engine);
}
