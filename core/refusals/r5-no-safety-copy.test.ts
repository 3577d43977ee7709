import assert from 'node:assert/strict';
import { database, storage } from '../../test/support/live.ts';
import type { ApiObject, Connection } from '../cluster/connection.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import type { LiveStorage } from '../inventory/model.ts';
import { r5NoSafetyCopy } from './r5-no-safety-copy.ts';

const DATA = storage('data-postgres-0');
const claim = (over: object = {}, phase = 'Bound'): ApiObject => ({
  metadata: { name: 'data-postgres-0', uid: DATA.claim?.uid ?? '', ...over },
  status: { phase },
});

async function asked(volumes: readonly LiveStorage[], read: () => Promise<ApiObject>): Promise<string[]> {
  const refusals = await r5NoSafetyCopy({
    connection: { read } as unknown as Pick<Connection, 'read' | 'list' | 'get'>,
    database: database('postgres', { storage: volumes }),
    workload: { metadata: { name: 'postgres' } },
  });
  assert.ok(refusals.every(({ id, kind }) => id === 'R5' && kind === 'never'));
  return refusals.map(({ evidence }) => evidence);
}

describe('R5: a restore in place keeps the old data', () => {
  it('allows it where the data is on a claim that is bound and stays', async () => {
    assert.deepEqual(await asked([DATA], () => Promise.resolve(claim())), []);
  });

  it('does not look at volumes without data', async () => {
    const other = storage('config (emptyDir)', { claim: undefined, data: false });
    assert.deepEqual(await asked([DATA, other], () => Promise.resolve(claim())), []);
  });

  const trouble = (kind: 'missing' | 'forbidden') => () => Promise.reject(new ClusterTrouble(kind, 'no'));
  for (const [what, volumes, read, why] of [
    [
      'goes with the pod',
      [storage('data (emptyDir)', { claim: undefined })],
      () => Promise.resolve(claim()),
      /goes with/u,
    ],
    ['is nowhere in sight', [], () => Promise.resolve(claim()), /No volume/u],
    ['is on a claim that is gone', [DATA], trouble('missing'), /There is no claim/u],
    ['is on a claim that may not be read', [DATA], trouble('forbidden'), /not known/u],
    ['is on a claim that is not bound', [DATA], () => Promise.resolve(claim({}, 'Lost')), /is Lost/u],
    ['is on a claim that was made anew', [DATA], () => Promise.resolve(claim({ uid: 'other' })), /made anew/u],
    [
      'is on a claim that is going',
      [DATA],
      () => Promise.resolve(claim({ deletionTimestamp: '2026-11-22T10:00:00Z' })),
      /being removed/u,
    ],
  ] as const)
    it(`refuses where the data ${what}`, async () => {
      const [evidence, ...more] = await asked(volumes, read);
      assert.match(evidence ?? '', why);
      assert.equal(more.length, 0);
    });

  it('does not take a cluster that fails for an answer', async () => {
    const read = (): Promise<ApiObject> => Promise.reject(new ClusterTrouble('server', 'it fails'));
    await assert.rejects(asked([DATA], read), /it fails/u);
  });
});
