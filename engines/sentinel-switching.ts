import type { EngineId } from './model/engine.ts';
import { REDIS } from './redis/facts.ts';
import { sentinelSwitchingOf, type SentinelSwitching } from './redis/sentinel-switching.ts';
import { VALKEY } from './valkey/facts.ts';

const byId: ReadonlyMap<EngineId, SentinelSwitching> = new Map(
  [REDIS, VALKEY].map((flavour) => [flavour.id, sentinelSwitchingOf(flavour)]),
);

/** How members of an engine change roles where Sentinels watch them; undefined where it has none. */
export const sentinelSwitchingEngineOf = (engine: EngineId): SentinelSwitching | undefined => byId.get(engine);
