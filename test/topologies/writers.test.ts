import assert from 'node:assert/strict';
import { longestGap, readSamples, twoWriters } from './writers.ts';

/** Answers at times in milliseconds. */
const lines = (...samples: readonly [member: string, at: number, state: string][]): string =>
  samples.map(([member, at, state]) => `${member} ${at / 1000} ${state}\n`).join('');

describe('writers', () => {
  it('sees one writer after another', () => {
    const text = lines(
      ['a', 0, 'rw'],
      ['b', 0, 'ro'],
      ['a', 200, 'rw'],
      ['a', 400, 'ro'],
      ['b', 400, 'rw'],
      ['b', 600, 'rw'],
    );
    assert.deepEqual(twoWriters(readSamples(text)), []);
  });

  it('sees two writers at once', () => {
    const text = lines(['a', 0, 'rw'], ['b', 200, 'rw'], ['a', 400, 'rw'], ['b', 600, 'rw'], ['a', 600, '']);
    assert.deepEqual(twoWriters(readSamples(text)), ['a and b for 200 ms from 1970-01-01T00:00:00.200Z']);
  });

  it('takes silence between two answers for the end of writing', () => {
    const text = lines(['a', 0, 'rw'], ['a', 200, ''], ['b', 300, 'rw'], ['b', 500, 'ro'], ['a', 600, 'rw']);
    assert.deepEqual(twoWriters(readSamples(text)), []);
  });

  it('measures the longest time without a write', () => {
    assert.equal(longestGap([0, 100, 1300, 1400]), 1200);
    assert.equal(longestGap([]), 0);
  });
});
