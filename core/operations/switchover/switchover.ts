import { stoppingEngineOf } from '../../../engines/stopping.ts';
import { switchingEngineOf } from '../../../engines/switching.ts';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { servicePausing, type Pausing } from '../../preflight/index.ts';
import { doorOf, type Door } from '../../procedures/door/door.ts';
import { expectedOutage, type Measured } from '../../procedures/door/outage.ts';
import { readWiring, type Wiring } from '../../procedures/door/wiring.ts';
import { wiringStep } from '../../procedures/door/wiring-step.ts';
import { readServer, type Server } from '../../procedures/members/server.ts';
import type { Operation, Plan, PlannedRoles, Situation } from '../../runner/plan.ts';
import type { Refusal, Step } from '../../runner/step.ts';
import { canaryStep } from '../start/canary-step.ts';
import { followStep } from '../start/follow-step.ts';
import { caughtUpStep } from './caught-up-step.ts';
import { clearStep } from './clear-step.ts';
import { closeStep, openStep } from './door-steps.ts';
import { fenceStep } from './fence-step.ts';
import { followNewStep } from './follow-step.ts';
import { checkAfter, checkBefore, checkWiring } from './look-before.ts';
import { askMembers, gapWords, judge, refusalOf, type Candidate } from './members-asked.ts';
import { keepsUp } from './keeps-up.ts';
import { managedSwitchover } from './managed/index.ts';
import { noteStep } from './note-step.ts';
import { parseSwitchoverParameters } from './parameters.ts';
import { fenceWords, plannedGaps } from './planned-roles.ts';
import { prepareStep } from './prepare-step.ts';
import { promoteStep } from './promote-step.ts';
import { upstreamOf } from './upstream.ts';
import { CANDIDATE, DOOR_SERVICES, LEADER, OTHERS, UPSTREAM, WIRING, type Switching } from './switching.ts';

/** Seconds from the closing of the door until the candidate must lead, or all is taken back. A server that must end first may wait for a receiver that hangs: PostgreSQL for wal_sender_timeout, 60 s by default. */
const DEADLINES = { stays: 60, restarts: 90 } as const;

/** Nothing was measured yet. */
const MEASURED: Measured = { operation: 'switchover', seconds: {} };

const NOTHING: Pausing = { refusals: [], warnings: [], before: [], after: [] };

/**
 * Switchover: a replica takes over from a primary that is well, in order: the door is closed, the old primary fenced by its engine, the candidate promoted once it has
 * everything, the door opened to it. Its parameters: {@link ./parameters.ts}.
 */
export const switchoverOperation: Operation = {
  id: 'switchover',
  title: 'Switch Over',
  plan: async (situation, given) => {
    const managed = await managedSwitchover(situation, given);
    if (managed !== undefined) return managed;
    const { connection, database } = situation;
    const { namespace, workload, name } = database;
    const { to, pauseOwners } = parseSwitchoverParameters(
      given,
      database.members.map(({ pod }) => pod.name),
    );
    const found = await find(situation, to);
    const roles = 'refusals' in found ? undefined : found;
    const pausing =
      roles === undefined
        ? NOTHING
        : await servicePausing(connection, namespace, roles.door.services, pauseOwners, situation.signal);
    const steps = roles === undefined ? [] : stepsOf(database, roles, pausing);
    const isAgain = situation.facts[CANDIDATE] !== undefined;
    const refusals = 'refusals' in found ? found.refusals : [...found.against, ...pausing.refusals];
    return {
      operation: 'switchover',
      database: { namespace, kind: workload.kind, name: workload.name },
      parameters: given,
      title:
        roles === undefined ? `Switch over ${name}` : `Switch over ${name} from ${roles.leader} to ${roles.candidate}`,
      outcome:
        roles === undefined
          ? 'A replica leads, and the others follow it.'
          : `${roles.candidate} leads, the write Services lead to it, and ${[roles.leader, ...roles.others].join(', ')} follow it.`,
      danger: 'confirmed',
      steps,
      refusals: isAgain ? [] : refusals,
      warnings: isAgain ? [] : [...(roles?.warnings ?? []), ...pausing.warnings],
      rpo: { seconds: 0, from: 'the candidate is promoted only when it has all that the fenced primary has' },
      rto: await expectedOutage(connection, database, MEASURED),
      estimate: undefined,
      ...(roles && { roles: shown(roles) }),
    } satisfies Plan;
  },
};

