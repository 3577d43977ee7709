import type { EngineContext } from '../../../engines/model/engine.ts';
import type { FailingOverEngine } from '../../../engines/model/failing-over.ts';
import type { RestFacts } from '../../../engines/model/stopping.ts';
import type { Fence } from '../../procedures/fence/fence.ts';
import type { Hand } from '../../runner/hand.ts';
import { factsOf, type Said, type Switching } from '../switchover/switching.ts';

/** What the steps of one failover have in common. */
export interface FailingOver {
  /** Who led, who is to, and all others; `others` are those that said something when it was planned. */
  readonly switching: Switching;
  readonly engine: FailingOverEngine;
  readonly context: EngineContext;
  readonly fence: Fence;
  /** Members that say nothing, beside the old primary. */
  readonly silent: readonly string[];
}

/** A replica that answered. */
export interface Heard {
  readonly name: string;
  readonly facts: RestFacts;
}

/** Asks the candidate and the others at once; those that do not answer are left out of `others`. */
export async function hear(
  hand: Hand,
  { switching }: FailingOver,
): Promise<{ readonly candidate: Said; readonly others: readonly Heard[] }> {
  const [candidate, ...rest] = await Promise.all(
    [switching.candidate, ...switching.others].map((pod) => factsOf(hand, switching, pod)),
  );
  const others = switching.others.flatMap((name, index): Heard[] => {
    const facts = rest[index]?.facts;
    return facts === undefined ? [] : [{ name, facts }];
  });
  return { candidate: candidate ?? { facts: undefined, why: 'it was not asked' }, others };
}
