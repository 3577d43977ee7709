import { lossOf, lossWords } from '../../../core/operations/failover/loss.ts';
import type { JournalRecord } from '../../../core/runner/journal-model.ts';

/** What became of acknowledged writes, beside what was expected. */
export interface LossSeen {
  readonly measured: string;
  readonly expected: string;
}

/** The step after which the new primary has all that the old one had: where it was done, nothing is lost. */
const CAUGHT_UP = 'caught-up';

/**
 * The loss of an operation that changed who leads: as it was read on the old primary's volume, or none, by the positions that the members themselves said. Undefined where neither was
 * looked at: then nothing was measured.
 */
export function lossSeen({
  facts,
  steps,
  expected,
}: Pick<JournalRecord, 'facts' | 'steps' | 'expected'>): LossSeen | undefined {
  const { seconds, from } = expected.rpo;
  const wanted = seconds === 0 ? 'none' : from;
  const read = lossOf(facts);
  if (read !== undefined) return { measured: `${lossWords(read)}, read on the old primary’s volume`, expected: wanted };
  const step = steps.find(({ id }) => id === CAUGHT_UP);
  const promoted = steps.some(({ id, state }) => id === 'promote' && state === 'done');
  // Passed over is what was found to be so already.
  if (!promoted || (step?.state !== 'done' && step?.state !== 'skipped')) return undefined;
  return { measured: `none, by position: ${step.evidence ?? 'the new primary had all'}`, expected: wanted };
}