const shown = ({ leader, candidate, door, gaps = [], engine }: Roles): PlannedRoles => ({
  leader,
  candidate,
  services: door.services,
  gaps,
  fence: fenceWords(leader, engine.fence),
});

/** Who changes roles, and with what. */
export interface Roles extends Pick<Switching, 'leader' | 'candidate' | 'others' | 'upstream'> {
  readonly server: Server;
  readonly engine: SwitchingEngine;
  readonly door: Door;
  readonly wiring: Wiring;
  readonly against: readonly Refusal[];
  readonly warnings: readonly string[];
  /** Absent where it is taken up again. */
  readonly gaps?: PlannedRoles['gaps'];
}

const unable = (what: string, evidence: string, wayOut: string): { readonly refusals: readonly Refusal[] } => ({
  refusals: [{ id: 'R30', kind: 'mend', what, evidence, wayOut }],
});

async function find(
  situation: Situation,
  to: string | undefined,
): Promise<Roles | { readonly refusals: readonly Refusal[] }> {
  const { connection, database, signal } = situation;
  const { workload, engineName, engine: id, namespace, members } = database;
  if (workload.kind !== 'StatefulSet')
    return unable('Only members of a StatefulSet change roles.', `${workload.kind} ${workload.name}`, 'None.');
  const engine = switchingEngineOf(id);
  if (engine === undefined)
    return unable(
      `How members of ${engineName} change roles Plinth has not learnt.`,
      engineName,
      'Its own tools do it.',
    );
  const server = await readServer(connection, database, signal);
  if (server === undefined)
    return unable('Its workload is not one that Plinth can read.', workload.name, 'Its own tools do it.');
  const again = noted(situation, { server, engine });
  if (again !== undefined) return again;
  const before = await checkBefore(situation);
  const leaders = members.filter(({ writable }) => writable === true);
  const leader = leaders[0]?.pod.name;
  if (leader === undefined || leaders.length > 1)
    return {
      refusals: [
        ...before,
        ...unable(
          leader === undefined ? 'Nobody accepts writes: that is no planned switchover.' : 'Two members accept writes.',
          members.map(({ pod, role }) => `${pod.name}: ${role}`).join(', ') || 'no member',
          leader === undefined ? 'Bring the primary back, or fail over.' : 'Find out which data is right first.',
        ).refusals,
      ],
    };
  if (to === leader) return unable(`${to} leads already.`, `${to} accepts writes`, 'Nothing is to be done.');
  return chosen(situation, { server, engine }, { leader, to, before, namespace });
}

async function chosen(
  situation: Situation,
  { server, engine }: Pick<Roles, 'server' | 'engine'>,
  given: {
    readonly leader: string;
    readonly to: string | undefined;
    readonly before: readonly Refusal[];
    readonly namespace: string;
  },
): Promise<Roles | { readonly refusals: readonly Refusal[] }> {
  const { connection, database, signal } = situation;
  const { leader, to, before, namespace } = given;
  const { context } = server.model;
  const asked = await askMembers(connection, database, engine, context, signal);
  const own = asked.find(({ name }) => name === leader);
  if (own?.facts === undefined)
    return {
      refusals: [...before, ...unable(`${leader} does not say how it stands.`, own?.why ?? '', 'Mend it.').refusals],
    };
  const replicas = judge(
    engine,
    own.facts,
    asked.filter(({ name }) => name !== leader),
  );
  const candidate = to === undefined ? replicas[0] : replicas.find(({ name }) => name === to);
  if (candidate === undefined)
    return {
      refusals: [...before, ...unable('There is no replica to switch over to.', leader, 'Add a standby.').refusals],
    };
  const wiring = await readWiring(connection, namespace, database.services, [leader, candidate.name], signal);
  const upstream = await upstreamOf(
    situation,
    server,
    candidate.name,
    database.members.find(({ pod }) => pod.name === candidate.name)?.upstream,
  );
  if (upstream === undefined) {
    const addressless = unable(
      `${candidate.name} has no address.`,
      'its pod does not run',
      'Mend it, or choose another member.',
    );
    return { refusals: [...before, ...addressless.refusals] };
  }
  return {
    server,
    engine,
    leader,
    candidate: candidate.name,
    others: database.members.map(({ pod }) => pod.name).filter((name) => name !== leader && name !== candidate.name),
    upstream,
    door: doorOf(database),
    wiring,
    against: [
      ...before,
      ...engine.cannotHandOver(own.facts).map((one) => refusalOf(leader, one)),
      ...candidate.refusals,
      ...(await checkAfter(situation, leader, candidate.name)),
      ...checkWiring(database, wiring),
    ],
    warnings: warningsOf(replicas, candidate),
    gaps: plannedGaps(replicas),
  };
}

