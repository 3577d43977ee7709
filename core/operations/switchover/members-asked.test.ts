import assert from 'node:assert/strict';
import type { RestFacts } from '../../../engines/model/stopping.ts';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import { gapWords, judge, refusalOf } from './members-asked.ts';

/** Unfit where it says so; behind by what it says. */
const engine = {
  cannotTakeOver: (_: RestFacts, { unfit }: RestFacts) =>
    unfit === undefined ? [] : [{ id: 'R11', what: '{member} is paused.', evidence: unfit, wayOut: 'Resume it.' }],
  gap: (_: RestFacts, { bytes }: RestFacts) => (bytes === undefined ? {} : { bytes: Number(bytes) }),
} as unknown as SwitchingEngine;

const said = (name: string, facts: RestFacts) => ({ name, facts, why: undefined });

describe('the candidates of a switchover', () => {
  it('come in the order in which they are fit: least behind first, those of whom nothing is known and the unfit last', () => {
    const judged = judge(engine, {}, [
      said('orders-1', { unfit: 'paused', bytes: '0' }),
      { name: 'orders-2', facts: undefined, why: 'its container does not run' },
      said('orders-3', { bytes: '4096' }),
      said('orders-4', {}),
      said('orders-5', { bytes: '16' }),
    ]);
    assert.deepEqual(
      judged.map(({ name }) => name),
      ['orders-5', 'orders-3', 'orders-4', 'orders-1', 'orders-2'],
    );
    assert.deepEqual(judged[0]?.refusals, []);
    assert.equal(judged[4]?.refusals[0]?.evidence, 'its container does not run');
  });

  it('are refused in words about them: what is not known may be accepted, another database never', () => {
    const unfit = { what: '{member} lags.', evidence: 'lag', wayOut: 'Wait.' };
    const refused = refusalOf('orders-1', { id: 'R24', ...unfit });
    assert.equal(refused.what, 'orders-1 lags.');
    assert.equal(refused.evidence, 'orders-1: lag');
    assert.equal(refused.kind, 'typed');
    assert.equal(refusalOf('orders-1', { id: 'R4', ...unfit }).kind, 'never');
    assert.equal(refusalOf('orders-1', { id: 'R11', ...unfit }).kind, 'mend');
  });

  it('are behind by what is known, and nobody knows how far else', () => {
    const one = { name: 'orders-1', refusals: [] };
    assert.equal(gapWords({ ...one, gap: { bytes: 0, seconds: 0.25 } }), 'orders-1: 0 bytes, 0.3 s behind');
    assert.equal(gapWords({ ...one, gap: {} }), 'orders-1: nobody knows how far behind');
  });
});
