import { BadParameter, type Parameters } from '../../runner/plan.ts';

/** What a person asks of a switchover. */
export interface SwitchoverParameters {
  /** The name of the pod that is to lead; undefined: the replica that is least behind. */
  readonly to: string | undefined;
  /** GitOps that would undo what it changes is paused meanwhile, and goes on afterwards. */
  readonly pauseOwners: boolean;
}

/** Reads `to` and `pauseOwners`. Throws {@link BadParameter}. */
export function parseSwitchoverParameters(given: Parameters, members: readonly string[]): SwitchoverParameters {
  const { to, pauseOwners = false, ...others } = given;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new BadParameter(`${unknown} is no parameter of a switchover: to, pauseOwners.`);
  if (typeof pauseOwners !== 'boolean') throw new BadParameter('pauseOwners is true or false.');
  if (to === undefined || to === null || to === '') return { to: undefined, pauseOwners };
  if (typeof to !== 'string') throw new BadParameter('to is the name of a pod.');
  if (!members.includes(to)) throw new BadParameter(`${to} is no member; there are ${members.join(', ')}.`);
  return { to, pauseOwners };
}
