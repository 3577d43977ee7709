import type { EngineContext, Replication } from '../model/engine.ts';
import type { Voting } from '../model/voting.ts';

/** Galera and group replication stop where no majority of the members sees each other. */
export function voting({ settings }: EngineContext, { state, method }: Replication): Voting | undefined {
  if (state !== 'configured') return undefined;
  if (method === 'galera') {
    const group = settings.get('wsrep_cluster_name')?.value;
    return {
      voters: 'members of the Galera cluster',
      evensOut: false,
      ...(group === undefined ? {} : { group }),
      // garbd votes and keeps nothing.
      tieBreaker: /garbd|galera-arbitrator/iu,
      source: 'https://galeracluster.com/library/documentation/weighted-quorum.html',
    };
  }
  if (method !== 'group-replication') return undefined;
  const group = settings.get('group_replication_group_name')?.value;
  return {
    voters: 'members of the replication group',
    evensOut: false,
    ...(group === undefined ? {} : { group }),
    source: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-fault-tolerance.html',
  };
}
