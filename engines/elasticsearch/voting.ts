import type { EngineContext, Replication } from '../model/engine.ts';
import type { Voting } from '../model/voting.ts';

/** Since version 7 the cluster leaves one master-eligible node out of the vote where their number is even. */
const EVENS_OUT_SINCE = 7;

/** Master-eligible nodes elect the master. */
export function voting({ settings, version, variant }: EngineContext, { state }: Replication): Voting | undefined {
  if (state !== 'self' || version === undefined) return undefined;
  const group = settings.get('cluster.name')?.value;
  const roles = settings.get('node.roles')?.value;
  // Old images take the role from a variable of their own; where none is given, every node may be master.
  const isMaster = roles === undefined ? settings.get('node.master')?.value !== 'false' : /\bmaster\b/u.test(roles);
  if (!isMaster || variant === 'own') return undefined;
  return {
    voters: 'master-eligible nodes',
    evensOut: version.major >= EVENS_OUT_SINCE,
    ...(group === undefined ? {} : { group }),
    source:
      'https://www.elastic.co/docs/deploy-manage/distributed-architecture/discovery-cluster-formation/modules-discovery-voting',
  };
}
