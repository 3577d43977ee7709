import type { FenceWay } from '../../procedures/fence/fence.ts';
import { parseGrace } from '../../procedures/fence/grace.ts';
import { BadParameter, type Parameters } from '../../runner/plan.ts';

/** What a person asks of a fence. */
export interface FenceParameters {
  /** The name of the pod. */
  readonly member: string;
  readonly way: FenceWay;
  /** The node whose machine is off, as whoever typed it attests. */
  readonly attested: string | undefined;
  /** Seconds that the pod is given to end; undefined: what it says itself. */
  readonly grace: number | undefined;
  /** GitOps that would take the fence away is paused until the member is unfenced. */
  readonly pauseOwners: boolean;
}

/** Reads `member`, `way`, `attested`, `grace` and `pauseOwners`. Throws {@link BadParameter}. */
export function parseFenceParameters(given: Parameters, members: readonly string[]): FenceParameters {
  const { member, way = 'gate', attested, grace, pauseOwners = false, ...others } = given;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new BadParameter(`${unknown} is no parameter of a fence: member, way, attested, grace, pauseOwners.`);
  if (typeof member !== 'string' || !members.includes(member))
    throw new BadParameter(`member is the pod that is to be fenced: one of ${members.join(', ') || 'none'}.`);
  if (way !== 'gate' && way !== 'scale') throw new BadParameter('way is gate or scale.');
  if (attested !== undefined && attested !== null && typeof attested !== 'string')
    throw new BadParameter('attested is the name of a node.');
  if (typeof pauseOwners !== 'boolean') throw new BadParameter('pauseOwners is true or false.');
  return { member, way, attested: attested ?? undefined, grace: parseGrace(grace), pauseOwners };
}

/** An unfence has nothing to choose. Throws {@link BadParameter}. */
export function parseUnfenceParameters(given: Parameters): void {
  const [unknown] = Object.keys(given);
  if (unknown !== undefined) throw new BadParameter(`An unfence has no parameters; ${unknown} is none.`);
}
