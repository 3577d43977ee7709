import { snapshot as mariadb } from './mariadb/snapshot.ts';
import type { EngineId } from './model/engine.ts';
import type { SnapshotEngine } from './model/snapshot.ts';
import { snapshot as mysql } from './mysql/snapshot.ts';
import { snapshot as postgresql } from './postgresql/snapshot.ts';
import { REDIS } from './redis/facts.ts';
import { snapshotOf } from './redis/snapshot.ts';
import { VALKEY } from './valkey/facts.ts';

const all: readonly SnapshotEngine[] = [postgresql, mysql, mariadb, snapshotOf(REDIS), snapshotOf(VALKEY)];

const byId: ReadonlyMap<EngineId, SnapshotEngine> = new Map(all.map((one) => [one.engine, one]));

/** How an engine is held while its volume is snapshotted; undefined where Plinth has not learnt it. */
export function snapshotEngineOf(engineId: EngineId): SnapshotEngine | undefined {
  return byId.get(engineId);
}
