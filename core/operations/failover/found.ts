import type { Field } from '../../../engines/model/field.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { Pausing } from '../../preflight/index.ts';
import { doorOf, type Door } from '../../procedures/door/door.ts';
import { readWiring, type Wiring } from '../../procedures/door/wiring.ts';
import { askedOf } from '../../procedures/fence/change.ts';
import type { Fence } from '../../procedures/fence/fence.ts';
import { readPod } from '../../procedures/fence/is-fenced.ts';
import { FENCE_FACT, parseNote, readNote, type FenceNote } from '../../procedures/fence/note.ts';
import type { PodSeen } from '../../procedures/fence/fence-steps.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Server } from '../../procedures/members/server.ts';
import type { Plan, Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import type { Switching } from '../switchover/switching.ts';
import { upstreamOf } from '../switchover/upstream.ts';
import type { FailingOver } from './failing-over.ts';
import { findRoles, findWays, namesOf, unable, type Roles } from './find.ts';
import { against, owners } from './look-before.ts';
import { noted } from './noted.ts';
import { oldVolume, type OldVolume } from './old-volume.ts';
import { parseFailoverParameters } from './parameters.ts';
import { evidenceOf } from './words.ts';

/** All that a plan is made of. */
export interface Found {
  readonly server: Server;
  readonly over: FailingOver;
  /** What must be known of the old primary's pod; undefined where there is none, or somebody else has fenced it. */
  readonly pod: PodSeen | undefined;
  readonly volume: OldVolume | undefined;
  readonly door: Door;
  readonly wiring: Wiring;
  readonly pausing: Pausing;
  readonly against: readonly Refusal[];
  readonly evidence: readonly string[];
  readonly maxLoss: number;
  readonly isAgain: boolean;
}

/** Reads all that a plan is made of. Throws {@link ../../cluster/trouble.ClusterTrouble}, and for parameters that make no sense {@link ../../runner/plan.BadParameter}. */
export async function find(
  situation: Situation,
  parameters: Plan['parameters'],
): Promise<Found | { readonly refusals: readonly Refusal[] }> {
  const { connection, database, signal } = situation;
  const { namespace, workload: of } = database;
  const ways = await findWays(situation);
  if (!('server' in ways)) return { refusals: [ways] };
  const { server, switching, engine } = ways;
  const place = { resource: RESOURCES.statefulSets, namespace, name: of.name };
  const workload = await connection.read(place, signal ? { signal } : {});
  const set = fieldOf(workload);
  const note = readNote(set);
  if (note === 'unreadable') return { refusals: [strangeFence(of.name)] };
  const own = ownNote(situation, note);
  const names = [...new Set([...namesOf(set, of.name), ...(note === undefined ? [] : [note.pod])])].sort();
  const given = parseFailoverParameters(parameters, names);
  const again = noted(situation);
  const asked = again === undefined ? await findRoles(situation, ways, given, names, note) : undefined;
  if (asked?.state === 'none') return { refusals: asked.refusals };
  const roles = again ?? asked;
  if (roles === undefined) throw new Error('Roles are either noted or asked for.');
  const { leader, candidate, others, silent } = roles;
  const isFenced = note !== undefined && own === undefined;
  const way = note?.way ?? own?.way ?? given.way;
  const fence: Fence = {
    namespace,
    set: of.name,
    pod: leader,
    way,
    role: own?.role ?? 'unknown',
    attested: given.attested,
    grace: given.grace,
  };
  const pod = isFenced ? undefined : await podSeen(situation, set, leader, own);
  const upstream = again?.upstream ?? (await upstreamOf(situation, server, candidate, asked && followedBy(asked)));
  if (upstream === undefined)
    return { refusals: [unable(`${candidate} has no address.`, 'its pod does not run', 'Mend it.')] };
  const wiring =
    again?.wiring ?? (await readWiring(connection, namespace, database.services, [undefined, candidate], signal));
  const door = again?.door ?? doorOf(database);
  const volume =
    again?.reads === false
      ? undefined
      : await oldVolume(situation, ways, leader, asked?.asked.find(({ name }) => name === candidate)?.facts);
  const { context } = server.model;
  const { container } = database;
  const members: Switching = { namespace, container, engine: switching, context, leader, candidate, others, upstream };
  const base = { workload, fence, pod, isFenced };
  return {
    server,
    over: { switching: members, engine, context, fence, silent },
    pod,
    volume,
    door,
    wiring,
    pausing: await owners(situation, base, door, given.pauseOwners),
    against:
      asked !== undefined
        ? [...asked.refusals, ...(await against(situation, { ...base, candidate, wiring, volume }))]
        : [],
    evidence: asked !== undefined ? evidenceOf(asked.asked, database.members, engine, situation.now()) : [],
    maxLoss: given.maxLoss,
    isAgain: again !== undefined,
  };
}

/** Whom the candidate follows, or was told to follow last. */
function followedBy({ asked, candidate }: Roles): string | undefined {
  const facts = asked.find(({ name }) => name === candidate)?.facts;
  return facts?.['told'] ?? facts?.['upstream'];
}

const strangeFence = (set: string): Refusal => ({
  id: 'R15',
  kind: 'mend',
  what: 'A member is fenced already, and nobody can tell how.',
  evidence: `the annotation of ${set} cannot be read`,
  wayOut: 'Unfence it by hand first.',
});

/** What this operation noted of its own fence, if it has begun it. */
function ownNote({ id, facts }: Situation, note: FenceNote | undefined): FenceNote | undefined {
  if (note?.by === id) return note;
  const known = facts[FENCE_FACT];
  return typeof known === 'string' ? parseNote(known) : undefined;
}

/** What must be known of the old primary's pod; undefined where there is none. */
async function podSeen(
  { connection, database, signal }: Situation,
  set: Field,
  name: string,
  own: FenceNote | undefined,
): Promise<PodSeen | undefined> {
  if (own !== undefined) return { node: own.node, grace: own.grace, asked: own.before };
  const eyes = { see: connection, signal: signal ?? new AbortController().signal };
  const pod = await readPod(eyes, database.namespace, name);
  if (pod === undefined) return undefined;
  const grace = pod.at('spec', 'terminationGracePeriodSeconds').number() ?? 30;
  return { node: pod.at('spec', 'nodeName').string(), grace, asked: askedOf(set) };
}
