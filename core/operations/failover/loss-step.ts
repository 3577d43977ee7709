import type { Database } from '../../../engines/model/database.ts';
import type { ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { readerJob } from '../../procedures/claims/reader-job.ts';
import { readerSaid } from '../../procedures/claims/reader-said.ts';
import { removeOwn } from '../../procedures/jobs/object-step.ts';
import type { Hand } from '../../runner/hand.ts';
import { isTrouble } from '../../runner/patience.ts';
import type { Step } from '../../runner/step.ts';
import { accepts, factsOf, factsText } from '../switchover/switching.ts';
import type { FailingOver } from './failing-over.ts';
import { LOSS, lossOf, lossWords, type Loss } from './loss.ts';
import { fencedNow, lossNow } from './loss-now.ts';

/** What the runner shows as measured at the end. */
const MEASURED = 'measured.lostTransactions';
/** The fact behind whose fence the Job reads: the uid of the pod. */
const READING = 'loss-reading';

/** Where the old primary's data lie. */
export interface OldVolume {
  readonly claim: string;
  readonly database: Database;
}

export const readerName = (id: string): string => `plinth-loss-${id}`;

/**
 * Reads on the old primary's volume what it has and the candidate has not: a Job of the server's own image mounts the claim, and changes nothing. Where that cannot be told,
 * that is what is kept: whether to go on without is another step's question.
 */
export function lossStep(over: FailingOver, { claim, database }: OldVolume, id: string): Step {
  const { switching, engine, context } = over;
  const { candidate, leader, namespace } = switching;
  const name = readerName(id);
  const place: ObjectName = { resource: RESOURCES.jobs, namespace, name };
  const read = async (hand: Hand, fenced: string): Promise<Loss> => {
    const { facts, why } = await factsOf(hand, switching, candidate);
    if (facts === undefined) throw new Error(`${candidate} does not say how it stands: ${why}`);
    const job = readerJob({
      name,
      namespace,
      operation: hand.id,
      claim,
      script: engine.lost?.(context) ?? 'exit 1',
      database,
      env: { FACTS: factsText(facts) },
    });
    if (job === undefined) return { why: 'the place of its data is out of sight' };
    if (hand.facts[READING] !== fenced) {
      // One that has read behind an earlier fence is not asked again.
      await removeOwn(hand, place);
      await hand.keep(READING, fenced);
    }
    await hand.create(job, place);
    try {
      return lossFrom(await readerSaid(hand, name));
    } catch (error) {
      if (!isTrouble(error, 'broken')) throw error;
      return { why: (error as Error).message };
    }
  };
  return {
    id: 'read-loss',
    title: `Read on the volume of ${leader} what ${candidate} lacks`,
    commands: [`create the Job ${namespace}/${name}, which reads the claim ${claim} and changes nothing`],
    needs: [
      ...['create', 'get', 'delete'].map((verb) => ({ verb, resource: RESOURCES.jobs, namespace })),
      { verb: 'list', resource: RESOURCES.pods, namespace },
      ...['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    ],
    removesWrites: false,
    deadline: 330,
    observe: async (hand) => {
      const known = lossOf(hand.facts);
      if (known === undefined) return { state: 'todo', evidence: `The volume of ${leader} was not read yet.` };
      if (
        (await lossNow(hand, over.fence)) !== undefined ||
        accepts(await factsOf(hand, switching, candidate)) === true
      )
        return { state: 'done', evidence: `${candidate} lacks ${lossWords(known)}.` };
      return { state: 'todo', evidence: `${leader} was back since its volume was read.` };
    },
    act: async (hand) => {
      const fenced = await fencedNow(hand, over.fence);
      if (fenced === undefined) throw new Error(`${leader} is not fenced: what it has may change.`);
      const loss = { ...(await read(hand, fenced)), fenced };
      hand.tell({ text: `${candidate} lacks ${lossWords(loss)}` });
      if (loss.transactions === undefined) await hand.forget([MEASURED]);
      else await hand.keep(MEASURED, loss.transactions);
      await hand.keep(LOSS, loss);
    },
  };
}

/** What the reader printed. What is no number is not known. */
export function lossFrom({ exitCode, said }: Awaited<ReturnType<typeof readerSaid>>): Loss {
  const { transactions, bytes, last, why } = said;
  const isRead = exitCode === 0 && transactions !== undefined && /^\d+$/u.test(transactions);
  if (!isRead) return { why: why ?? `the reader ended with ${String(exitCode)}` };
  return {
    transactions: Number(transactions),
    ...(bytes !== undefined && /^\d+$/u.test(bytes) ? { bytes: Number(bytes) } : {}),
    ...(last === undefined || last === '' ? {} : { last }),
  };
}
