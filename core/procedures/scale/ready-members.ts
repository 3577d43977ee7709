import { counted } from '../../inventory/databases/words.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import { countedByController } from './counted-by-controller.ts';
import { readSet, seeSet, type SetName } from './set-seen.ts';

/** How many members serve, and for how many the set asks. */
export interface ReadyMembers {
  readonly replicas: number;
  readonly start: number;
  readonly ready: number;
  /** Members whose pods are there, those that are ending among them. */
  readonly there: number;
  /** In words. */
  readonly evidence: string;
}

/**
 * How many members are ready: by their pods, or, where those may not be listed, as the controller counts them, and none while it counts for what was asked before. For ways back, which must
 * not hang on a right that is gone; that none is left, this does not tell. Throws {@link ClusterTrouble}.
 */
export async function readyMembers(hand: Hand, name: SetName): Promise<ReadyMembers> {
  try {
    const { replicas, start, pods, ready } = await seeSet(hand, name);
    return said(name, { replicas, start, ready: ready.length, there: pods.length }, '');
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind !== 'forbidden') throw error;
  }
  const { set, replicas, start } = await readSet(hand, name);
  const { isNew, ready, there, staying } = countedByController(set);
  // One that is ending may be called ready until its end.
  const serving = isNew ? Math.max(0, ready - (there - staying)) : 0;
  return said(
    name,
    { replicas, start, ready: serving, there },
    ', as its controller counts: one may not list its pods',
  );
}

function said({ set }: SetName, seen: Omit<ReadyMembers, 'evidence'>, by: string): ReadyMembers {
  const { replicas, ready, there } = seen;
  const asks = `${set} asks for ${counted(replicas, 'replica')}`;
  return { ...seen, evidence: `${asks}; ${String(there)} are there, and ${String(ready)} are ready${by}.` };
}
