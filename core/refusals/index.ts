import type { Refusal } from '../runner/step.ts';
import { r1OperatorOwned } from './r1-operator-owned.ts';
import { r15FencedMember } from './r15-fenced-member.ts';
import { r18OwnedReplicas } from './r18-owned-replicas.ts';
import { r20RedisWithoutPersistence } from './r20-redis-without-persistence.ts';
import { r24LagUnknown } from './r24-lag-unknown.ts';
import { r26PrimaryByOrdinal } from './r26-primary-by-ordinal.ts';
import { r3ReadOnlyLost } from './r3-read-only-lost.ts';
import { r3TwoWriters } from './r3-two-writers.ts';
import { r6ThrowAwayVolume } from './r6-throw-away-volume.ts';
import { r6WhenScaledDelete } from './r6-when-scaled-delete.ts';
import type { Check, Seen } from './refusal.ts';

export type { Check, Seen } from './refusal.ts';
export {
  r15FencedMember,
  r18OwnedReplicas,
  r1OperatorOwned,
  r20RedisWithoutPersistence,
  r24LagUnknown,
  r26PrimaryByOrdinal,
  r3ReadOnlyLost,
  r3TwoWriters,
  r6ThrowAwayVolume,
  r6WhenScaledDelete,
};

/** What keeps a database from being scaled to nothing. */
export const STOP_CHECKS: readonly Check[] = [
  r1OperatorOwned,
  r15FencedMember,
  r3TwoWriters,
  r6WhenScaledDelete,
  r6ThrowAwayVolume,
  r18OwnedReplicas,
  r24LagUnknown,
  r26PrimaryByOrdinal,
];

/** What keeps its members from being restarted one by one. */
export const RESTART_CHECKS: readonly Check[] = [
  r1OperatorOwned,
  r15FencedMember,
  r3TwoWriters,
  r3ReadOnlyLost,
  r6ThrowAwayVolume,
  r20RedisWithoutPersistence,
  r24LagUnknown,
  r26PrimaryByOrdinal,
];

/** All refusals of these checks, in their order. Throws {@link ../cluster/trouble.ClusterTrouble}. */
export async function refusalsOf(checks: readonly Check[], seen: Seen): Promise<readonly Refusal[]> {
  const found: Refusal[] = [];
  for (const check of checks) found.push(...(await check(seen)));
  return found;
}
