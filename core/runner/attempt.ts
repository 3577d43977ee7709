import { DEFAULT_DEADLINE } from './document.ts';
import { patiently } from './patience.ts';
import type { Observation, Step } from './step.ts';
import { LeaseLost } from './trouble.ts';
import { WorkingHand, type HandPlace } from './working-hand.ts';

/** Attempts of an act after the first; before each it is observed anew. */
const ACTS = 5;
/** Attempts of a look after the first, beside those of the connection. */
const LOOKS = 3;
/** Seconds for a look. */
const LOOKING = 120;
/** Milliseconds that a step has to stop by itself once its signal is aborted; it can change nothing meanwhile. */
const GRACE = 5_000;

/** A step did not do its work; the message says why, in plain words. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

/** Somebody wished that the operation be taken back. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export const deadlineOf = (step: Step): number => step.deadline ?? DEFAULT_DEADLINE;

/**
 * Lets a step work with a hand of its own for so many seconds at most. It ends early when `stop` or the Lease's loss says so; a step that does not stop by itself is
 * left behind with a hand that changes nothing.
 */
async function withHand<T>(
  place: HandPlace,
  step: Step,
  limit: { readonly seconds: number; readonly stop: AbortSignal | undefined },
  work: (hand: WorkingHand) => Promise<T>,
): Promise<T> {
  const { clock, lease } = place;
  const late = new AbortController();
  const ended = new AbortController();
  const signal = AbortSignal.any([lease.lost, late.signal, ...(limit.stop === undefined ? [] : [limit.stop])]);
  const hand = new WorkingHand(place, step.id, signal);
  void clock.sleep(limit.seconds * 1000, ended.signal).then(
    () => {
      late.abort(new StepFailed(`It took longer than its deadline of ${String(limit.seconds)} s.`));
    },
    () => undefined,
  );
  const givenUp = async (): Promise<never> => {
    if (!signal.aborted)
      await new Promise<void>((resolve) => {
        const heard = (): void => {
          resolve();
        };
        // AbortSignal.any of Node 20 keeps all that hangs on a signal for as long as it has a listener.
        signal.addEventListener('abort', heard, { once: true, signal: ended.signal });
      });
    hand.close();
    if (!(signal.reason instanceof LeaseLost)) await clock.sleep(GRACE, ended.signal);
    throw signal.reason;
  };
  try {
    const result = await Promise.race([work(hand), givenUp()]);
    signal.throwIfAborted();
    return result;
  } catch (error) {
    // Whatever a request says that was broken off: the reason for breaking it off is the reason.
    throw signal.aborted ? signal.reason : error;
  } finally {
    hand.close();
    ended.abort();
  }
}

const looked = (
  place: HandPlace,
  hand: WorkingHand,
  look: (hand: WorkingHand) => Promise<Observation>,
): Promise<Observation> => patiently({ clock: place.clock, signal: hand.signal, again: LOOKS }, () => look(hand));

/** How it stands with a step. */
export const observe = (place: HandPlace, step: Step, stop: AbortSignal | undefined): Promise<Observation> =>
  withHand(place, step, { seconds: LOOKING, stop }, (hand) => looked(place, hand, (eyes) => step.observe(eyes)));

/** Throws {@link StepFailed} where it is not safe now. */
export async function makeSure(place: HandPlace, step: Step, stop: AbortSignal | undefined): Promise<void> {
  const refusals = await withHand(place, step, { seconds: LOOKING, stop }, async (hand) =>
    patiently(
      { clock: place.clock, signal: hand.signal, again: LOOKS },
      async () => (await step.preconditions?.(hand)) ?? [],
    ),
  );
  const { accepted } = place.journal.record;
  const [first] = refusals.filter(({ id, kind }) => kind !== 'typed' || !accepted.includes(id));
  if (first !== undefined)
    throw new StepFailed(`${first.id}: ${first.what} (${first.evidence}) ${first.wayOut}`.trim());
}

/** Does a step's work and verifies it, within its deadline. Gives what was seen at the end; throws {@link StepFailed} where that is not `done`. */
export const perform = (place: HandPlace, step: Step, stop: AbortSignal | undefined): Promise<Observation> =>
  withHand(place, step, { seconds: deadlineOf(step), stop }, async (hand) => {
    await patiently({ clock: place.clock, signal: hand.signal, again: ACTS }, async (number) => {
      // What broke off may have happened all the same.
      if (number > 0 && (await step.observe(hand)).state === 'done') return;
      await step.act(hand);
    });
    const verify = step.verify ?? step.observe;
    return mustBeDone(await looked(place, hand, (eyes) => verify.call(step, eyes)));
  });

/** Takes a step back and verifies it. Throws {@link StepFailed}. */
export const takeBack = (place: HandPlace, step: Step): Promise<Observation> =>
  withHand(place, step, { seconds: deadlineOf(step), stop: undefined }, async (hand) => {
    const { undo } = step;
    if (undo === undefined) return { state: 'done', evidence: 'There was nothing to take back.' };
    await patiently({ clock: place.clock, signal: hand.signal, again: ACTS }, async (number) => {
      if (number > 0 && (await undo.verify(hand)).state === 'done') return;
      await undo.act(hand);
    });
    return mustBeDone(await looked(place, hand, (eyes) => undo.verify(eyes)));
  });

function mustBeDone(seen: Observation): Observation {
  if (seen.state !== 'done') throw new StepFailed(seen.evidence);
  return seen;
}
