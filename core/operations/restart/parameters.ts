import { BadParameter, type Parameters } from '../../runner/plan.ts';

/** What a person asks of a restart. */
export interface RestartParameters {
  /** Names of pods; undefined: all. */
  readonly members: readonly string[] | undefined;
  /** GitOps that would open a closed door again is paused meanwhile, and goes on afterwards. */
  readonly pauseOwners: boolean;
}

/** Reads `members` (a list, or text with commas) and `pauseOwners`. Throws {@link BadParameter}. */
export function parseRestartParameters(given: Parameters, members: readonly string[]): RestartParameters {
  const { members: asked, pauseOwners = false, ...others } = given;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new BadParameter(`${unknown} is no parameter of a restart: members, pauseOwners.`);
  if (typeof pauseOwners !== 'boolean') throw new BadParameter('pauseOwners is true or false.');
  if (asked === undefined || asked === null) return { members: undefined, pauseOwners };
  const list: unknown = typeof asked === 'string' ? asked.split(',').map((one) => one.trim()) : asked;
  if (!Array.isArray(list) || list.length === 0 || !list.every((one): one is string => typeof one === 'string'))
    throw new BadParameter('members is a list of names of pods.');
  const missing = list.find((one) => !members.includes(one));
  if (missing !== undefined) throw new BadParameter(`${missing} is no member; there are ${members.join(', ')}.`);
  return { members: [...new Set(list)], pauseOwners };
}
