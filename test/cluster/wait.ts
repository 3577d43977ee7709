import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, FinalFailure } from './failure.ts';

export interface Patience {
  readonly seconds: number;
  /** What to do when it never comes true. */
  readonly advice: string;
  readonly every?: number;
}

/** Asks until the answer is neither undefined nor false, and gives it. An error of the question counts as «not yet», unless it is final. */
export async function until<T>(
  what: string,
  { seconds, advice, every = 100 }: Patience,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    let trouble = '';
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      if (error instanceof FinalFailure) throw error;
      trouble = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (performance.now() > end) throw new Failure(`${what} did not come about within ${seconds} s${trouble}`, advice);
    await sleep(every);
  }
}
