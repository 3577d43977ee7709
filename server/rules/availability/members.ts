import type { Database } from '../../../engines/model/database.ts';
import type { Source } from '../../../engines/model/field.ts';
import type { RuleContext } from '../rule.ts';
import { speaksForWorkload } from '../workload/speaker.ts';

/** Kinds that are told how many pods there shall be; a DaemonSet has one a node, and never two on one. */
const COUNTED: ReadonlySet<string> = new Set([
  'StatefulSet',
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'Pod',
]);

/** How many members there shall be; undefined where only rendering or the nodes can tell, and for jobs. */
export function memberCount({ workload, members }: Database): number | undefined {
  return COUNTED.has(workload.kind) ? members.count : undefined;
}

/**
 * The members of a workload that stand in for one another: more than one of a database that is not meant to be thrown away. Undefined for
 * all others, for servers that know nothing of each other (each is the only one of its data), and for all but the first database of a workload.
 */
export function severalMembers(database: Database, context: RuleContext): number | undefined {
  const count = memberCount(database);
  if (count === undefined || count < 2 || database.throwAway !== undefined) return undefined;
  if (database.replication.state === 'none') return undefined;
  return speaksForWorkload(database, context) ? count : undefined;
}

/** The number of members where it is written, else the workload's kind. */
export function placeOfMembers({ workload }: Database): Source {
  const replicas = workload.root.at('spec', 'replicas');
  return replicas.exists ? replicas.source : workload.root.at('kind').source;
}
