import assert from 'node:assert/strict';
import { database } from '../../../test/support/live.ts';
import type { JournalRecord } from '../../runner/journal-model.ts';
import { estimated, pastOf } from './past.ts';

const MIB = 2 ** 20;
const ENDED = Date.UTC(2026, 10, 22, 10, 30);

const record = (over: object): JournalRecord =>
  ({
    operation: 'backup',
    phase: 'done',
    ended: ENDED,
    parameters: {},
    facts: {},
    measured: { seconds: 120 },
    ...over,
  }) as unknown as JournalRecord;
const manifest = (id: string, bytes: number, method = 'logical') => ({
  facts: { manifest: { id, method, files: [{ plainSize: bytes }] } },
});

describe('how long an operation will take', () => {
  const none = database('orders', { storage: [] });

  it('as long as the last one that ended well, by the same method', () => {
    const past = pastOf([
      record({ phase: 'rolled-back', measured: { seconds: 1 } }),
      record({ parameters: { method: 'physical' }, measured: { seconds: 2 } }),
      record(manifest('b', 10 * MIB)),
      record({ ...manifest('a', 5 * MIB), measured: { seconds: 3 } }),
    ]);
    const estimate = estimated(past.last('backup', 'logical'), past.sizeOf('logical'), none);
    assert.equal(estimate?.seconds, 120);
    assert.equal(estimate.from, 'the last one took 120 s for 10.0 MiB (2026-11-22 10:30 UTC)');
  });

  it('longer for a larger backup, but not for its beginning', () => {
    const past = pastOf([
      record({ ...manifest('a', 10 * MIB), operation: 'verify-backup' }),
      record(manifest('b', 30 * MIB)),
    ]);
    assert.equal(estimated(past.last('verify-backup', 'logical'), past.sizeOf('logical', 'b'), none)?.seconds, 320);
  });

  it('not by a restore test that broke off at a fault', () => {
    const failed = record({ operation: 'verify-backup', facts: { outcome: { outcome: 'failed' } } });
    assert.equal(pastOf([failed]).last('verify-backup', 'logical'), undefined);
  });

  it('by a guess that says so, or by nothing', () => {
    assert.match(estimated(undefined, 200 * MIB, none)?.from ?? '', /^a guess: 200\.0 MiB/u);
    assert.equal(estimated(undefined, undefined, none), undefined);
  });
});
