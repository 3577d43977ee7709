import { valueOf } from '../configuration/environment.ts';
import type { Engine, EngineContext } from '../model/engine.ts';

/** MongoDB always writes to disk, but for arbiters, routers and the in-memory engine. */
export function persistence({ container, workload, settings }: EngineContext): ReturnType<Engine['persistence']> {
  const storage = settings.get('storage.engine')?.value;
  if (storage === 'inMemory' || storage === 'ephemeralForTest') {
    return { state: 'off', why: `the storage engine ${storage} keeps nothing` };
  }
  if (valueOf(container, 'MONGODB_SHARDING_MODE') === 'mongos') {
    return { state: 'off', why: 'a mongos routes and holds no data' };
  }
  const isArbiter =
    valueOf(container, 'MONGODB_REPLICA_SET_MODE') === 'arbiter' ||
    /(?:^|-)arbiter(?:-|$)/u.test(`${workload.name ?? ''}-${container.name ?? ''}`);
  return isArbiter
    ? { state: 'off', why: 'an arbiter votes and holds no data' }
    : { state: 'on', why: 'MongoDB keeps its data on disk' };
}
