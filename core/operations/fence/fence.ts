import type { Field } from '../../../engines/model/field.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { askedOf, type Asked } from '../../procedures/fence/change.ts';
import type { Fence } from '../../procedures/fence/fence.ts';
import { fenceSteps, type PodSeen } from '../../procedures/fence/fence-steps.ts';
import { readPod } from '../../procedures/fence/is-fenced.ts';
import { FENCE_FACT, parseNote, readNote, type FenceNote } from '../../procedures/fence/note.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import { BadParameter, type Operation, type Plan, type Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import { fenceOwners, lookBefore } from './look-before.ts';
import { parseFenceParameters, type FenceParameters } from './parameters.ts';

/**
 * Fences one member: its pod ends, its node confirms it, and none takes its place until it is unfenced. It takes something away on purpose, and ends with that. Its
 * parameters: {@link ./parameters.ts}.
 */
export const fenceOperation: Operation = {
  id: 'fence',
  title: 'Fence',
  plan: async (situation, given) => {
    const { connection, database, signal } = situation;
    const { namespace, workload: of, name } = database;
    if (of.kind !== 'StatefulSet')
      throw new BadParameter(`${of.kind} ${of.name} is no StatefulSet: Plinth fences only its members.`);
    const place = { resource: RESOURCES.statefulSets, namespace, name: of.name };
    const workload = await connection.read(place, signal ? { signal } : {});
    const set = fieldOf(workload);
    const note = readNote(set);
    const own = ownNote(situation, note);
    const asked = parseFenceParameters(given, namesOf(of.name, own?.before ?? askedOf(set)));
    const fence = fenceOf(situation, asked, own);
    const pod = await podSeen(situation, set, fence.pod, own);
    const owners = await fenceOwners(situation, workload, fence.way, asked.pauseOwners);
    const isBegun = own !== undefined || Object.keys(situation.facts).length > 0;
    const refusals = isBegun
      ? []
      : [
          ...alreadyFenced(note),
          ...absent(fence, pod),
          ...(await lookBefore(situation, workload, fence, pod?.node)),
          ...owners.refusals,
        ];
    const isReplica = fence.role === 'replica';
    return {
      operation: 'fence',
      database: { namespace, kind: of.kind, name: of.name },
      parameters: given,
      title: `Fence ${fence.pod} of ${name}`,
      outcome: `${fence.pod} has ended, which its node confirms, and stays away until it is unfenced. The other members stay as they are.`,
      danger: 'typed',
      steps: pod === undefined ? [] : [...owners.before, ...fenceSteps(fence, pod)],
      refusals,
      warnings: [...warningsOf(fence), ...owners.warnings, ...owners.before.map(({ title }) => stays(title))],
      rpo:
        fence.attested === undefined
          ? { seconds: 0, from: 'the member ends in order; what was acknowledged is on its volume' }
          : { seconds: undefined, from: 'the machine was switched off' },
      rto: isReplica
        ? { seconds: 0, from: `${fence.pod} accepts no writes` }
        : { seconds: undefined, from: 'until it is unfenced, or another member leads' },
      estimate: undefined,
    } satisfies Plan;
  },
};

/** What this operation noted when it began, if it did: on the workload, or, where that is not so yet or any more, in its journal. */
function ownNote({ id, facts }: Situation, note: ReturnType<typeof readNote>): FenceNote | undefined {
  if (typeof note === 'object' && note.by === id) return note;
  const known = facts[FENCE_FACT];
  return typeof known === 'string' ? parseNote(known) : undefined;
}

const namesOf = (set: string, { replicas, start }: Asked): string[] =>
  Array.from({ length: replicas }, (_, index) => `${set}-${String(start + index)}`);

/** Taken up again, the member may be away: then it is what it was when the fence was put up. */
function fenceOf(
  { database }: Situation,
  { member, way, attested, grace }: FenceParameters,
  own: FenceNote | undefined,
): Fence {
  const found = database.members.find(({ pod }) => pod.name === member);
  const seen =
    found?.role === 'replica' && found.writable === false
      ? 'replica'
      : found?.role === 'primary'
        ? 'primary'
        : 'unknown';
  const { namespace, workload } = database;
  return { namespace, set: workload.name, pod: member, way: own?.way ?? way, role: own?.role ?? seen, attested, grace };
}

/** What must be known of the pod; undefined where there is none. */
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

function alreadyFenced(note: ReturnType<typeof readNote>): Refusal[] {
  if (note === undefined) return [];
  const [what, evidence] =
    note === 'unreadable'
      ? ['A member is fenced already, and nobody can tell how.', 'its annotation cannot be read']
      : [`${note.pod} is fenced already; one member at a time is.`, `by the operation ${note.by}`];
  return [{ id: 'R15', kind: 'mend', what, evidence, wayOut: 'Unfence it first.' }];
}

function absent({ pod }: Fence, seen: PodSeen | undefined): Refusal[] {
  if (seen !== undefined) return [];
  return [
    {
      id: 'R10',
      kind: 'mend',
      what: `${pod} has no pod: where it ran, and whether it has ended there, nobody can confirm.`,
      evidence: `there is no pod ${pod}`,
      wayOut: 'Wait until its pod is there again.',
    },
  ];
}

function warningsOf({ pod, way, role, attested }: Fence): string[] {
  const warnings = [`${pod} stays away until it is unfenced; a disruption budget is not asked.`];
  if (role !== 'replica')
    warnings.push(
      `${pod} ${role === 'primary' ? 'accepts' : 'may accept'} writes: from then on nobody does, until it is unfenced or another member leads.`,
    );
  if (way === 'gate')
    warnings.push(
      'Another member whose pod ends meanwhile is held at the gate as well; it comes back when this one is unfenced.',
    );
  if (attested !== undefined)
    warnings.push(`You attest that the machine of ${attested} is off. If it is not, ${pod} may still run on it.`);
  return warnings;
}

const stays = (title: string): string =>
  `«${title}»: it stays paused until somebody lets it go on, after the member was unfenced.`;
