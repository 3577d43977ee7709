import type { Plan } from '../../runner/plan.ts';
import { isPassing } from '../../runner/patience.ts';
import type { Refusal } from '../../runner/step.ts';
import { OperationRefused } from '../../runner/trouble.ts';
import { differenceFrom, type ConfirmedStep } from '../confirmed.ts';
import type { Post } from './post.ts';

/** Milliseconds within which a plan must come out as it was confirmed: what members say may be late. */
const PLANNING = 15_000;
/** Milliseconds that the other pod has to stand ready. */
const PARTNER = 90_000;
const AGAIN = 1_000;

const refused = (what: string, evidence: string, wayOut: string): OperationRefused => {
  const refusal: Refusal = { id: 'R9', kind: 'mend', what, evidence, wayOut };
  return new OperationRefused([refusal]);
};

/** The plan that a pod begins with: the one that was confirmed, or by the clock the one that it is now. Throws {@link OperationRefused}. */
export function planToBegin(post: Post): Promise<Plan> {
  const { confirmed } = post.request;
  return confirmed === undefined ? planAllowed(post) : planConfirmed(post, confirmed);
}

/** What members say may be late, and be missed by a check: a plan with refusals is made again for a while. Whoever begins it is told of those that stay. */
async function planAllowed({ clock, plan, say }: Post): Promise<Plan> {
  const until = clock.now() + PLANNING;
  for (;;) {
    const made = await plan({});
    if (made.refusals.length === 0 || clock.now() > until) return made;
    say(`It is refused as it stands: ${made.refusals.map(({ what }) => what).join(' ')}`);
    await clock.sleep(AGAIN);
  }
}

/** Plans, and gives the plan where it is the one that the person confirmed. Throws {@link OperationRefused} where it is another, or cannot be made. */
async function planConfirmed(post: Post, confirmed: readonly ConfirmedStep[]): Promise<Plan> {
  const { clock, say } = post;
  const until = clock.now() + PLANNING;
  for (;;) {
    let difference: string;
    try {
      const plan = await post.plan({});
      const found = differenceFrom(confirmed, plan);
      if (found === undefined) return plan;
      difference = found;
    } catch (error) {
      if (isPassing(error)) throw error;
      difference = `It cannot be planned any more: ${error instanceof Error ? error.message : String(error)}`;
    }
    say(`The plan is not the one that was confirmed. ${difference}`);
    if (clock.now() > until)
      throw refused(
        'The database has changed since the plan was confirmed, and nothing was begun.',
        difference,
        'Look at the new plan, and confirm that.',
      );
    await clock.sleep(AGAIN);
  }
}

/** Waits until the other pod stands ready. A plan that takes writes away is not begun without it; throws {@link OperationRefused}. */
export async function mustStandReady({ clock, partner, say }: Post, plan: Plan): Promise<void> {
  const until = clock.now() + PARTNER;
  for (;;) {
    const why = await partner();
    if (why === undefined) return;
    if (!plan.steps.some(({ removesWrites }) => removesWrites)) {
      say(`It is begun without a runner that stands by: ${why}`);
      return;
    }
    if (clock.now() > until)
      throw refused(
        'The second runner pod, which would bring writes back if the first one died, does not stand ready. Nothing was begun.',
        why,
        'See why its pod does not start, and run the operation again.',
      );
    await clock.sleep(AGAIN);
  }
}
