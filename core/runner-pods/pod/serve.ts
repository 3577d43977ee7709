import { ENDED, type JournalRecord } from '../../runner/journal-model.ts';
import type { Plan } from '../../runner/plan.ts';
import { resumeOperation, runPlan } from '../../runner/run.ts';
import type { Refusal } from '../../runner/step.ts';
import { LeaseLost, NoWayBack, OperationRefused } from '../../runner/trouble.ts';
import { hasSameSteps } from '../confirmed.ts';
import { mustStandReady, planToBegin } from './beginning.ts';
import type { Post } from './post.ts';
import { recordOf } from './record-of.ts';
import { standBy, type StoodBy } from './stand-by.ts';

/** Milliseconds between two tries, and for how long one goes on that comes to nothing. */
const AGAIN = 3_000;
const PATIENCE = 600_000;

/** How a pod ends: with the operation, or because nothing was begun or can be taken up. */
export type Outcome =
  | { readonly record: JournalRecord | undefined }
  | { readonly refusals: readonly Refusal[] }
  | { readonly trouble: string };

/**
 * The work of one of the two runner pods. Both plan, and stand ready when their plan is the one that was confirmed; the first begins it, the other stands by. Whoever leads holds
 * the database's Lease; when it lapses or is let go the other one takes the operation up and goes on, or takes it back where writes have been away for their deadline.
 */
export async function serve(post: Post): Promise<Outcome> {
  const { clock, connection, request, say } = post;
  const { namespace } = request.database;
  let own: Plan | undefined;
  let since = clock.now();
  for (;;) {
    try {
      let record = await recordOf(connection, namespace, request.id);
      if (record === undefined) {
        own ??= await planToBegin(post);
        await post.ready();
        if (post.first) {
          await mustStandReady(post, own);
          record = await begin(post, own);
        } else if (clock.now() - since > PATIENCE) return { trouble: 'The first runner has not begun.' };
        else await clock.sleep(1_000);
      } else if (!ENDED.includes(record.phase)) {
        await post.ready();
        const stood = await standBy({ connection, clock, database: request.database, id: request.id });
        since = clock.now();
        if (stood.state === 'gone') return { record: undefined };
        record = stood.state === 'ended' ? stood.record : await takeUp(post, own, stood);
      }
      if (record !== undefined && ENDED.includes(record.phase)) return { record };
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
      // Another may have begun it meanwhile: then there is something to stand by.
      const begun = await recordOf(connection, namespace, request.id).catch(() => 'unknown');
      if (error instanceof OperationRefused && begun === undefined) return { refusals: error.refusals };
      if (clock.now() - since > PATIENCE) return { trouble: error instanceof Error ? error.message : String(error) };
      await clock.sleep(error instanceof LeaseLost || error instanceof NoWayBack ? 1_000 : AGAIN);
    }
  }
}

function begin({ connection, clock, request, holder, heard, say }: Post, plan: Plan): Promise<JournalRecord> {
  const { id, by, accepted } = request;
  say('This runner begins the operation.');
  return runPlan({ connection, plan, id, by, accepted, holder, onEvent: heard, ...clock });
}

/**
 * The plan that this pod made before anything was changed is the one that was confirmed, and knows how it was; without it (this pod came later) a new one must have the same
 * steps. Every step looks before it acts, whichever it is.
 */
async function takeUp(
  post: Post,
  own: Plan | undefined,
  left: StoodBy & { readonly state: 'left' },
): Promise<JournalRecord> {
  const { connection, clock, request, holder, heard, say } = post;
  const { record, watched } = left;
  const plan = own ?? (await post.plan(record.facts));
  if (own === undefined && !hasSameSteps(request.confirmed ?? record.steps, plan))
    throw new Error('As it stands now, the operation would have other steps than those that it was begun with.');
  const direction = record.phase === 'undoing' ? 'back' : 'forward';
  say(`Nobody leads the operation any more: this runner takes it up (${direction}).`);
  return resumeOperation({
    connection,
    plan,
    record,
    holder,
    direction,
    deadMan: 'kept',
    onEvent: heard,
    ...(watched === undefined ? {} : { watched }),
    ...clock,
  });
}
