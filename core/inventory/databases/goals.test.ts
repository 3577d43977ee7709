import assert from 'node:assert/strict';
import type { KnownBackup } from '../../backups/known.ts';
import { goalsOf } from './goals.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;

const backup = (over: Partial<KnownBackup>): KnownBackup => ({
  id: '20261122t103000z-k3v9x2ab',
  destination: 'here',
  engine: 'postgresql',
  version: '16.4',
  method: 'logical',
  consistency: 'application',
  bytes: 1,
  started: NOW - HOUR,
  seconds: 1,
  state: 'unverified',
  verifiedAt: undefined,
  rtoSeconds: undefined,
  encrypted: false,
  why: undefined,
  ...over,
});

const missed = (
  annotations: Readonly<Record<string, string>>,
  kept: readonly KnownBackup[] | undefined,
  ...successes: readonly number[]
): readonly string[] =>
  goalsOf(annotations, { kept, backups: successes.map((lastSuccess) => ({ lastSuccess })), now: NOW }).missed;

describe('the goals of a database', () => {
  const rpo = { 'plinth.dev/rpo': '2h' };
  const rto = { 'plinth.dev/rto': '1h' };

  it('are none where nothing is asked', () => {
    const goals = goalsOf({}, { kept: undefined, backups: [], now: NOW });
    assert.deepEqual(goals, { rpoSeconds: undefined, rtoSeconds: undefined, missed: [] });
  });

  it('are met by a young backup, and by a restore test that was fast enough', () => {
    assert.deepEqual(
      missed({ ...rpo, ...rto }, [backup({ state: 'verified', verifiedAt: NOW, rtoSeconds: 3_600 })]),
      [],
    );
  });

  it('of age are missed by an old backup, one that is not whole, one that failed its test, and none', () => {
    assert.match(missed(rpo, [backup({ started: NOW - 2 * HOUR - 1 })]).join(), /is of 2026-11-22 09:59 UTC/u);
    for (const kept of [[backup({ state: 'partial' })], [backup({ state: 'failed' })], []])
      assert.match(missed(rpo, kept).join(), /there is no complete backup/u);
  });

  it('that nobody can judge are not met, and said to be unknown', () => {
    assert.match(missed(rpo, undefined).join(), /is not known/u);
    assert.match(missed(rto, undefined).join(), /is not known/u);
    assert.match(missed(rto, [backup({})]).join(), /is not known/u);
  });

  it('of age are met by a scheduled Job that is seen to have ended well', () => {
    assert.deepEqual(missed(rpo, undefined, NOW - HOUR), []);
    assert.equal(missed(rpo, [backup({ started: NOW - 9 * HOUR })], NOW - 3 * HOUR).length, 1);
  });

  it('of time are missed by the newest restore test, whatever an older one took', () => {
    const tested = (at: number, seconds: number) =>
      backup({ state: 'verified', verifiedAt: NOW - at * HOUR, rtoSeconds: seconds });
    assert.match(missed(rto, [tested(1, 5_400), tested(9, 60)]).join(), /took 1h30m/u);
    assert.deepEqual(missed(rto, [tested(9, 5_400), tested(1, 60)]), []);
  });

  it('that cannot be read are said so, and are no goals', () => {
    const goals = goalsOf({ 'plinth.dev/rpo': '1 day' }, { kept: [], backups: [], now: NOW });
    assert.equal(goals.rpoSeconds, undefined);
    assert.match(goals.missed.join(), /«1 day», which is no duration/u);
  });
});
