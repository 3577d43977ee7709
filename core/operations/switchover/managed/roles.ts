import type { Json } from '../../../../engines/model/object.ts';
import type { PlannedRoles, Situation } from '../../../runner/plan.ts';
import type { Refusal, Step } from '../../../runner/step.ts';
import { CANDIDATE, LEADER } from '../switching.ts';

/** Who changes roles where somebody else is in charge of them. */
export interface Roles {
  readonly leader: string;
  readonly candidate: string;
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
  /** Absent where it is taken up again. */
  readonly gaps?: PlannedRoles['gaps'];
}

/** Why it is not even known who would. */
export interface Refused {
  readonly refusals: readonly Refusal[];
}

export const isRoles = (seen: Roles | Refused): seen is Roles => 'candidate' in seen;

/** A refusal of what cannot be done as it is asked for. */
export const unable = (what: string, evidence: string, wayOut: string): Refused => ({
  refusals: [{ id: 'R30', kind: 'mend', what, evidence, wayOut }],
});

/** Taken up again: as the journal has it, whoever leads now. */
export function noted({ facts }: Situation): Roles | undefined {
  const { [LEADER]: leader, [CANDIDATE]: candidate } = facts;
  if (typeof leader !== 'string' || typeof candidate !== 'string') return undefined;
  return { leader, candidate, refusals: [], warnings: [] };
}

/** Writes down who led and who is to: by that a later runner knows what was meant. */
export function noteStep({ leader, candidate }: Roles): Step {
  return {
    id: 'note-roles',
    title: `Note that ${leader} leads and ${candidate} is to`,
    commands: [],
    needs: [],
    removesWrites: false,
    deadline: 60,
    observe: ({ facts }) =>
      Promise.resolve(
        facts[CANDIDATE] === undefined
          ? { state: 'todo', evidence: 'The journal does not name the roles yet.' }
          : { state: 'done', evidence: `The journal names ${leader} and ${candidate}.` },
      ),
    act: async (hand) => {
      await hand.keep(LEADER, leader);
      await hand.keep(CANDIDATE, candidate satisfies Json);
    },
  };
}
