import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { linesOf } from './lines.ts';

const lines = async (chunks: readonly Buffer[], largest = Infinity): Promise<string[]> => {
  const found: string[] = [];
  for await (const line of linesOf(Readable.from(chunks) as AsyncIterable<Buffer>, largest)) found.push(line);
  return found;
};

describe('lines of a stream', () => {
  it('are the same however the bytes are cut, characters in the middle too', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }),
        fc.array(fc.nat({ max: 40 }), { maxLength: 20 }),
        async (texts, cuts) => {
          const wanted = texts.map((text) => text.replaceAll('\n', ' '));
          const whole = Buffer.from(wanted.map((text) => `${text}\n`).join(''));
          const chunks: Buffer[] = [];
          let from = 0;
          for (const cut of cuts) chunks.push(whole.subarray(from, (from += cut)));
          chunks.push(whole.subarray(from));
          assert.deepEqual(await lines(chunks.filter(({ length }) => length > 0)), wanted);
        },
      ),
    ));

  it('takes the last one without an end, too', async () => {
    assert.deepEqual(await lines([Buffer.from('a\nb')]), ['a', 'b']);
  });

  it('reads one of 20 MB in many chunks in reasonable time', async () => {
    const chunks = Array.from({ length: 2000 }, () => Buffer.alloc(10_000, 'x'));
    const started = performance.now();
    const [line = ''] = await lines([...chunks, Buffer.from('\n')]);
    assert.equal(line.length, 20_000_000);
    assert.ok(performance.now() - started < 2000);
  });

  it('has a limit', async () => {
    await assert.rejects(lines([Buffer.alloc(20, 'x'), Buffer.alloc(20, 'x')], 30), RangeError);
  });
});
