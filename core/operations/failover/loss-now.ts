import type { Fence } from '../../procedures/fence/fence.ts';
import { readNote } from '../../procedures/fence/note.ts';
import { readSet } from '../../procedures/scale/set-seen.ts';
import type { Hand } from '../../runner/hand.ts';
import { lossOf, type Loss } from './loss.ts';

type Looking = Pick<Hand, 'see' | 'signal' | 'facts'>;

/** The uid of the pod behind the fence as it stands now; undefined where there is none. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function fencedNow(hand: Looking, fence: Fence): Promise<string | undefined> {
  const note = readNote((await readSet(hand, fence)).set);
  return typeof note === 'object' && note.pod === fence.pod ? note.uid : undefined;
}

/**
 * What is lost, as it was read behind this very fence. Where the fence was taken down in between, the old primary has accepted writes since, and what was read before says nothing any more.
 * Throws {@link ../../cluster/trouble.ClusterTrouble}.
 */
export async function lossNow(hand: Looking, fence: Fence): Promise<Loss | undefined> {
  const known = lossOf(hand.facts);
  if (known?.fenced === undefined) return undefined;
  return known.fenced === (await fencedNow(hand, fence)) ? known : undefined;
}
