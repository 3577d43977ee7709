import type { Database } from '../../../engines/model/database.ts';
import type { RejoiningEngine } from '../../../engines/model/rejoining.ts';
import type { Fence } from '../../procedures/fence/fence.ts';
import type { Facts } from '../../runner/step.ts';
import type { Switching } from '../switchover/switching.ts';

/** What the steps of one rejoin have in common. */
export interface Rejoining {
  /** `candidate` is the present primary, `leader` the member that is to follow it. */
  readonly switching: Switching;
  readonly engine: RejoiningEngine;
  readonly model: Database;
  readonly fence: Fence;
  /** The claim on which the member's data lie. */
  readonly claim: string;
  /** Where the primary itself is reached. */
  readonly primary: { readonly host: string; readonly port: number };
  /** A member with an empty volume copies the primary by itself. */
  readonly clones: boolean;
  /** The Secret with what the workload has as plain text. */
  readonly login: string | undefined;
}

/** The fact under which it stands what became of the data: {@link Made}. */
export const MADE = 'made';
/** The fact that the fence is being taken down: from then on it is not put up again. */
export const RELEASED = 'released';

/** What became of the member's data. */
export interface Made {
  readonly how: 'rewound' | 'copied' | 'emptied';
  /** Where the old data are, in the member's volume. */
  readonly kept: string;
}

/** What is known of it; undefined where it was not done yet. */
export function madeOf(facts: Facts): Made | undefined {
  const found = facts[MADE];
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as unknown as Made) : undefined;
}

/** How it was done, as the end of a sentence. */
export const madeWords = (member: string, { how, kept }: Made): string =>
  ({
    rewound: `${member} was rewound; its old data are in ${kept}`,
    copied: `${member} was copied from the primary anew; its old data are in ${kept}`,
    emptied: `${member} copies the primary itself when it starts; its old data are in ${kept}`,
  })[how];
