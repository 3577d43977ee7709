import assert from 'node:assert/strict';
import type { KnownBackup } from '../backups/known.ts';
import { r22LastVerified } from './r22-last-verified.ts';

const backup = (id: string, state: KnownBackup['state']) => ({ id, state });
const refused = (backups: ReturnType<typeof backup>[], ...goes: string[]) =>
  r22LastVerified(backups, new Set(goes)).map(({ id, what }) => `${id}: ${what}`);

describe('R22, pruning the last verified backup', () => {
  it('is refused, also where newer ones are not verified', () => {
    const backups = [backup('1', 'verified'), backup('2', 'verified'), backup('3', 'unverified')];
    assert.deepEqual(refused(backups, '2'), ['R22: The last verified backup would go.']);
    assert.deepEqual(refused(backups, '1', '2', '3'), ['R22: The last verified backup would go.']);
  });

  it('is refused for the last complete one, where none is verified', () => {
    const backups = [
      backup('1', 'unverified'),
      backup('2', 'unverified'),
      backup('3', 'partial'),
      backup('4', 'failed'),
    ];
    assert.deepEqual(refused(backups, '2'), ['R22: The last complete backup would go.']);
  });

  it('is allowed for older ones, and for what is of no use', () => {
    const backups = [backup('1', 'verified'), backup('2', 'verified'), backup('3', 'failed'), backup('4', 'partial')];
    assert.deepEqual(refused(backups, '1', '3', '4'), []);
    assert.deepEqual(refused([backup('1', 'unverified'), backup('2', 'verified')], '1'), []);
    assert.deepEqual(refused([backup('1', 'failed')], '1'), []);
    assert.deepEqual(refused([], '1'), []);
  });
});
