import type { EngineContext, Replication } from '../model/engine.ts';
import type { Voting } from '../model/voting.ts';

/** The members of a replica set elect the primary; at most seven of them vote, arbiters among them. */
export function voting({ settings }: EngineContext, { state }: Replication): Voting | undefined {
  if (state !== 'configured' && state !== 'self') return undefined;
  const group = settings.get('replication.replSetName')?.value;
  return {
    voters: 'voting members of the replica set',
    evensOut: false,
    most: 7,
    ...(group === undefined ? {} : { group }),
    tieBreaker: /arbiter/iu,
    source: 'https://www.mongodb.com/docs/manual/core/replica-set-architectures/#maximum-number-of-voting-members',
  };
}
