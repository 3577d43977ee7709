import assert from 'node:assert/strict';
import type { Verdict } from '../../core/dry-run/dry-run.ts';
import { dryRunWords } from './dry-run-words.ts';

const YES: Verdict = { state: 'accepted' };
const NO: Verdict = { state: 'refused', faults: [] };
const UNKNOWN: Verdict = { state: 'unknown', why: 'The namespace shop has to be applied first.' };

describe('the sum of a dry run', () => {
  for (const [all, verdicts, words] of [
    [0, [], 'There is no object of Kubernetes in this file.'],
    [1, [YES], 'a would accept the object. Nothing was changed.'],
    [2, [YES, YES], 'a would accept all 2 objects. Nothing was changed.'],
    [2, [YES, NO], 'a would refuse 1 of 2 objects. Nothing was changed.'],
    [
      3,
      [YES, UNKNOWN],
      'a would accept 1 of 3 objects. Of 1 it is not known: The namespace shop has to be applied first. 1 was not sent: a patch, a template, or changed by an overlay. Nothing was changed.',
    ],
  ] as const)
    it(words, () => {
      assert.equal(dryRunWords('a', all, verdicts), words);
    });
});
