import { BadParameter, type Parameters } from '../../runner/plan.ts';

/** What a person asks when a standby is to come. */
export interface AddParameters {
  /** Seconds until it must follow, or all is taken back: it copies everything first. */
  readonly deadline: number;
}

const DEFAULT = 3_600;

/** Reads `deadline`. Throws {@link BadParameter}. */
export function parseAddParameters(given: Parameters): AddParameters {
  const { deadline, ...others } = given;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new BadParameter(`${unknown} is no parameter of add-standby: deadline.`);
  if (deadline === undefined || deadline === null || deadline === '') return { deadline: DEFAULT };
  if (typeof deadline !== 'number' || !Number.isInteger(deadline) || deadline < 60 || deadline > 86_400)
    throw new BadParameter('deadline is a number of seconds, from 60 to 86400.');
  return { deadline };
}
