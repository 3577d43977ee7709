import { RESOURCES } from '../../cluster/resources.ts';
import { isFencedNow } from '../../procedures/fence/is-fenced.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Refusal, Step } from '../../runner/step.ts';
import { factsOf, factsText } from '../switchover/switching.ts';
import { JOB_DEADLINE } from './job.ts';
import { MADE, madeOf, madeWords, type Made, type Rejoining } from './rejoining.ts';
import { backName, endJob, jobName, runJob } from './run-job.ts';

/** The fact that a Job on the data was begun: until they are put back, they are not taken for the old ones. */
const BEGUN = 'data-begun';
/** The fact that the old data are where they were. */
const PUT_BACK = 'put-back';
const HOWS: readonly string[] = ['rewound', 'copied', 'emptied'];

/** Keeps the member's old data beside themselves, and makes those of a replica of them, while it is fenced. Its way back puts the old ones back. */
export function dataStep(rejoining: Rejoining, id: string): Step {
  const { switching, engine, claim } = rejoining;
  const { namespace, leader: member, candidate: primary, context } = switching;
  const observe = (hand: Hand): Promise<Observation> => {
    const made = madeOf(hand.facts);
    if (made !== undefined) return Promise.resolve({ state: 'done', evidence: `${madeWords(member, made)}.` });
    return Promise.resolve(
      hand.facts[BEGUN] === true
        ? { state: 'partial', evidence: `Whether the data of ${member} were changed already is not known.` }
        : { state: 'todo', evidence: `The data of ${member} are not those of a replica of ${primary} yet.` },
    );
  };
  return {
    id: 'data',
    title: `Keep the old data of ${member}, and make a replica’s of them`,
    commands: [`create the Job ${namespace}/${jobName(id)}, which works on the claim ${claim}`],
    needs: [
      ...['get', 'create', 'delete'].map((verb) => ({ verb, resource: RESOURCES.jobs, namespace })),
      { verb: 'list', resource: RESOURCES.pods, namespace },
      ...['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    ],
    risk: `What only ${member} has is no part of the database any more; it stays in its volume, in ${engine.kept.replaceAll('{id}', id)}.`,
    removesWrites: false,
    deadline: JOB_DEADLINE,
    observe,
    preconditions: async (hand) => [...(await unfenced(hand, rejoining)), ...(await noPrimary(hand, rejoining))],
    act: async (hand) => {
      const { facts, why } = await factsOf(hand, switching, primary);
      if (facts === undefined) throw new Error(`${primary} does not say how it stands: ${why}`);
      await hand.keep(BEGUN, true);
      await hand.forget([PUT_BACK]);
      // Somebody may have begun to put the old data back.
      await endJob(hand, namespace, backName(id));
      const said = await runJob(hand, rejoining, jobName(id), engine.rejoin(context), factsText(facts));
      const { how = '', kept = '' } = said;
      if (!HOWS.includes(how) || kept === '') throw new Error(`The Job ${jobName(id)} does not say what it did.`);
      const made = { how: how as Made['how'], kept };
      hand.tell({ text: madeWords(member, made) });
      await hand.keep(MADE, made);
    },
    undo: {
      title: `put the old data of ${member} back`,
      commands: [`create the Job ${namespace}/${backName(id)}, which puts the old data back in the claim ${claim}`],
      act: async (hand) => {
        // Two at once on one volume would ruin it.
        await endJob(hand, namespace, jobName(id));
        const found = await unfenced(hand, rejoining);
        if (found.length > 0) throw new Error(found[0]?.evidence);
        // Before anything is put back: whoever goes on from here must not take them for a replica's.
        await hand.forget([MADE]);
        const { facts } = await factsOf(hand, switching, primary);
        const said = await runJob(hand, rejoining, backName(id), engine.putBack(context), factsText(facts ?? {}));
        if (said['back'] !== 'yes') throw new Error(`The Job ${backName(id)} does not say that it is as before.`);
        await endJob(hand, namespace, backName(id));
        await hand.keep(PUT_BACK, true);
        await hand.forget([BEGUN]);
      },
      verify: (hand) =>
        Promise.resolve(
          hand.facts[PUT_BACK] === true && hand.facts[BEGUN] === undefined
            ? { state: 'done', evidence: `The data of ${member} are as they were.` }
            : { state: 'todo', evidence: `Whether the data of ${member} are as they were is not known.` },
        ),
    },
  };
}

/** Nothing works on a volume whose server may run. */
async function unfenced(hand: Hand, { fence }: Rejoining): Promise<Refusal[]> {
  const seen = await isFencedNow(hand, fence);
  if (seen.state === 'done') return [];
  return [
    {
      id: 'R15',
      kind: 'never',
      what: `The data of ${fence.pod} are not touched while its server may run.`,
      evidence: seen.evidence,
      wayOut: `Fence ${fence.pod} first.`,
    },
  ];
}

async function noPrimary(hand: Hand, { switching }: Rejoining): Promise<Refusal[]> {
  const { candidate, others } = switching;
  const [primary, ...rest] = await Promise.all([candidate, ...others].map((pod) => factsOf(hand, switching, pod)));
  const writers = others.filter((_, index) => rest[index]?.facts?.['writable'] === 'yes');
  if (writers.length > 0)
    return [
      {
        id: 'R3',
        kind: 'never',
        what: `${writers.join(', ')} and ${candidate} accept writes.`,
        evidence: 'their servers say so',
        wayOut: 'Find out first which data is right.',
      },
    ];
  if (primary?.facts?.['writable'] === 'yes') return [];
  return [
    {
      id: 'R2',
      kind: 'mend',
      what: `${candidate} does not lead any more, or does not answer.`,
      evidence: primary?.facts === undefined ? (primary?.why ?? 'it was not asked') : 'its server accepts no writes',
      wayOut: 'Wait until a primary accepts writes, and begin again.',
    },
  ];
}
