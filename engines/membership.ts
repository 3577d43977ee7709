import type { EngineId } from './model/engine.ts';
import type { MembershipEngine } from './model/membership.ts';
import { membership as postgresql } from './postgresql/membership.ts';

const all: readonly MembershipEngine[] = [postgresql];

const byId: ReadonlyMap<EngineId, MembershipEngine> = new Map(all.map((one) => [one.engine, one]));

/** What a set of an engine needs when a replica comes or goes; undefined where Plinth has not learnt it. */
export function membershipEngineOf(engine: EngineId): MembershipEngine | undefined {
  return byId.get(engine);
}
