import type { ClaimKept } from '../../../procedures/claims/claim-kept.ts';
import type { Move } from '../../../procedures/claims/move.ts';
import { moveStep } from '../../../procedures/claims/move-step.ts';
import type { Facts, Step } from '../../../runner/step.ts';
import { KEPT_UNTIL, REPLACED_BY } from '../kept-step.ts';
import { restoredOf } from './rest-step.ts';
import type { OldVolume, SetStanding } from './set-standing.ts';

/** The law: at least seven days. */
const KEPT_DAYS = 7;
const DAY = 86_400_000;

/** `data-orders-0-before-k3v9x2ab`: what the volume was, and before which operation. No StatefulSet takes such a claim for one of its own. */
export const keptName = (claim: string, id: string): string => `${claim}-before-${id}`;

/** Old volumes get claims that say what they are. */
export function keepSteps(namespace: string, { volumes }: SetStanding, id: string, now: number): Step[] {
  return volumes.map((old, index) => {
    const moveAt = (moment: number): Move => ({
      namespace,
      volume: old.volume,
      from: old.claim,
      to: keptClaim(old, id, moment),
      own: false,
      ownBefore: false,
    });
    return moveStep({
      id: `keep-${String(index)}`,
      title: `Keep the volume of ${old.claim.name} under the claim ${keptName(old.claim.name, id)}`,
      namespace,
      from: old.claim.name,
      to: keptName(old.claim.name, id),
      move: (hand) => moveAt(hand.now()),
      named: moveAt(now),
    });
  });
}

/** The labels by which the set finds its own stay behind. */
function keptClaim({ claim }: OldVolume, id: string, now: number): ClaimKept {
  return {
    ...claim,
    name: keptName(claim.name, id),
    labels: { 'app.kubernetes.io/managed-by': 'plinth' },
    annotations: {
      [KEPT_UNTIL]: new Date(now + KEPT_DAYS * DAY).toISOString(),
      [REPLACED_BY]: claim.name,
    },
  };
}

/** The restored volumes become the first member's. `restored`: names of the restored server's claims, in the order of the templates. */
export function takeSteps(
  namespace: string,
  { volumes }: SetStanding,
  restored: readonly string[],
  facts: Facts,
): Step[] {
  const first = volumes.slice(0, restored.length);
  return first.map(({ claim: { name, labels } }, index) => {
    const from = restored[index] ?? '';
    const moveBy = (known: Facts): Move | undefined => {
      const found = restoredOf({ facts: known }).find(({ claim }) => claim.name === from);
      if (found === undefined) return undefined;
      const to = { ...found.claim, name, labels, annotations: {} };
      return { namespace, volume: found.volume, from: found.claim, to, own: false, ownBefore: true };
    };
    return moveStep({
      id: `take-${String(index)}`,
      title: `Make the restored volume of ${from} that of ${name}`,
      namespace,
      from,
      to: name,
      move: (hand) => moveBy(hand.facts),
      named: moveBy(facts),
    });
  });
}