/** How far each is behind, and what is wrong with those that are not chosen: they may have to be made anew. */
function warningsOf(replicas: readonly Candidate[], candidate: Candidate): string[] {
  const unfit = replicas.filter((one) => one !== candidate && one.refusals.length > 0);
  return [
    `Now: ${replicas.map(gapWords).join('; ')}.`,
    ...unfit.map(
      ({ name, refusals }) => `${name} may not follow afterwards: ${refusals.map(({ what }) => what).join(' ')}`,
    ),
  ];
}

/** Taken up again: as the journal has it, whoever leads now. */
function noted({ facts, database }: Situation, made: Pick<Roles, 'server' | 'engine'>): Roles | undefined {
  const { [LEADER]: leader, [CANDIDATE]: candidate, [OTHERS]: others } = facts;
  if (typeof leader !== 'string' || typeof candidate !== 'string') return undefined;
  const names = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
  return {
    ...made,
    leader,
    candidate,
    others: names(others),
    upstream: facts[UPSTREAM] as unknown as Switching['upstream'],
    door: { namespace: database.namespace, services: names(facts[DOOR_SERVICES]) },
    wiring: facts[WIRING] as unknown as Wiring,
    against: [],
    warnings: [],
  };
}

/** The steps of a switchover by these roles. */
export function stepsOf({ namespace, container }: LiveDatabase, roles: Roles, pausing: Pausing): Step[] {
  const { server, engine, leader, candidate, others, upstream, wiring, door } = roles;
  const { engine: facts, context } = server.model;
  const switching: Switching = { namespace, container, engine, context, leader, candidate, others, upstream };
  const deadline = DEADLINES[engine.fence.by];
  const names = [leader, candidate, ...others].sort();
  const [prepare, clear] = [prepareStep(switching), clearStep(switching)];
  const hasDoor = door.services.length > 0;
  const moving = { namespace, wiring, from: leader, to: candidate, deadline, madeSureLater: true } as const;
  const stopping = stoppingEngineOf(facts.id);
  const canary =
    stopping &&
    canaryStep(
      { namespace, container, engine: stopping, context },
      { service: door.services.at(0), port: server.model.port ?? facts.clientPort.value, pods: [candidate] },
    );
  return [
    noteStep(switching, door, wiring),
    ...pausing.before,
    ...(prepare === undefined ? [] : [prepare]),
    // Behind a closed door the Services are turned early: each change makes kube-proxy wait a second (minSyncPeriod) before it takes the next, which would be the open door.
    // https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/
    ...(hasDoor ? [closeStep(switching, door, deadline), wiringStep(moving)] : []),
    hasDoor
      ? fenceStep(switching, deadline)
      : { ...fenceStep(switching, deadline), preconditions: (hand) => keepsUp(hand, switching) },
    caughtUpStep(switching, deadline),
    { ...promoteStep(switching), ...(hasDoor ? {} : { bringsWritesBack: true as const }) },
    ...(hasDoor ? [openStep(door, 300, moving)] : []),
    ...(canary === undefined ? [] : [canary]),
    ...[...others, leader].map((member) => followNewStep(switching, member)),
    followStep({ namespace, container, asking: { engine: facts, context }, names }, true, 1_800),
    ...(clear === undefined ? [] : [clear]),
    ...pausing.after,
  ];
}
