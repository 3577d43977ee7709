import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keepSame } from './same.ts';

describe('what stays the same', () => {
  it('stays the same object, and the rest is the new value', () => {
    const old = { a: { x: 1 }, b: [{ y: 1 }, { y: 2 }], c: undefined };
    assert.equal(keepSame(old, structuredClone(old)), old);
    const fresh = keepSame<object>(old, { a: { x: 1 }, b: [{ y: 1 }, { y: 3 }], c: undefined }) as typeof old;
    assert.deepEqual(fresh, { a: { x: 1 }, b: [{ y: 1 }, { y: 3 }], c: undefined });
    assert.deepEqual([fresh.a === old.a, fresh.b === old.b, fresh.b[0] === old.b[0]], [true, false, true]);
  });

  it('never makes up a value', () => {
    const value = fc.object({
      maxDepth: 3,
      values: [fc.integer(), fc.string(), fc.constant(undefined), fc.constant(null)],
    });
    fc.assert(
      fc.property(value, value, (old, fresh) => {
        assert.deepEqual(keepSame(old, structuredClone(fresh)), fresh);
        assert.equal(keepSame(old, structuredClone(old)), old);
      }),
      { seed: 20_261_122 },
    );
  });

  it('tells what is absent from what is undefined', () => {
    const old: { readonly a?: undefined } = { a: undefined };
    assert.deepEqual(Object.keys(keepSame(old, {})), []);
    assert.deepEqual(Object.keys(keepSame<object>({}, old)), ['a']);
  });
});
