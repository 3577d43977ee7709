import type { EngineId } from './model/engine.ts';
import type { FailingOverEngine } from './model/failing-over.ts';
import { failingOver as mariadb } from './mariadb/failing-over.ts';
import { failingOver as mysql } from './mysql/failing-over.ts';
import { failingOver as postgresql } from './postgresql/failing-over.ts';
import { failingOverOf } from './redis/failing-over.ts';
import { REDIS } from './redis/facts.ts';
import { VALKEY } from './valkey/facts.ts';

const all: readonly FailingOverEngine[] = [postgresql, mysql, mariadb, failingOverOf(REDIS), failingOverOf(VALKEY)];

const byId: ReadonlyMap<EngineId, FailingOverEngine> = new Map(all.map((one) => [one.engine, one]));

/** How a replica of an engine takes over without its primary; undefined where Plinth has not learnt it. */
export function failingOverEngineOf(engine: EngineId): FailingOverEngine | undefined {
  return byId.get(engine);
}
