import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { Refusal } from '../runner/step.ts';
import type { Check, Seen } from './refusal.ts';

/**
 * R5: no restore in place without a safety copy. The copy is the old set itself: its claims, kept at 0 replicas. It holds all that was ever written, to the last
 * commit, which no dump taken before could; but it is one only where every volume with data is on a claim that stays, is bound, and is not going.
 */
export const r5NoSafetyCopy: Check = async (seen) => {
  const data = seen.database.storage.filter((one) => one.data);
  if (data.length === 0) return [refusal('No volume with its data is in sight.')];
  const refusals = await Promise.all(
    data.map(async ({ claim, label }) => {
      if (claim === undefined) return refusal(`Its data lies on ${label}, which goes with the pod.`);
      return whyNotKept(seen, claim.name, claim.uid).then((why) => (why === undefined ? undefined : refusal(why)));
    }),
  );
  return refusals.filter((one) => one !== undefined);
};

/** Why a claim is no safety copy; undefined where it is one. */
async function whyNotKept(
  { connection, database: { namespace }, signal }: Seen,
  name: string,
  uid: string,
): Promise<string | undefined> {
  try {
    const place = { resource: RESOURCES.claims, namespace, name };
    const claim = fieldOf(await connection.read(place, signal ? { signal } : {}));
    if (claim.at('metadata', 'uid').string() !== uid)
      return `The claim ${name} is another one than a moment ago: it was made anew.`;
    if (claim.at('metadata', 'deletionTimestamp').exists) return `The claim ${name} is being removed.`;
    const phase = claim.at('status', 'phase').string();
    return phase === 'Bound' ? undefined : `The claim ${name} is ${phase ?? 'in an unknown phase'}, not Bound.`;
  } catch (error) {
    if (!(error instanceof ClusterTrouble)) throw error;
    if (error.kind === 'missing') return `There is no claim ${name}.`;
    if (error.kind === 'forbidden') return `The claim ${name} may not be read: whether it stays is not known.`;
    throw error;
  }
}

const refusal = (evidence: string): Refusal => ({
  id: 'R5',
  kind: 'never',
  what: 'No restore in place: the old data would not be kept as a safety copy.',
  evidence,
  wayOut: 'Restore to a new instance, and turn the applications to it.',
});
