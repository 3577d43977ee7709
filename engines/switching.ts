import type { EngineId } from './model/engine.ts';
import type { SwitchingEngine } from './model/switching.ts';
import { switching as mariadb } from './mariadb/switching.ts';
import { switching as mysql } from './mysql/switching.ts';
import { switching as postgresql } from './postgresql/switching.ts';
import { REDIS } from './redis/facts.ts';
import { switchingOf } from './redis/switching.ts';
import { VALKEY } from './valkey/facts.ts';

const all: readonly SwitchingEngine[] = [postgresql, mysql, mariadb, switchingOf(REDIS), switchingOf(VALKEY)];

const byId: ReadonlyMap<EngineId, SwitchingEngine> = new Map(all.map((one) => [one.engine, one]));

/** How members of an engine change roles; undefined where Plinth has not learnt it. */
export function switchingEngineOf(engine: EngineId): SwitchingEngine | undefined {
  return byId.get(engine);
}
