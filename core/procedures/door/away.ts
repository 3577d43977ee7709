import type { Hand } from '../../runner/hand.ts';

/** Since when writes are away, in milliseconds since 1970: a fact of the journal. */
export const AWAY_FROM = 'awayFrom';
/** What the runner shows as measured at the end. */
export const MEASURED = 'measured.writesAwaySeconds';

/** Notes down since when writes are away, the first time. */
export async function keepAwayFrom(hand: Hand): Promise<void> {
  if (hand.facts[AWAY_FROM] === undefined) await hand.keep(AWAY_FROM, hand.now());
}

/** Measures how long writes were away, the first time that they are there again. */
export async function keepMeasured(hand: Hand): Promise<void> {
  const from = hand.facts[AWAY_FROM];
  if (typeof from === 'number' && hand.facts[MEASURED] === undefined)
    await hand.keep(MEASURED, (hand.now() - from) / 1_000);
}
