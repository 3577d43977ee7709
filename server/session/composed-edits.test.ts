import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextEdit } from '../edits/index.ts';
import { applyEdits } from '../linter/fixing.ts';
import { ComposedEdits } from './composed-edits.ts';

describe('rounds of edits', () => {
  it('become edits of the first text', () => {
    const edits = new ComposedEdits('one two three');
    edits.apply([
      { start: 4, end: 7, text: '2' },
      { start: 0, end: 0, text: '> ' },
    ]);
    assert.equal(edits.text, '> one 2 three');
    edits.apply([{ start: 6, end: 7, text: 'II' }]);
    assert.deepEqual(edits.edits(), [
      { start: 0, end: 0, text: '> ' },
      { start: 4, end: 7, text: 'II' },
    ]);
  });

  it('always lead to the same text as one after the other', () => {
    const edit = (length: number) =>
      fc
        .tuple(fc.nat(length), fc.nat(length), fc.string({ maxLength: 4 }))
        .map(([a, b, text]): TextEdit => ({ start: Math.min(a, b), end: Math.max(a, b), text }));
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.array(edit(40), { maxLength: 6 }), (original, rounds) => {
        const composed = new ComposedEdits(original);
        let text = original;
        for (const { start, end, text: inserted } of rounds) {
          const one = { start: Math.min(start, text.length), end: Math.min(end, text.length), text: inserted };
          text = applyEdits(text, [one]);
          composed.apply([one]);
        }
        assert.equal(composed.text, text);
        assert.equal(applyEdits(original, composed.edits()), text);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
