import type { Database } from '../../../engines/model/database.ts';
import type { ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { readerJob } from '../../procedures/claims/reader-job.ts';
import { readerSaid } from '../../procedures/claims/reader-said.ts';
import type { Hand } from '../../runner/hand.ts';
import { isTrouble } from '../../runner/patience.ts';
import type { Step } from '../../runner/step.ts';
import { factsOf, factsText } from '../switchover/switching.ts';
import type { FailingOver } from './failing-over.ts';
import { LOSS, lossOf, lossWords, type Loss } from './loss.ts';

/** What the runner shows as measured at the end. */
const MEASURED = 'measured.lostTransactions';

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
  const read = async (hand: Hand): Promise<Loss> => {
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
      ...['create', 'get'].map((verb) => ({ verb, resource: RESOURCES.jobs, namespace })),
      { verb: 'list', resource: RESOURCES.pods, namespace },
      ...['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    ],
    removesWrites: false,
    deadline: 330,
    observe: ({ facts }) => {
      const known = lossOf(facts);
      return Promise.resolve(
        known === undefined
          ? { state: 'todo', evidence: `The volume of ${leader} was not read yet.` }
          : { state: 'done', evidence: `${candidate} lacks ${lossWords(known)}.` },
      );
    },
    act: async (hand) => {
      const loss = await read(hand);
      hand.tell({ text: `${candidate} lacks ${lossWords(loss)}` });
      await hand.keep(LOSS, { ...loss });
      if (loss.transactions !== undefined) await hand.keep(MEASURED, loss.transactions);
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
