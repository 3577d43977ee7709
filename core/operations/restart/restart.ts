import { stoppingEngineOf } from '../../../engines/stopping.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import type { Pausing } from '../../preflight/index.ts';
import type { Door } from '../../procedures/door/door.ts';
import { expectedOutage, type Measured } from '../../procedures/door/outage.ts';
import { readServer, type Server } from '../../procedures/members/server.ts';
import type { Operation, Plan, Situation } from '../../runner/plan.ts';
import type { Refusal, Step } from '../../runner/step.ts';
import { canaryStep } from '../start/canary-step.ts';
import { allBackStep, closeStep, noteStep, openStep } from './around-steps.ts';
import { doorBefore, hasOneWriter, leaderOf, lookBefore } from './look-before.ts';
import { memberAway, memberStep } from './member-step.ts';
import { parseRestartParameters } from './parameters.ts';
import { measured, primaryStep } from './primary-step.ts';
import { PODS, PRIMARY, type Restarting } from './restarting.ts';
import { warningsOf } from './warnings.ts';

/** Seconds in test/restart on the practice cluster: small databases, one node with 4 cores that others kept busy (load 15 to 45), 23 November 2026. */
const MEASURED: Measured = {
  operation: 'restart',
  seconds: { postgresql: 10, mysql: 21, mariadb: 7, redis: 8, valkey: 8 },
};

const NO_OUTAGE = { seconds: 0, from: 'the primary is not restarted' };

/**
 * Restart: one member after the other in a new pod, those that follow first, the one that accepts writes last and behind a closed door. Each must be back before the
 * next one goes. Its parameters: {@link ./parameters.ts}.
 */
export const restartOperation: Operation = {
  id: 'restart',
  title: 'Restart',
  plan: async (situation, given) => {
    const { connection, database } = situation;
    const { namespace, workload, name } = database;
    const planned = plannedPods(situation);
    const { members, pauseOwners } = parseRestartParameters(given, Object.keys(planned));
    const chosen = members ?? Object.keys(planned);
    const server = await readServer(connection, database, situation.signal);
    // Taken up again, a member may be away at this moment.
    const impossible = situation.facts[PODS] === undefined ? unable(database, server) : [];
    const before = await lookBefore(situation, server, chosen, pauseOwners);
    const refusals = [...impossible, ...before.refusals];
    const steps = server === undefined ? [] : stepsOf(situation, server, planned, chosen, before);
    const takesWrites = steps.some(({ removesWrites }) => removesWrites);
    return {
      operation: 'restart',
      database: { namespace, kind: workload.kind, name: workload.name },
      parameters: given,
      title: members === undefined ? `Restart ${name}` : `Restart ${members.join(', ')} of ${name}`,
      outcome: `${chosen.length === 1 ? 'The member runs in a new pod' : 'Each member runs in a new pod'}, in its role again; replicas stream from the primary and are less than 16 MiB and 5 s behind.`,
      danger: 'confirmed',
      steps,
      refusals,
      warnings: [...warningsOf(database, chosen, server), ...before.warnings],
      rpo: { seconds: 0, from: 'every member ends in order; what was acknowledged is on its volume' },
      rto: takesWrites ? await expectedOutage(connection, database, MEASURED) : NO_OUTAGE,
      estimate: undefined,
    } satisfies Plan;
  },
};

/** The uids of the pods before the restart, by name: as an earlier runner noted them, for one may be away at this moment; else as they are. */
function plannedPods({ database, facts }: Situation): Readonly<Record<string, string>> {
  const noted = facts[PODS];
  if (typeof noted === 'object' && noted !== null && !Array.isArray(noted)) return noted as Record<string, string>;
  return Object.fromEntries(database.members.map(({ pod }) => [pod.name, pod.uid]));
}

/** What Plinth cannot do, whoever asks. */
function unable({ workload, members, health, replicas }: LiveDatabase, server: Server | undefined): Refusal[] {
  const refusal = (what: string, evidence: string, wayOut: string): Refusal[] => [
    { id: 'R30', kind: 'mend', what, evidence, wayOut },
  ];
  const kind = `${workload.kind} ${workload.name}`;
  if (workload.kind !== 'StatefulSet')
    return refusal('Only members of a StatefulSet come back under their name.', kind, 'kubectl rollout restart');
  if (server === undefined)
    return refusal('Its workload is not one that Plinth can read.', kind, 'kubectl rollout restart');
  if (members.length === 0)
    return refusal('There is no member to restart.', `${kind} is ${health}`, 'Start the database.');
  const away = members.flatMap(({ pod, role, streaming, trouble }) =>
    role === 'replica' && streaming === false
      ? [`${pod.name} receives no changes${trouble ? ` (${trouble})` : ''}`]
      : [],
  );
  if (members.length < (replicas.desired ?? 0))
    away.push(`${String(members.length)} of ${String(replicas.desired)} pods are there`);
  return away.length === 0 ? [] : [memberAway('A member', away)];
}

/** Those that follow from the last ordinal down, then the primary. */
function stepsOf(
  { database, facts }: Situation,
  server: Server,
  planned: Restarting['planned'],
  chosen: readonly string[],
  pausing: Pausing,
): Step[] {
  const { namespace, flavour, container } = database;
  const { engine, context } = server.model;
  const singleWriter = hasOneWriter(server);
  const names = Object.keys(planned);
  const restarting: Restarting = {
    members: { namespace, container, asking: { engine, context }, names },
    singleWriter,
    // Where they run is not always in sight.
    failsOver: flavour === 'sentinel' || engine.id === 'redis' || engine.id === 'valkey',
    planned,
  };
  const leader = leaderOf(database, singleWriter);
  // Taken up again, the one that was the primary is still the last, whoever leads now.
  const leading = facts[PODS] === undefined ? leader : facts[PRIMARY];
  const primary = chosen.find((name) => name === leading);
  const others = names.filter((name) => chosen.includes(name) && name !== primary).reverse();
  const door = doorBefore(database, facts);
  const stopping = stoppingEngineOf(engine.id);
  const way = { service: door.services.at(0), port: server.model.port ?? engine.clientPort.value, pods: names };
  const canary = stopping && canaryStep({ namespace, container, engine: stopping, context }, way);
  return [
    noteStep(restarting, leader, door.services),
    ...pausing.before,
    ...others.map((name) => memberStep(restarting, name)),
    ...(primary === undefined ? [] : primarySteps(restarting, primary, door)),
    allBackStep(restarting, chosen),
    ...(primary === undefined || canary === undefined || !singleWriter ? [] : [canary]),
    ...pausing.after,
  ];
}

function primarySteps(restarting: Restarting, name: string, door: Door): Step[] {
  const step = primaryStep(restarting, name);
  return door.services.length === 0
    ? [{ ...measured(step), bringsWritesBack: true }]
    : [closeStep(restarting, door, name), step, openStep(door)];
}
