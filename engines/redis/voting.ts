import type { EngineContext, Replication } from '../model/engine.ts';
import type { Voting } from '../model/voting.ts';

/** Sentinels beside the servers: as many as there are pods. Which members of a Redis Cluster are masters, and vote, no manifest says. */
export function voting(_context: EngineContext, { state, method }: Replication): Voting | undefined {
  if (state !== 'configured' || method !== 'sentinel') return undefined;
  return {
    voters: 'Sentinels',
    evensOut: false,
    tieBreaker: /sentinel/iu,
    source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/',
  };
}
