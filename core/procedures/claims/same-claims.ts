import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';
import { fieldOf } from '../jobs/pod-words.ts';

/** A claim as it was; its uid tells a namesake that was made since. */
export interface ClaimSeen {
  readonly name: string;
  readonly uid: string;
}

/** In plain words, which claims are not there as they were; empty: all are, and are bound. Throws {@link ClusterTrouble}. */
export async function changedClaims(
  { see, signal }: { readonly see: Pick<Hand['see'], 'read'>; readonly signal?: AbortSignal | undefined },
  namespace: string,
  claims: readonly ClaimSeen[],
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const { name, uid } of claims) {
    try {
      const place = { resource: RESOURCES.claims, namespace, name };
      const found = fieldOf(await see.read(place, signal ? { signal } : {}));
      const now = found.at('metadata', 'uid').string() ?? 'unknown';
      const phase = found.at('status', 'phase').string() ?? 'unknown';
      if (now !== uid) changed.push(`${name} is another claim by now (uid ${now}, and was ${uid})`);
      else if (found.at('metadata', 'deletionTimestamp').exists) changed.push(`${name} is being deleted`);
      else if (phase !== 'Bound') changed.push(`${name} is ${phase}`);
    } catch (error) {
      if (!(error instanceof ClusterTrouble) || error.kind !== 'missing') throw error;
      changed.push(`${name} is gone`);
    }
  }
  return changed;
}

/** Makes sure that the claims are those that were recorded, and bound. It only looks. */
export function sameClaimsStep(namespace: string, claims: readonly ClaimSeen[], id = 'claims'): Step {
  const look = async (hand: Hand) => {
    const changed = await changedClaims(hand, namespace, claims);
    if (changed.length > 0) return { state: 'impossible' as const, evidence: `${changed.join('; ')}.` };
    const names = claims.map(({ name }) => name).join(', ');
    return { state: 'done' as const, evidence: `${names}: bound, and the same claims as before.` };
  };
  return {
    id,
    title: 'Compare the claims with those that it had',
    commands: [`kubectl --namespace ${namespace} get persistentvolumeclaims`],
    needs: [{ verb: 'get', resource: RESOURCES.claims, namespace }],
    removesWrites: false,
    deadline: 60,
    observe: look,
    act: () => Promise.resolve(),
  };
}
