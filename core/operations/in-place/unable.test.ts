import assert from 'node:assert/strict';
import type { Database } from '../../../engines/model/database.ts';
import type { Replication } from '../../../engines/model/engine.ts';
import type { Standing } from './standing.ts';
import { whyNotInPlace } from './unable.ts';

const STANDING: Standing = { replicas: 1, ready: 1, services: [{ name: 'orders', selector: { a: 'b' } }], claims: [] };
const said = (state: Replication['state'], standing: Standing): string[] =>
  whyNotInPlace({ replication: { state, why: 'its script' } } as unknown as Database, standing).map(({ what }) => what);

describe('what can be restored in place', () => {
  for (const state of ['none', 'unknown'] as const)
    it(`one member whose replication is ${state}`, () => {
      assert.deepEqual(said(state, STANDING), []);
    });

  for (const [what, state, standing, why] of [
    ['one that is stopped', 'none', { ...STANDING, replicas: 0 }, /is stopped/u],
    ['one that its script joins to others', 'configured', STANDING, /start script/u],
    ['one without a Service', 'none', { ...STANDING, services: [] }, /no Service/u],
  ] as const)
    it(`not ${what}`, () => {
      const [first = '', ...more] = said(state, standing);
      assert.match(first, why);
      assert.equal(more.length, 0);
    });
});
