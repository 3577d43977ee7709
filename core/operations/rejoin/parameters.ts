import { BadParameter, type Parameters } from '../../runner/plan.ts';

/** What a person asks of a rejoin. */
export interface RejoinParameters {
  /** The name of the pod that is to follow again; undefined: the one that is fenced. */
  readonly member: string | undefined;
}

/** Reads `member`. `members`: names of all that the set asks for. Throws {@link BadParameter}. */
export function parseRejoinParameters(given: Parameters, members: readonly string[]): RejoinParameters {
  const { member, ...others } = given;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new BadParameter(`${unknown} is no parameter of a rejoin: member.`);
  if (member === undefined || member === null || member === '') return { member: undefined };
  if (typeof member !== 'string' || !members.includes(member))
    throw new BadParameter(`member is the name of a member: one of ${members.join(', ') || 'none'}.`);
  return { member };
}
