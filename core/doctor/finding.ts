/** `well`: it was looked at, and is as a failover wants it. `risk`: it is not. `unknown`: it could not be seen; that is never well. */
export type FindingState = 'well' | 'risk' | 'unknown';

/** What one check found, in plain words. No secret. */
export interface Finding {
  readonly state: FindingState;
  /** In one sentence: «orders-1 does not replay: it is paused.» */
  readonly what: string;
  /** What was seen. */
  readonly evidence: string;
  /** What makes it well; undefined where it is. */
  readonly mend: string | undefined;
}

/** It is as a failover wants it. */
export const well = (what: string, evidence: string): Finding => ({ state: 'well', what, evidence, mend: undefined });

/** Something is as it must not be. */
export const risk = (what: string, evidence: string, mend: string): Finding => ({
  state: 'risk',
  what,
  evidence,
  mend,
});

/** Something could not be seen. */
export const unknown = (what: string, evidence: string, mend: string): Finding => ({
  state: 'unknown',
  what,
  evidence,
  mend,
});

/** The worst of these: a risk, else something unknown, else well. Nothing at all is unknown. */
export function worst(states: readonly FindingState[]): FindingState {
  if (states.includes('risk')) return 'risk';
  return states.length === 0 || states.includes('unknown') ? 'unknown' : 'well';
}
