import assert from 'node:assert/strict';
import { database, member } from '../../../test/support/live.ts';
import { BadDestination, parseDestination } from '../../backups/destinations.ts';
import type { Manifest } from '../../backups/manifest.ts';
import { BadParameter } from '../../runner/plan.ts';
import { backupId, factsForMover, parseFacts } from './facts.ts';
import { parseBackupParameters } from './parameters.ts';
import { chooseSource } from './source.ts';
import { judge } from '../restore/judge.ts';
import { parseRestoreParameters } from '../restore/parameters.ts';

describe('which member a backup reads', () => {
  const primary = member('postgres-0', { role: 'primary', writable: true, lag: undefined });

  it('the standby that is least behind', () => {
    const near = member('postgres-2', { lag: { bytes: 10 } });
    const chosen = chooseSource(
      database('postgres', { members: [primary, member('postgres-1', { lag: { bytes: 99 } }), near] }),
    );
    assert.equal(chosen?.member.pod.name, 'postgres-2');
  });

  for (const [what, over] of [
    ['lag is unknown', { lag: undefined }],
    ['lag is an empty answer', { lag: {} }],
    ['lag is over the limit', { lag: { bytes: 17 * 1024 ** 2 } }],
    ['lag in seconds is over the limit', { lag: { seconds: 6 } }],
    ['streaming is unknown', { streaming: undefined }],
    ['pod is not ready', { ready: false }],
  ] as const) {
    it(`the primary, where a standby's ${what}`, () => {
      const chosen = chooseSource(database('postgres', { members: [primary, member('postgres-1', over)] }));
      assert.equal(chosen?.role, 'primary');
    });
  }

  it('none, where no primary is known and there are several', () => {
    const members = [member('postgres-0', { role: 'unknown' }), member('postgres-1', { role: 'unknown' })];
    assert.equal(chooseSource(database('postgres', { members })), undefined);
  });
});

describe('what a restore test makes of the engine’s answer', () => {
  const manifest = { counts: { rows: 3, tables: 1 } } as unknown as Manifest;

  it('verified: all is ok, and the counts are the same', () => {
    const { outcome, findings } = judge('ok all\ncount.rows=3\ncount.tables=1\n', manifest);
    assert.equal(outcome, 'verified');
    assert.deepEqual(findings.slice(1), ['3 rows, as when it was backed up', '1 table, as when it was backed up']);
  });
  for (const said of [
    'ok all\ncount.rows=2\ncount.tables=1',
    'ok all\ncount.rows=3',
    'bad x\ncount.rows=3\ncount.tables=1',
    '',
  ]) {
    it(`failed: ${JSON.stringify(said)}`, () => assert.equal(judge(said, manifest).outcome, 'failed'));
  }
});

describe('what a restore test makes of counts around a dump', () => {
  const judged = (rows: number | undefined, before: object, after: object | undefined) =>
    judge(`ok all${rows === undefined ? '' : `\ncount.rows=${rows}`}`, {
      counts: before,
      ...(after && { countsAfter: after }),
    } as unknown as Manifest);

  for (const [rows, before, after, outcome] of [
    [100, 100, 150, 'verified'],
    [120, 100, 150, 'verified'],
    [150, 100, 150, 'verified'],
    [99, 100, 150, 'failed'],
    [151, 100, 150, 'failed'],
    [40, 50, 30, 'verified'],
    [29, 50, 30, 'failed'],
    [undefined, 50, 60, 'failed'],
  ] as const)
    it(`${rows ?? 'no'} rows, ${before} before and ${after} after it: ${outcome}`, () => {
      assert.equal(judged(rows, { rows: before }, { rows: after }).outcome, outcome);
    });

  for (const [what, over, rows, outcome] of [
    ['within what was added and removed meanwhile', { countLimits: { rows: [90, 160] } }, 155, 'verified'],
    ['above it', { countLimits: { rows: [90, 160] } }, 161, 'failed'],
    ['below it', { countLimits: { rows: [90, 160] } }, 89, 'failed'],
    ['and others wrote, nobody knows how much', { from: '0/1', to: '0/2' }, 151, 'verified'],
    ['and others wrote, but nothing is left', { from: '0/1', to: '0/2' }, 0, 'failed'],
    ['nothing is left, whatever was removed', { countLimits: { rows: [0, 160] } }, 0, 'failed'],
    ['and nobody wrote', { from: '0/1', to: '0/1' }, 151, 'failed'],
  ] as const)
    it(`a count outside of both, ${what}: ${outcome}`, () => {
      const told = { counts: { rows: 100 }, countsAfter: { rows: 150 }, ...over } as unknown as Manifest;
      assert.equal(judge(`ok all\ncount.rows=${rows}`, told).outcome, outcome);
    });

  it('nothing that was counted, or counted once only, is no fault, but is said', () => {
    const none = judged(7, {}, undefined);
    assert.deepEqual([none.outcome, none.findings.length], ['verified', 2]);
    const once = judged(7, { rows: 5 }, { tables: 1 });
    assert.equal(once.outcome, 'verified');
    assert.match(once.findings.join(), /not counted after/u);
  });
});

describe('parameters and facts of backups', () => {
  it('refuses what makes no sense, by name', () => {
    for (const [parameters, why] of [
      [{}, /«destination»/u],
      [{ destination: '../x' }, /«destination»/u],
      [{ destination: 'here', method: 'snapshot' }, /«method»/u],
      [{ destination: 'here', deadline: 0 }, /«deadline»/u],
      [{ destination: 'here', recipients: ['AGE-SECRET-KEY-1'] }, /«recipients»/u],
      [{ destination: 'here', other: 1 }, /«other»/u],
    ] as const)
      assert.throws(
        () => parseBackupParameters(parameters),
        (error) => error instanceof BadParameter && why.test(error.message),
      );
    assert.throws(() => parseRestoreParameters({ destination: 'here', backup: '../x' }, false), BadParameter);
    const backup = '20261122t103000z-k3v9x2ab';
    assert.throws(() => parseRestoreParameters({ destination: 'here', backup }, true), /«name»/u);
    assert.equal(parseRestoreParameters({ destination: 'here', backup }, false).method, 'logical');
  });

  it('an id sorts by time; facts lose what is not for the manifest', () => {
    assert.equal(backupId(Date.UTC(2026, 10, 22, 10, 30), 'k3v9x2ab'), '20261122t103000z-k3v9x2ab');
    const facts = parseFacts('version=16.4\nposition=0/3\nbusy.physical=no\ncount.rows=3\nnoise\n');
    assert.equal(factsForMover(facts), 'version=16.4\nposition.start=0/3');
  });

  it('a destination has no login in its address and no way out of its prefix', () => {
    const bucket = { kind: 's3', bucket: 'b', secret: 's' };
    assert.throws(() => parseDestination({ ...bucket, endpoint: 'https://me:pass@s3.example.org' }), BadDestination);
    assert.throws(() => parseDestination({ kind: 'claim', claim: 'c', prefix: '../other' }), BadDestination);
    assert.throws(() => parseDestination({ kind: 's3', bucket: 'b' }), /secret/u);
    assert.deepEqual(parseDestination({ kind: 'claim', claim: 'c', prefix: '/a/b/' }), {
      kind: 'claim',
      claim: 'c',
      prefix: 'a/b',
    });
  });
});
