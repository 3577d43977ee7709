import { joining as mariadb } from './mariadb/joining.ts';
import type { EngineId } from './model/engine.ts';
import type { JoiningEngine } from './model/joining.ts';
import { joining as mysql } from './mysql/joining.ts';
import { joining as postgresql } from './postgresql/joining.ts';

const all: readonly JoiningEngine[] = [postgresql, mysql, mariadb];

const byId: ReadonlyMap<EngineId, JoiningEngine> = new Map(all.map((one) => [one.engine, one]));

/** What a restored server needs to be a member of a set; undefined where Plinth has not learnt it. */
export function joiningEngineOf(engine: EngineId): JoiningEngine | undefined {
  return byId.get(engine);
}
