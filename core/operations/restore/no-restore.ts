import type { Refusal } from '../../runner/step.ts';

/** A restore that cannot be made as it is asked for, in place, beside the database or for a test. */
export const noRestore = (
  what: string,
  evidence: string,
  wayOut = 'Choose another backup, or restore by hand.',
): Refusal => ({ id: 'R30', kind: 'mend', what: `No restore: ${what}.`, evidence, wayOut });
