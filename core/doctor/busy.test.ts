import assert from 'node:assert/strict';
import type { Connection } from '../cluster/connection.ts';
import { found } from '../../test/doctor/examined.ts';
import { NOW, object } from '../../test/support/live.ts';
import { busy } from './busy.ts';

const saying =
  (stdout: string): Connection['exec'] =>
  () =>
    Promise.resolve({ exitCode: 0, stdout, stderr: '' });

describe('Doctor: nothing is in the way now', () => {
  it('is well while nothing is under way', async () => {
    const all = await found(busy, {}, { exec: saying('') });
    assert.deepEqual(all, ['well: Nothing is under way that a failover would break.']);
  });

  it('is at risk while a backup runs, and with what the primary says', async () => {
    const running = {
      object: object('Job', 'nightly'),
      form: 'job' as const,
      schedule: undefined,
      suspended: false,
      last: NOW,
      result: 'running' as const,
      lastSuccess: undefined,
    };
    const job = await found(busy, { backups: [running] }, { exec: saying('') });
    assert.deepEqual(job, ['risk: Not now: a backup runs.']);
    const said = await found(busy, {}, { exec: saying('busy=2 prepared transactions\n') });
    assert.deepEqual(said, ['risk: Not now: something is under way.']);
  });

  it('is unknown where the primary does not answer', async () => {
    assert.match((await found(busy)).join(), /^unknown: Not now: whether something is under way is not known/u);
  });

  it('leaves it to whoever is in charge', async () => {
    assert.deepEqual(await found(busy, { flavour: 'patroni' }), []);
  });
});
