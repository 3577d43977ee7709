import { BadParameter, type Parameters } from '../../runner/plan.ts';

/** What a person asks when a standby is to go. */
export interface RemoveParameters {
  /** So many members must stay at least; undefined: nobody said. */
  readonly keep: number | undefined;
}

/** Reads `keep`. Throws {@link BadParameter}. */
export function parseRemoveParameters(given: Parameters): RemoveParameters {
  const { keep, ...others } = given;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new BadParameter(`${unknown} is no parameter of remove-standby: keep.`);
  if (keep === undefined || keep === null || keep === '') return { keep: undefined };
  if (typeof keep !== 'number' || !Number.isInteger(keep) || keep < 1)
    throw new BadParameter('keep is a number of members, 1 or more.');
  return { keep };
}
