import assert from 'node:assert/strict';
import type { KnownBackup } from '../backups/known.ts';
import { found } from '../../test/doctor/examined.ts';
import { NOW } from '../../test/support/live.ts';
import { backups } from './backups.ts';

const backup = (over: Partial<KnownBackup> = {}): KnownBackup => ({
  id: '20261122t103000z-k3v9x2ab',
  destination: 'here',
  engine: 'postgresql',
  version: '16.4',
  method: 'logical',
  consistency: 'application',
  bytes: 1,
  started: NOW - 3_600_000,
  seconds: 1,
  state: 'unverified',
  verifiedAt: undefined,
  rtoSeconds: undefined,
  encrypted: false,
  why: undefined,
  ...over,
});
const goals = { rpoSeconds: 3_600, rtoSeconds: undefined, missed: [] };

describe('Doctor: a verified backup is there', () => {
  it('is well with one that a restore test has read back, and goals that are met', async () => {
    const kept = [backup({ state: 'verified', verifiedAt: NOW - 60_000 })];
    assert.deepEqual(await found(backups, { kept, goals }), [
      'well: A restore test read 20261122t103000z-k3v9x2ab back.',
      'well: The goals for its backups are met.',
    ]);
  });

  it('is at risk without one, and with a goal that is missed', async () => {
    assert.deepEqual(await found(backups, { kept: [backup()] }), ['risk: No restore test has read a backup back.']);
    assert.deepEqual(await found(backups, { kept: [] }), ['risk: There is no whole backup.']);
    const missed = ['Data may be 1h old at most (RPO), and there is no complete backup.'];
    const [, goal] = await found(backups, { kept: [], goals: { ...goals, missed } });
    assert.match(goal ?? '', /^risk: Data may be 1h old/u);
  });

  it('is unknown where no destination was read', async () => {
    assert.match((await found(backups)).join(), /^unknown: /u);
  });
});
