import { parseGrace } from '../../procedures/fence/grace.ts';
import { BadParameter, type Parameters } from '../../runner/plan.ts';
import type { FenceWay } from '../../procedures/fence/fence.ts';

/** What a person asks of a failover. */
export interface FailoverParameters {
  /** The name of the pod that is to lead; undefined: the replica that has received most. */
  readonly to: string | undefined;
  /** Who led; undefined: as the members and the fence tell. */
  readonly from: string | undefined;
  /**
   * How many transactions may be lost, read from the old primary's volume before anybody is promoted; where there are more, or nobody can tell, everything is taken back. Somebody may accept
   * any loss by typing R24.
   */
  readonly maxLoss: number;
  /** How the old primary is kept away. */
  readonly way: FenceWay;
  /** The node whose machine is off, as whoever typed it attests. */
  readonly attested: string | undefined;
  /** Seconds that the pod is given to end; undefined: what it says itself. */
  readonly grace: number | undefined;
  /** GitOps that would undo what it changes is paused meanwhile. */
  readonly pauseOwners: boolean;
}

const NAMES = 'to, from, maxLoss, way, attested, grace, pauseOwners';

/** Reads `to`, `from`, `maxLoss`, `way`, `attested`, `grace` and `pauseOwners`. `members`: names of all that the set asks for. Throws {@link BadParameter}. */
export function parseFailoverParameters(given: Parameters, members: readonly string[]): FailoverParameters {
  const { to, from, maxLoss = 0, way = 'gate', attested, grace, pauseOwners = false, ...others } = given;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new BadParameter(`${unknown} is no parameter of a failover: ${NAMES}.`);
  if (typeof pauseOwners !== 'boolean') throw new BadParameter('pauseOwners is true or false.');
  if (way !== 'gate' && way !== 'scale') throw new BadParameter('way is gate or scale.');
  const loss = typeof maxLoss === 'string' ? Number(maxLoss) : maxLoss;
  if (typeof loss !== 'number' || !Number.isSafeInteger(loss) || loss < 0)
    throw new BadParameter('maxLoss is a number of transactions: 0, 1, 2 …');
  const member = (name: string, value: unknown): string | undefined => {
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string' || !members.includes(value))
      throw new BadParameter(`${name} is the name of a member: one of ${members.join(', ') || 'none'}.`);
    return value;
  };
  if (attested !== undefined && attested !== null && typeof attested !== 'string')
    throw new BadParameter('attested is the name of a node.');
  const named = { to: member('to', to), from: member('from', from) };
  if (named.to !== undefined && named.to === named.from) throw new BadParameter('to and from are the same member.');
  return { ...named, maxLoss: loss, way, attested: attested ?? undefined, grace: parseGrace(grace), pauseOwners };
}
