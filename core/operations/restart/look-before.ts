import { RESOURCES } from '../../cluster/resources.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import {
  budgetFindings,
  placementFindings,
  readNodes,
  servicePausing,
  together,
  type Findings,
  type Pausing,
} from '../../preflight/index.ts';
import { doorOf, type Door } from '../../procedures/door/door.ts';
import type { Server } from '../../procedures/members/server.ts';
import { RESTART_CHECKS, refusalsOf, type Seen } from '../../refusals/index.ts';
import type { Situation } from '../../runner/plan.ts';
import { DOOR_SERVICES, PODS } from './restarting.ts';

const NOTHING: Pausing = { refusals: [], warnings: [], before: [], after: [] };

/**
 * All that is looked at before a restart. Taken up again it may be half-way, and a member away: then only GitOps is asked, which must go on at the end. Throws
 * {@link ../../cluster/trouble.ClusterTrouble}.
 */
export async function lookBefore(
  situation: Situation,
  server: Server | undefined,
  chosen: readonly string[],
  pause: boolean,
): Promise<Pausing> {
  const { connection, database, facts, signal } = situation;
  if (server === undefined || database.workload.kind !== 'StatefulSet') return NOTHING;
  const leader = leaderOf(database, hasOneWriter(server));
  // Without the primary the door stays open.
  const isClosed = facts[PODS] !== undefined || (leader !== undefined && chosen.includes(leader));
  const services = isClosed ? doorBefore(database, facts).services : [];
  const pausing = await servicePausing(connection, database.namespace, services, pause, signal);
  if (facts[PODS] !== undefined) return { ...pausing, refusals: [], warnings: [] };
  const findings = together([await checked(situation), await comesBack(situation, server, chosen), pausing]);
  return { ...pausing, ...findings };
}

async function checked({ connection, database, signal }: Situation): Promise<Findings> {
  const { namespace, workload: of, container } = database;
  const options = signal ? { signal } : {};
  const workload = await connection.read({ resource: RESOURCES.statefulSets, namespace, name: of.name }, options);
  const ask: Seen['ask'] = (pod, script) =>
    connection.exec({ namespace, pod, container }, ['sh', '-c', script], { timeout: 20_000, ...options });
  const seen = { connection, database, workload, ask, ...options };
  return { refusals: await refusalsOf(RESTART_CHECKS, seen), warnings: [] };
}

/** Whether members may go, and could start again. */
async function comesBack(
  { connection, database, signal }: Situation,
  { model }: Server,
  chosen: readonly string[],
): Promise<Findings> {
  const { namespace, storage } = database;
  const claims = storage.flatMap(({ claim, members }) =>
    claim !== undefined && members.some((one) => chosen.includes(one)) ? [claim.name] : [],
  );
  const nodes = await readNodes(connection, signal);
  return together([
    await budgetFindings(connection, namespace, model.pod.labels, signal),
    await placementFindings(connection, namespace, claims, nodes, signal),
  ]);
}

/** One member accepts writes and the others follow it; not so for stores that nothing tells of each other. */
export function hasOneWriter({ model: { engine, context, cache, replication } }: Server): boolean {
  const areApart = cache && replication.state === 'none';
  return !areApart && (engine.live?.singleWriter(context) ?? true);
}

/** The member that accepts writes; a single one leads whatever it says. */
export function leaderOf({ members, replicas }: LiveDatabase, singleWriter: boolean): string | undefined {
  const isAlone = members.length === 1 && (replicas.desired ?? 1) <= 1;
  return members.find(({ writable }) => isAlone || (singleWriter && writable === true))?.pod.name;
}

/** The database's door, closed or not. */
export function doorBefore(database: LiveDatabase, facts: Situation['facts']): Door {
  const known = facts[DOOR_SERVICES];
  const services = Array.isArray(known) ? known.filter((one): one is string => typeof one === 'string') : [];
  return doorOf(database, services);
}
