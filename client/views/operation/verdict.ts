import type { JournalRecord } from '../../../core/runner/journal-model.ts';

/** What a restore test, or the check of a restore, found. */
export interface Verdict {
  readonly isVerified: boolean;
  readonly findings: readonly string[];
}

/**
 * The verdict among an operation's facts; undefined before there is one. An operation can be `done` and its verdict bad: the test has done its work then. A
 * journal is nothing to be trusted, so it is read with care.
 */
export function verdictOf({ facts }: Pick<JournalRecord, 'facts'>): Verdict | undefined {
  const found = facts['outcome'];
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
  const { outcome, findings } = found as Readonly<Record<string, unknown>>;
  if (outcome !== 'verified' && outcome !== 'failed') return undefined;
  const texts = Array.isArray(findings) ? findings.filter((one): one is string => typeof one === 'string') : [];
  return { isVerified: outcome === 'verified', findings: texts };
}

/** In a few words: `the backup is verified`, `the backup cannot be relied on`. */
export const verdictWords = ({ isVerified }: Verdict): string =>
  isVerified ? 'the backup is verified' : 'the backup failed its restore test';
