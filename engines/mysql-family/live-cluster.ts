import { withoutUndefined } from '../live/answer.ts';
import type { FollowerSeen, MemberAnswer } from '../model/live.ts';
import type { Tables } from './live-table.ts';

interface Cluster {
  readonly answer: Partial<MemberAnswer>;
  readonly remarks: readonly string[];
}

/** What Galera or group replication makes of the member; undefined without them. */
export function readCluster(tables: Tables, writable: boolean): Cluster | undefined {
  return readGalera(tables, writable) ?? readGroup(tables, writable);
}

/**
 * All members of a Galera cluster are alike; one outside of the primary component refuses queries. Not exercised here.
 * Source: https://galeracluster.com/library/documentation/galera-status-variables.html
 */
function readGalera(tables: Tables, writable: boolean): Cluster | undefined {
  if (tables.pairs('variables').get('wsrep_on') !== 'ON') return undefined;
  const status = tables.pairs('status');
  const component = status.get('wsrep_cluster_status') ?? 'unknown';
  const state = status.get('wsrep_local_state_comment');
  const isReady = status.get('wsrep_ready') === 'ON' && component === 'Primary';
  const remarks = [
    ...(component === 'Primary'
      ? []
      : [`it is not in the cluster’s primary component (${component}): it refuses queries`]),
    ...(state === undefined || state === 'Synced' ? [] : [`Galera’s state is ${state}`]),
  ];
  return {
    answer: withoutUndefined<Partial<MemberAnswer>>({
      role: 'member',
      writable: writable && isReady,
      identity: status.get('wsrep_cluster_state_uuid'),
      position: status.get('wsrep_last_committed'),
      streaming: isReady,
    }),
    remarks,
  };
}

/**
 * The member's row of the group: one primary with secondaries, or primaries all of them. Not exercised here.
 * Source: https://dev.mysql.com/doc/refman/8.4/en/performance-schema-replication-group-members-table.html
 */
function readGroup(tables: Tables, writable: boolean): Cluster | undefined {
  const variables = tables.pairs('variables');
  const members = tables.rows('group');
  const own = members.find((row) => row.get('MEMBER_ID') === variables.get('server_uuid'));
  const state = own?.get('MEMBER_STATE');
  if (own === undefined || state === undefined || state === 'OFFLINE') return undefined;
  const isSingle = variables.get('group_replication_single_primary_mode') !== 'OFF';
  const isPrimary = own.get('MEMBER_ROLE') === 'PRIMARY';
  const others = members.filter((row) => row !== own);
  const primary = others.find((row) => row.get('MEMBER_ROLE') === 'PRIMARY');
  return {
    answer: withoutUndefined<Partial<MemberAnswer>>({
      role: !isSingle ? 'member' : isPrimary ? 'primary' : 'replica',
      writable: writable && state === 'ONLINE',
      identity: variables.get('group_replication_group_name'),
      upstream: isSingle && !isPrimary ? primary?.get('MEMBER_HOST') : undefined,
      streaming: isSingle && isPrimary ? undefined : state === 'ONLINE',
      followers: isSingle && isPrimary ? others.map(followerOf) : undefined,
    }),
    remarks: state === 'ONLINE' ? [] : [`its state in the group is ${state}`],
  };
}

function followerOf(row: ReadonlyMap<string, string>): FollowerSeen {
  const state = row.get('MEMBER_STATE') ?? 'unknown';
  return { name: row.get('MEMBER_HOST') ?? 'unknown', state: state === 'ONLINE' ? 'streaming' : state.toLowerCase() };
}
