import assert from 'node:assert/strict';
import { storage } from '../../test/support/live.ts';
import type { LiveStorage } from '../inventory/model.ts';
import { r16SeveralVolumes } from './r16-several-volumes.ts';

const said = (...volumes: readonly LiveStorage[]): string[] =>
  r16SeveralVolumes({ storage: volumes }, 'postgres-0').map(({ id, evidence }) => `${id}: ${evidence}`);

describe('R16: a snapshot is of one volume', () => {
  it('allows it where the member has one claim, whatever others have', () => {
    assert.deepEqual(said(storage('data-0'), storage('data-1', { members: ['postgres-1'] })), []);
  });

  it('allows a volume beside it that goes with the pod', () => {
    assert.deepEqual(said(storage('data-0'), storage('run (emptyDir)', { claim: undefined, data: false })), []);
  });

  it('refuses it where WAL lies on a claim of its own', () => {
    assert.deepEqual(said(storage('data-0'), storage('wal-0', { data: false })), [
      'R16: postgres-0 mounts data-0, wal-0.',
    ]);
  });

  it('refuses it where there is nothing to take one of', () => {
    assert.deepEqual(said(storage('data (emptyDir)', { claim: undefined })), ['R16: postgres-0 mounts no claim.']);
  });
});
