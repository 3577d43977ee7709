import { cassandra } from './cassandra/index.ts';
import { elasticsearch } from './elasticsearch/index.ts';
import { mariadb } from './mariadb/index.ts';
import type { Engine, EngineId } from './model/engine.ts';
import { mongodb } from './mongodb/index.ts';
import { mysql } from './mysql/index.ts';
import { postgresql } from './postgresql/index.ts';
import { redis } from './redis/index.ts';
import { valkey } from './valkey/index.ts';

/** Every engine that Plinth knows. Of engines that fit equally well, the first is taken. */
export const engines: readonly Engine[] = [
  postgresql,
  mysql,
  mariadb,
  mongodb,
  redis,
  valkey,
  cassandra,
  elasticsearch,
];

const byId: ReadonlyMap<string, Engine> = new Map(engines.map((engine) => [engine.id, engine]));

/** The engine of that id. */
export function engineById(id: EngineId): Engine {
  const engine = byId.get(id);
  if (engine === undefined) throw new Error(`no engine ${id}`);
  return engine;
}
