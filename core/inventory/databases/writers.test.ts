import assert from 'node:assert/strict';
import { WriterWatch } from './writers.ts';

const said = (pod: string, at: number, writable: boolean | undefined = true, identity?: string) => ({
  key: pod,
  pod,
  writable,
  at,
  identity,
});

describe('who accepts writes', () => {
  it('is an alarm only where two were writable at one time', () => {
    const watch = new WriterWatch();
    watch.take([said('a', 0)]);
    watch.take([said('a', 0), said('b', 3)]);
    assert.equal(watch.alarm(), undefined);
    assert.deepEqual(watch.suspects(), ['a', 'b']);
    watch.take([said('a', 4), said('b', 3)]);
    assert.deepEqual([watch.alarm()?.members, watch.alarm()?.since], [['a', 'b'], 3]);
    assert.deepEqual(watch.suspects(), []);
  });

  it('keeps its beginning while it lasts, and begins anew after its end', () => {
    const watch = new WriterWatch();
    watch.take([said('a', 1), said('b', 1)]);
    assert.equal(watch.alarm()?.since, 1);
    watch.take([said('a', 9), said('b', 9)]);
    assert.equal(watch.alarm()?.since, 1);
    watch.take([said('a', 9), said('b', 10, false)]);
    assert.equal(watch.alarm(), undefined);
    watch.take([said('a', 20), said('b', 20)]);
    assert.equal(watch.alarm()?.since, 20);
  });

  it('forgets a member that is gone or has restarted, and one that no longer says so', () => {
    const watch = new WriterWatch();
    watch.take([said('a', 1), said('b', 1)]);
    watch.take([said('b', 2)]);
    assert.equal(watch.alarm(), undefined);
    watch.take([said('a', 3), { ...said('b', 3), writable: undefined }]);
    assert.deepEqual([watch.alarm(), watch.suspects()], [undefined, []]);
  });

  it('does not take primaries of different sets for two writers of one', () => {
    const watch = new WriterWatch();
    watch.take([said('a', 1, true, 'rs0'), said('b', 1, true, 'rs1')]);
    assert.equal(watch.alarm(), undefined);
    watch.take([said('a', 1, true, 'rs0'), said('b', 1, true, 'rs0'), said('c', 1, true)]);
    assert.deepEqual(watch.alarm()?.members, ['a', 'b', 'c']);
  });
});
