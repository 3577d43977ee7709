import assert from 'node:assert/strict';
import { ledBy, only, seen, topology, withMember } from '../../test/restart/still-cluster.ts';
import { object } from '../../test/support/live.ts';
import type { LiveBackup, LiveMember } from '../inventory/model.ts';
import type { Seen } from './refusal.ts';
import { r14NotNow } from './r14-not-now.ts';

/** The sound PostgreSQL, with what its primary answers and how its second member stands. */
async function moment(stdout: string, second: Partial<LiveMember> = {}, exitCode = 0): Promise<Seen> {
  const { members } = withMember(ledBy(0), 1, second);
  const of = seen(await topology('postgresql'), { container: 'postgresql', members });
  return { ...of, ask: () => Promise.resolve({ exitCode, stdout, stderr: exitCode === 0 ? '' : 'no answer' }) };
}

describe('R14, a stop at a bad moment', () => {
  it('is refused while something is under way that the primary tells of', async () => {
    const refusal = await only(r14NotNow(await moment('busy=a base backup runs\n')));
    assert.deepEqual([refusal.id, refusal.kind], ['R14', 'mend']);
    assert.equal(refusal.evidence, 'postgres-0: a base backup runs');
  });

  it('is refused while a replica is far behind, in bytes or in seconds', async () => {
    for (const lag of [{ bytes: 16 * 1024 ** 2 + 1 }, { bytes: 0, seconds: 6 }])
      assert.match((await only(r14NotNow(await moment('', { lag })))).evidence, /postgres-1 is .* behind/u);
  });

  it('is refused while a Job backs it up, and not by one that has ended, or by a snapshot', async () => {
    const at = await moment('');
    const backup = { form: 'job', schedule: undefined, suspended: false, last: 1, lastSuccess: undefined } as const;
    const of = (over: Pick<LiveBackup, 'result'> & Partial<LiveBackup>): Seen => {
      const backups = [{ object: object('Job', 'nightly'), ...backup, ...over }];
      return { ...at, database: { ...at.database, backups } };
    };
    assert.equal((await only(r14NotNow(of({ result: 'running' })))).evidence, 'Job nightly');
    assert.deepEqual(await r14NotNow(of({ result: 'failed' })), []);
    assert.deepEqual(await r14NotNow(of({ result: 'running', form: 'snapshot' })), []);
  });

  it('is refused where the primary does not answer: nobody knows what is under way', async () => {
    assert.match((await only(r14NotNow(await moment('', {}, 1)))).what, /not known/u);
  });

  it('is allowed where nothing is under way and all are close behind', async () => {
    assert.deepEqual(await r14NotNow(await moment('')), []);
    assert.deepEqual(await r14NotNow(await moment('busy=\n', { lag: { bytes: 16 * 1024 ** 2, seconds: 5 } })), []);
  });
});
