import { doorOf } from '../../../procedures/door/door.ts';
import { expectedOutage, type Measured } from '../../../procedures/door/outage.ts';
import { readServer, type Server } from '../../../procedures/members/server.ts';
import type { Parameters, Plan, PlannedRoles, Situation } from '../../../runner/plan.ts';
import type { Step } from '../../../runner/step.ts';
import { parseSwitchoverParameters } from '../parameters.ts';
import { leadsStep } from './leads-step.ts';
import { behind, electable, leaderOf, podOf, readSet, unfit } from './replica-set.ts';
import { isRoles, noted, noteStep, unable, type Refused, type Roles } from './roles.ts';
import { freeStep, holdStep, majorityCanaryStep, stepDownStep, type InSet } from './step-down-step.ts';

/** Nothing was measured: there was no server to run. */
const MEASURED: Measured = { operation: 'switchover', seconds: {} };

/**
 * The plan of a switchover in a MongoDB replica set, by its own documented way: the other secondaries are held, the primary steps down without force, and the set elects.
 * Not exercised on a real server.
 */
export async function replicaSetSwitchover(situation: Situation, given: Parameters): Promise<Plan> {
  const { connection, database, signal } = situation;
  const { namespace, workload, name, members, container } = database;
  const pods = members.map(({ pod }) => pod.name);
  const { to } = parseSwitchoverParameters(given, pods);
  const server = await readServer(connection, database, signal);
  const seen = noted(situation) ?? (await rolesOf(situation, server, pods, to));
  const roles = isRoles(seen) ? seen : undefined;
  const door = doorOf(database);
  const steps: Step[] = [];
  if (roles !== undefined && server !== undefined) {
    const { leader, candidate } = roles;
    const others = pods.filter((pod) => pod !== leader && pod !== candidate);
    const { context } = server.model;
    const set: InSet = { namespace, container, context, leader, candidate, others, pods };
    steps.push(
      noteStep(roles),
      ...(others.length > 0 ? [holdStep(set)] : []),
      stepDownStep(set),
      ...(others.length > 0 ? [freeStep(set)] : []),
      leadsStep(door, candidate),
      majorityCanaryStep(set),
    );
  }
  return {
    operation: 'switchover',
    database: { namespace, kind: workload.kind, name: workload.name },
    parameters: given,
    title: roles ? `Switch over ${name} from ${roles.leader} to ${roles.candidate}` : `Switch over ${name}`,
    outcome: roles ? `${roles.candidate} is elected, and the others follow it.` : 'A secondary leads.',
    danger: 'confirmed',
    steps,
    refusals: seen.refusals,
    warnings: roles?.warnings ?? [],
    rpo: {
      seconds: 0,
      from: 'the primary steps down only once an electable member has all that it has; what no majority holds may still be rolled back',
    },
    rto: await expectedOutage(connection, database, MEASURED),
    estimate: undefined,
    ...(roles && {
      roles: {
        leader: roles.leader,
        candidate: roles.candidate,
        services: door.services,
        gaps: roles.gaps ?? [],
        fence: `The set's own: ${roles.leader} steps down, and takes no writes without a majority.`,
      },
    }),
  };
}

async function rolesOf(
  { connection, database, signal }: Situation,
  server: Server | undefined,
  pods: readonly string[],
  to: string | undefined,
): Promise<Roles | Refused> {
  const { namespace, container } = database;
  if (server === undefined) return unable('Its server is not recognised.', database.name, 'Use rs.stepDown() by hand.');
  const options = { timeout: 30_000, ...(signal ? { signal } : {}) };
  const set = await readSet(
    (pod, script) => connection.exec({ namespace, pod, container }, ['sh', '-c', script], options),
    server.model.context,
    pods,
  );
  if (typeof set === 'string') return unable('The replica set does not say who leads.', set, 'Look at rs.status().');
  const names = set.members.map(({ name }) => name).join(', ');
  const leader = leaderOf(set);
  if (leader === undefined)
    return unable('Nobody leads: that is no planned switchover.', names, 'Let the set elect a primary first.');
  if (!pods.includes(leader)) return unable('Its members are not called as their pods.', names, 'rs.stepDown()');
  if (to === leader) return unable(`${to} leads already.`, names, 'Nothing is to be done.');
  const possible = electable(set)
    .map(podOf)
    .filter((pod) => pods.includes(pod));
  const candidate = to ?? possible.find((pod) => unfit(set, pod).length === 0) ?? possible[0];
  if (candidate === undefined) return unable('There is no secondary to switch over to.', names, 'Add a member.');
  const gaps: PlannedRoles['gaps'] = set.members.flatMap((one) => {
    const seconds = behind(set, one);
    return one.state !== 'SECONDARY' || seconds === undefined ? [] : [{ name: podOf(one), seconds }];
  });
  const warnings = [
    'By MongoDB’s documented way; Plinth has not exercised it on a real server.',
    `Now: ${set.members.map((one) => `${podOf(one)}: ${one.state}`).join('; ')}.`,
  ];
  return { leader, candidate, refusals: unfit(set, candidate), warnings, gaps };
}
