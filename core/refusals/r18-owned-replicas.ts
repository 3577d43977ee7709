import { ownersOfReplicas, type Owner } from '../preflight/owners/index.ts';
import type { Refusal } from '../runner/step.ts';
import type { Check } from './refusal.ts';

/**
 * R18, to be mended: the number of replicas belongs to somebody else (HPA, KEDA, Argo CD, Flux) who would put it back. Paused ones, and those that change nothing
 * by themselves, are fine. An owner that cannot be seen from here may be accepted by a person who has paused it.
 */
export const r18OwnedReplicas: Check = async ({ connection, workload, signal }) =>
  (await ownersOfReplicas(connection, workload, signal)).flatMap(refusalOf);

/** The refusal of one owner; none where it keeps still. */
export function refusalOf({ by, name, state, evidence, pause }: Owner): Refusal[] {
  if (state === 'paused' || state === 'passive') return [];
  if (state === 'unknown') {
    return [
      {
        id: 'R18',
        kind: 'typed',
        what: `${by} may put the number of replicas back, and whether it is paused is not known.`,
        evidence,
        wayOut: `Pause ${name} where it runs, then accept this by typing; or get the right to read it.`,
      },
    ];
  }
  const wayOut =
    pause === undefined
      ? `Remove ${name} for the time being, or set its numbers yourself.`
      : `Pause it: ${pause.command}`;
  return [{ id: 'R18', kind: 'mend', what: `${by} would put the number of replicas back.`, evidence, wayOut }];
}
