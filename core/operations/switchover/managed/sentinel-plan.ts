import { sentinelSwitchingEngineOf } from '../../../../engines/sentinel-switching.ts';
import { stoppingEngineOf } from '../../../../engines/stopping.ts';
import { doorOf } from '../../../procedures/door/door.ts';
import { expectedOutage, type Measured } from '../../../procedures/door/outage.ts';
import { readServer, type Server } from '../../../procedures/members/server.ts';
import type { Parameters, Plan, Situation } from '../../../runner/plan.ts';
import type { Step } from '../../../runner/step.ts';
import { canaryStep } from '../../start/canary-step.ts';
import { followStep } from '../../start/follow-step.ts';
import { caughtUpStep } from '../caught-up-step.ts';
import { parseSwitchoverParameters } from '../parameters.ts';
import { leadsStep } from './leads-step.ts';
import { noteStep } from './roles.ts';
import { addressesOf, hasSentinel, sentinelRoles, type SentinelRoles } from './sentinel-roles.ts';
import {
  askSentinelStep,
  attachStep,
  chainStep,
  liftStep,
  noteSentinelStep,
  preferStep,
  refuseStep,
  type Watched,
} from './sentinel-steps.ts';

/** Nothing was measured yet. */
const MEASURED: Measured = { operation: 'switchover', seconds: {} };

/** The plan of a switchover where Sentinels watch a Redis or Valkey: the primary is fenced, and a Sentinel asked once the candidate has everything. */
export async function sentinelSwitchover(situation: Situation, given: Parameters): Promise<Plan> {
  const { connection, database, signal } = situation;
  const { namespace, workload, name, members } = database;
  const pods = members.map(({ pod }) => pod.name);
  const { to } = parseSwitchoverParameters(given, pods);
  const server = await readServer(connection, database, signal);
  const seen = await sentinelRoles(situation, server, to);
  const roles = hasSentinel(seen) ? seen : undefined;
  const door = doorOf(database);
  return {
    operation: 'switchover',
    database: { namespace, kind: workload.kind, name: workload.name },
    parameters: given,
    title: roles ? `Switch over ${name} from ${roles.leader} to ${roles.candidate}` : `Switch over ${name}`,
    outcome: roles ? `${roles.candidate} leads, and the others follow it; Sentinel sees to it.` : 'A replica leads.',
    danger: 'confirmed',
    steps: roles === undefined || server === undefined ? [] : await stepsOf(situation, server, roles, pods),
    refusals: seen.refusals,
    warnings: roles?.warnings ?? [],
    rpo: { seconds: 0, from: 'Sentinel is asked only once the candidate has all that the fenced primary has' },
    rto: await expectedOutage(connection, database, MEASURED),
    estimate: undefined,
    ...(roles && {
      roles: {
        leader: roles.leader,
        candidate: roles.candidate,
        services: door.services,
        gaps: roles.gaps ?? [],
        fence: `The engine's own: ${roles.leader} wants more replicas than there are (min-replicas-to-write), and refuses every write, also after a restart.`,
      },
    }),
  };
}

async function stepsOf(
  situation: Situation,
  { model }: Server,
  roles: SentinelRoles,
  pods: readonly string[],
): Promise<Step[]> {
  const { database } = situation;
  const { namespace, container } = database;
  const { leader, candidate, sentinel } = roles;
  const { engine: facts, context } = model;
  const engine = sentinelSwitchingEngineOf(database.engine);
  if (engine === undefined) return [];
  const others = pods.filter((pod) => pod !== leader && pod !== candidate);
  // Sentinel tells the members whom to follow.
  const upstream = { host: candidate, port: model.port ?? facts.clientPort.value };
  const switching = { namespace, container, engine, context, leader, candidate, others, upstream };
  const watched: Watched = { switching, sentinel, addresses: await addressesOf(situation, pods) };
  const door = doorOf(database);
  const names = [...new Set([leader, candidate, ...pods])].sort();
  const stopping = stoppingEngineOf(facts.id);
  return [
    noteStep(roles),
    noteSentinelStep(watched),
    preferStep(watched),
    ...(sentinel.mayChain && others.length > 0 ? [chainStep(watched)] : []),
    refuseStep(watched),
    caughtUpStep(switching, 60),
    askSentinelStep(watched),
    leadsStep(door, candidate),
    attachStep(watched, [leader, ...others]),
    followStep({ namespace, container, asking: { engine: facts, context }, names }, true, 1_800),
    liftStep(watched),
    ...(stopping === undefined
      ? []
      : [
          canaryStep(
            { namespace, container, engine: stopping, context },
            { service: door.services.at(0), port: upstream.port, pods: [candidate] },
          ),
        ]),
  ];
}
