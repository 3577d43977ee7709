import assert from 'node:assert/strict';
import type { JournalRecord, StepRecord } from '../../../core/runner/journal-model.ts';
import { lossSeen } from './loss.ts';
import { measuredPart } from './measured-part.ts';

const step = (id: string, state: StepRecord['state'], evidence = ''): StepRecord => ({
  id,
  title: id,
  state,
  evidence,
});

const record = (more: Partial<JournalRecord>): JournalRecord => ({
  schema: 1,
  id: 'k3v9x2ab',
  operation: 'switchover',
  database: { namespace: 'shop', kind: 'StatefulSet', name: 'orders' },
  parameters: {},
  accepted: [],
  title: '',
  phase: 'done',
  by: 'anna',
  started: 0,
  epoch: 1,
  steps: [],
  facts: {},
  expected: { rpo: { seconds: 0, from: 'by position' }, rto: { seconds: 1.5, from: 'its last switchover' } },
  ...more,
});

describe('the loss beside what was expected', () => {
  it('is none where the new primary had all that the old one had, with the evidence of it', () => {
    const steps = [step('caught-up', 'done', 'orders-1 has all that orders-0 has: 0/5000.'), step('promote', 'done')];
    assert.deepEqual(lossSeen(record({ steps })), {
      measured: 'none, by position: orders-1 has all that orders-0 has: 0/5000.',
      expected: 'none',
    });
    const skipped = steps.map((one) => (one.id === 'caught-up' ? { ...one, state: 'skipped' as const } : one));
    assert.match(lossSeen(record({ steps: skipped }))?.measured ?? '', /none, by position/u);
    const shown = measuredPart(record({ steps, measured: { seconds: 8, writesAwaySeconds: 1.2 } }), undefined).text;
    assert.match(
      shown.replaceAll(/\s+/gu, ' '),
      /Acknowledged writes lost.*none, by position.*1\.2 s<\/td> <td>1\.5 s/u,
    );
  });

  it('is as it was read on the volume, be it unknown', () => {
    const failover = {
      operation: 'failover',
      expected: { rpo: { seconds: undefined, from: 'at most 5' }, rto: { seconds: 1, from: '' } },
    } as const;
    const read = record({
      ...failover,
      facts: { loss: { transactions: 3, bytes: 412 } },
      measured: { lostTransactions: 3 },
    });
    assert.deepEqual(lossSeen(read), {
      measured: '3 transactions (412 bytes of log), read on the old primary’s volume',
      expected: 'at most 5',
    });
    assert.doesNotMatch(measuredPart(read, undefined).text, /Lost transactions/u);
    assert.match(
      lossSeen(record({ ...failover, facts: { loss: { why: 'gone' } } }))?.measured ?? '',
      /nobody can tell \(gone\)/u,
    );
  });

  it('is not said where nobody has looked', () => {
    assert.equal(lossSeen(record({ steps: [step('caught-up', 'done'), step('promote', 'undone')] })), undefined);
    assert.equal(lossSeen(record({ steps: [step('promote', 'done')], facts: { loss: 7 } })), undefined);
  });
});
