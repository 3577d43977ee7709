import type { EngineId } from './model/engine.ts';
import type { MembershipEngine } from './model/membership.ts';
import { membership as mariadb } from './mariadb/membership.ts';
import { membership as mysql } from './mysql/membership.ts';
import { membership as postgresql } from './postgresql/membership.ts';
import { REDIS } from './redis/facts.ts';
import { membershipOf } from './redis/membership.ts';
import { VALKEY } from './valkey/facts.ts';

const all: readonly MembershipEngine[] = [postgresql, mysql, mariadb, membershipOf(REDIS), membershipOf(VALKEY)];

const byId: ReadonlyMap<EngineId, MembershipEngine> = new Map(all.map((one) => [one.engine, one]));

/** What a set of an engine needs when a replica comes or goes; undefined where Plinth has not learnt it. */
export function membershipEngineOf(engine: EngineId): MembershipEngine | undefined {
  return byId.get(engine);
}
