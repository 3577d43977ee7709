import { RESOURCES } from '../../cluster/resources.ts';
import { unfenceStep } from '../../procedures/fence/fence-steps.ts';
import { FENCE_NOTE, readNote, type FenceNote } from '../../procedures/fence/note.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Json } from '../../../engines/model/object.ts';
import { hasOneWriter } from '../../refusals/r3-two-writers.ts';
import { BadParameter, type Operation, type Plan, type Situation } from '../../runner/plan.ts';
import type { Refusal } from '../../runner/step.ts';
import { fenceOwners } from './look-before.ts';
import { parseUnfenceParameters } from './parameters.ts';

/** The fact under which it stands which pod is to come back: once the fence is down its note is gone. */
const MEMBER = 'unfenced-member';

/** Lets the member that is fenced come back. It has no parameters: one member at a time is fenced. */
export const unfenceOperation: Operation = {
  id: 'unfence',
  title: 'Unfence',
  plan: async (situation, given) => {
    parseUnfenceParameters(given);
    const { connection, database, signal, facts } = situation;
    const { namespace, workload: of, name } = database;
    if (of.kind !== 'StatefulSet')
      throw new BadParameter(`${of.kind} ${of.name} is no StatefulSet: none of it is fenced.`);
    const place = { resource: RESOURCES.statefulSets, namespace, name: of.name };
    const workload = await connection.read(place, signal ? { signal } : {});
    const note = readNote(fieldOf(workload));
    const pod = podOf(facts[MEMBER]) ?? (note === undefined || note === 'unreadable' ? undefined : note.pod);
    const isBegun = facts[MEMBER] !== undefined;
    const owners = typeof note === 'object' ? await fenceOwners(situation, workload, note.way, false) : undefined;
    const paused = owners?.refusals.length === 0 ? owners.warnings : [];
    const unfence = pod === undefined ? undefined : unfenceStep({ namespace, set: of.name, pod });
    return {
      operation: 'unfence',
      database: { namespace, kind: of.kind, name: of.name },
      parameters: given,
      title: `Unfence ${pod ?? 'a member'} of ${name}`,
      outcome: `${pod ?? 'The member'} runs again, on its volume, and ${of.name} is as it was before the fence.`,
      danger: 'typed',
      steps:
        unfence === undefined || pod === undefined
          ? []
          : [
              {
                ...unfence,
                act: async (hand) => {
                  await hand.keep(MEMBER, pod);
                  await unfence.act(hand);
                },
              },
            ],
      refusals: isBegun ? [] : [...unreadable(note), ...(await secondWriter(situation, note))],
      warnings: paused,
      rpo: { seconds: 0, from: 'nothing is taken away' },
      rto: { seconds: 0, from: 'nothing is taken away' },
      estimate: undefined,
    } satisfies Plan;
  },
};

const podOf = (fact: Json | undefined): string | undefined => (typeof fact === 'string' ? fact : undefined);

function unreadable(note: ReturnType<typeof readNote>): Refusal[] {
  if (typeof note === 'object') return [];
  return [
    {
      id: 'R30',
      kind: 'mend',
      what: note === undefined ? 'No member is fenced.' : 'A member is fenced, and nobody can tell how.',
      evidence: note === undefined ? 'its workload says nothing of a fence' : `${FENCE_NOTE} cannot be read`,
      wayOut: note === undefined ? 'There is nothing to do.' : 'Put back by hand what was changed.',
    },
  ];
}

/** R3: one that led when it was fenced comes back as it was, and another one leads now. */
async function secondWriter(situation: Situation, note: FenceNote | 'unreadable' | undefined): Promise<Refusal[]> {
  if (typeof note !== 'object' || note.role === 'replica') return [];
  const others = situation.database.members.filter(({ pod }) => pod.name !== note.pod);
  const leading = others.filter(({ writable }) => writable === true).map(({ pod }) => pod.name);
  if (leading.length === 0 || !(await hasOneWriter(situation))) return [];
  return [
    {
      id: 'R3',
      kind: 'never',
      what: `${note.pod} ${note.role === 'primary' ? 'led' : 'may have led'} when it was fenced, and would come back beside another member that accepts writes.`,
      evidence: `${leading.join(', ')} accepts writes`,
      wayOut: `Make ${note.pod}’s data follow the new primary first, and note it: its role in the annotation ${FENCE_NOTE} of the workload is then replica.`,
    },
  ];
}
