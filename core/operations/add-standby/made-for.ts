import type { Hand } from '../../runner/hand.ts';
import { accepts, factsOf, type Switching } from '../switchover/switching.ts';
import type { StandbySet } from '../standby/standby-set.ts';

/** The fact under which it stands what the new member asks its primary to keep for it. */
const ASKED = 'asksFor';

/** Keeps in the journal what the new member asks its primary to keep, once it says so: nobody can ask it any more when it is gone. */
export async function keepAsked(hand: Hand, { membership }: StandbySet, switching: Switching): Promise<void> {
  if (hand.facts[ASKED] !== undefined || membership.release === undefined) return;
  const { facts } = await factsOf(hand, switching, switching.candidate);
  const names = facts === undefined ? [] : membership.asksFor(facts);
  if (names.length > 0) await hand.keep(ASKED, [...names]);
}

/**
 * What the primary keeps for the new member and did not keep before: by what that has asked for, and by its name. Undefined where the primary does not answer, or does not lead. `before`: what was
 * kept when it was planned.
 */
export async function madeFor(
  hand: Hand,
  { membership }: StandbySet,
  switching: Switching,
  before: readonly string[],
): Promise<readonly string[] | undefined> {
  if (membership.release === undefined) return [];
  const said = await factsOf(hand, switching, switching.leader);
  if (said.facts === undefined || accepts(said) !== true) return undefined;
  const known = hand.facts[ASKED];
  const asked = Array.isArray(known) ? known : [];
  const named = membership.keptFor(said.facts, undefined, switching.candidate);
  return membership
    .kept(said.facts)
    .all.filter((name) => (asked.includes(name) || named.includes(name)) && !before.includes(name));
}
