import { rejoining as mariadb } from './mariadb/rejoining.ts';
import type { EngineId } from './model/engine.ts';
import type { RejoiningEngine } from './model/rejoining.ts';
import { rejoining as mysql } from './mysql/rejoining.ts';
import { rejoining as postgresql } from './postgresql/rejoining.ts';

const all: readonly RejoiningEngine[] = [postgresql, mysql, mariadb];

const byId: ReadonlyMap<EngineId, RejoiningEngine> = new Map(all.map((one) => [one.engine, one]));

/** How a member of an engine follows the present primary again; undefined where Plinth has not learnt it. */
export function rejoiningEngineOf(engine: EngineId): RejoiningEngine | undefined {
  return byId.get(engine);
}
