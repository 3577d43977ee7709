import type { Against, MembershipEngine } from '../model/membership.ts';
import type { RestFacts } from '../model/stopping.ts';
import type { Flavour } from './flavour.ts';
import { replication } from './replication.ts';
import { numberOf } from './switching-facts.ts';

/** What a Redis or Valkey needs when a replica comes or goes. The primary keeps nothing for one that is away but its backlog, which does not grow. */
export function membershipOf(flavour: Flavour): MembershipEngine {
  return {
    engine: flavour.id,
    whyNotCloning: (context) => {
      const { state, why } = replication(context, flavour);
      return state === 'configured' ? undefined : why;
    },
    cannotJoin: () => [],
    cannotLeave: (primary, _, __, left) => [...tooFew(primary, left), ...watched(primary)],
    asksFor: () => [],
    keptFor: () => [],
    kept: () => ({ all: [], used: [] }),
    source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/replication/',
  };
}

/** https://redis.io/docs/latest/operate/oss_and_stack/management/replication/#allow-writes-only-with-n-attached-replicas */
function tooFew(primary: RestFacts, left: number): Against[] {
  const least = numberOf(primary['min']);
  if (least === undefined)
    return [
      {
        what: 'With how few replicas the primary still accepts writes is not known.',
        evidence: `min-replicas-to-write: ${primary['min'] ?? 'unknown'}`,
        wayOut: 'Let CONFIG GET be asked there.',
      },
    ];
  if (least <= left || primary['max'] === '0') return [];
  return [
    {
      what: 'Without {member} the primary would refuse all writes: too few replicas would be left.',
      evidence: `min-replicas-to-write: ${String(least)}, left without {member}: ${String(left)}`,
      wayOut: 'Lower min-replicas-to-write first.',
    },
  ];
}

/** Sentinels never forget a replica by themselves. https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#removing-the-old-master-or-unreachable-replicas */
function watched(primary: RestFacts): Against[] {
  if (primary['sentinels'] === '0') return [];
  return [
    {
      what: 'Sentinels watch it: they would wait for {member} for ever, and one that runs in its pod would be missed in their majority.',
      evidence: `Sentinels that watch the primary: ${primary['sentinels'] ?? 'unknown'}`,
      wayOut:
        'Look that a majority of all Sentinels stays, scale in by hand, and send SENTINEL RESET to each Sentinel, one after the other.',
    },
  ];
}
