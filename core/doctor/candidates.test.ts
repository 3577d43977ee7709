import assert from 'node:assert/strict';
import type { SwitchingEngine } from '../../engines/model/switching.ts';
import type { RestFacts } from '../../engines/model/stopping.ts';
import { examined, found } from '../../test/doctor/examined.ts';
import { ledBy } from '../../test/restart/still-cluster.ts';
import { candidates } from './candidates.ts';

/** Unfit where it says so, behind by what it says. */
const engine = {
  cannotHandOver: ({ prepared }: RestFacts) =>
    prepared === undefined ? [] : [{ id: 'R14', what: '{member} has prepared.', evidence: prepared, wayOut: 'Wait.' }],
  cannotTakeOver: (_: RestFacts, { unfit, lagless }: RestFacts) =>
    lagless !== undefined
      ? [{ id: 'R24', what: 'How far {member} is behind is not known.', evidence: lagless, wayOut: 'Wait.' }]
      : unfit === undefined
        ? []
        : [{ id: 'R11', what: '{member} is paused.', evidence: unfit, wayOut: 'Resume it.' }],
  gap: () => ({ bytes: 0 }),
} as unknown as SwitchingEngine;

async function judged(...facts: readonly (RestFacts | undefined)[]): Promise<string[]> {
  const asked = facts.map((one, index) => ({ name: `postgres-${String(index)}`, facts: one, why: undefined }));
  const all = await candidates.look({ ...(await examined()), engine, asked });
  return all.map(({ state, what }) => `${state}: ${what}`);
}

describe('Doctor: a replica can take over', () => {
  it('is well with one that is fit, and names those that are not', async () => {
    assert.deepEqual(await judged({}, {}, {}), ['well: postgres-1 and postgres-2 can take over.']);
    assert.deepEqual(await judged({}, { unfit: 'paused' }, {}), [
      'well: postgres-2 can take over.',
      'risk: postgres-1 is paused.',
    ]);
  });

  it('is at risk where none is fit, and where the primary may not hand over', async () => {
    assert.equal((await judged({}, { unfit: 'a' }, { unfit: 'b' }))[0], 'risk: No replica can take over.');
    assert.ok((await judged({ prepared: '1' }, {}, {})).includes('risk: postgres-0 has prepared.'));
  });

  it('is unknown where the primary does not answer', async () => {
    assert.match((await judged(undefined, {}, {})).join(), /^unknown: Which replica can take over is not known/u);
  });

  it('is unknown where no replica answers, or says how far it is behind', async () => {
    for (const other of [undefined, { lagless: 'yes' }]) {
      const [first, ...rest] = await judged({}, other, { unfit: 'paused' });
      assert.equal(first, 'unknown: Whether a replica can take over is not known.');
      assert.ok(
        rest.some((one) => one.startsWith('unknown: ')),
        rest.join(),
      );
    }
  });

  it('goes by what members say where the engine is not learnt, or somebody else is in charge', async () => {
    const could = 'well: postgres-1 and postgres-2 could take over by position.';
    assert.deepEqual(await found(candidates, { engine: 'mongodb' }), [could]);
    assert.deepEqual(await found(candidates, { flavour: 'patroni' }), [could]);
    const members = ledBy(0).members.map((one) => ({ ...one, lag: undefined }));
    assert.match((await found(candidates, { engine: 'mongodb', members })).join(), /^unknown: Whether a replica/u);
    const cut = ledBy(0).members.map((one) => ({ ...one, streaming: false }));
    assert.match((await found(candidates, { engine: 'mongodb', members: cut })).join(), /^risk: No replica is Ready/u);
  });
});
