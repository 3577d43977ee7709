import type { FindingState } from './finding.ts';

/** Each state as people read it. */
export const STATES: Readonly<Record<FindingState, string>> = { well: 'well', risk: 'at risk', unknown: 'unknown' };

/** The answer to «would a failover work right now?» */
export const ANSWERS: Readonly<Record<FindingState, string>> = {
  well: 'Yes: a failover would work right now.',
  risk: 'At risk: a failover would not work right now, or not as it should.',
  unknown: 'Not known: something that a failover depends on could not be seen.',
};
