import type { Hand } from '../../runner/hand.ts';
import type { Refusal } from '../../runner/step.ts';
import { factsOf, fencingOf, type Switching } from './switching.ts';

/** Milliseconds in which a candidate that follows closely has what the primary had when it was asked, and between two looks. */
const WITHIN = 5_000;
const PAUSE = 200;

/**
 * Whether the candidate receives and applies now what the primary writes: looked at once more before writes are taken away, for a receiver that hangs looks like one that follows, and would
 * be noticed only behind the closed door. Waits 5 s at most.
 */
export async function keepsUp(hand: Hand, switching: Switching): Promise<Refusal[]> {
  const { engine, leader, candidate } = switching;
  // Taken up again behind the fence: the primary has ended, and what the candidate lacks is waited for.
  if (Object.keys(fencingOf(hand)).length > 0) return [];
  const { facts: primary, why } = await factsOf(hand, switching, leader);
  const refuse = (what: string, evidence: string): Refusal[] => [
    { id: 'R11', kind: 'mend', what, evidence, wayOut: 'Mend it, or choose another member.' },
  ];
  if (primary === undefined) return refuse(`${leader} does not say how it stands.`, why);
  const from = hand.now();
  for (;;) {
    const own = await factsOf(hand, switching, candidate);
    const { bytes, transactions } = own.facts === undefined ? {} : engine.gap(primary, own.facts);
    if (bytes === 0 || transactions === 0) return [];
    if (hand.now() - from > WITHIN)
      return refuse(
        `${candidate} does not keep up with ${leader}.`,
        own.why ??
          `${String(WITHIN / 1_000)} s later it has not what ${leader} had: it is at ${own.facts['position'] ?? 'an unknown position'}, and was to be at ${primary['position'] ?? 'an unknown one'}`,
      );
    await hand.sleep(PAUSE);
  }
}
