import assert from 'node:assert/strict';
import type { Manifest } from '../../core/backups/manifest.ts';
import { backupOperation } from '../../core/operations/backup/backup.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { BackupLab, ROWS } from './lab.ts';
import { PASSWORD } from './kinds.ts';
import { STAND_IN } from './stand-in-mover.ts';

const NAMESPACE = 'backup-operations';

describeOnCluster('backups of a PostgreSQL', function () {
  this.timeout('6m');
  let lab: BackupLab;

  before(async () => {
    lab = await BackupLab.open(NAMESPACE);
  });
  after(() => lab.close());

  it('dumps to a claim, with a manifest that counts the rows, and shows no password', async () => {
    const record = await lab.run(backupOperation, { destination: 'here' }, STAND_IN);
    assert.equal(record.phase, 'done', JSON.stringify(record));
    const manifest = record.facts['manifest'] as unknown as Manifest;
    assert.equal(manifest.member, 'orders-0');
    assert.equal(manifest.memberRole, 'primary');
    assert.match(manifest.engineVersion, /^16\./u);
    assert.match(manifest.from ?? '', /^[0-9A-F]+\/[0-9A-F]+$/u);
    assert.equal(manifest.counts['rows'], ROWS, JSON.stringify(manifest.counts));
    const [file] = manifest.files;
    assert.ok(file && file.size > ROWS * 32);
    const folder = `/backups/kept/${NAMESPACE}/orders/${manifest.id}`;
    const sum = await lab.onClaim(`sha256sum ${folder}/data; grep -c '^[0-9]*\t[0-9a-f]\\{32\\}$' ${folder}/data`);
    assert.equal(sum.split(/\s+/u)[0], file.sha256);
    assert.equal(sum.trim().split('\n').at(-1), String(ROWS));
    const seen = [
      JSON.stringify(record),
      await lab.practice.here(['get', 'jobs,pods,configmaps,events', '--output=json']),
      await lab.practice.here(['logs', `job/plinth-backup-${record.id}`, '--all-containers']),
    ];
    const escaped = JSON.stringify(PASSWORD).slice(1, -1);
    for (const text of seen) assert.ok(!text.includes(PASSWORD) && !text.includes(escaped), 'no password anywhere');
  });

  it('a dump that fails leaves no backup, no Job and no pod, and says why', async () => {
    await lab.psql(`ALTER ROLE postgres PASSWORD 'another'`);
    try {
      const record = await lab.run(backupOperation, { destination: 'here' }, STAND_IN);
      assert.equal(record.phase, 'rolled-back', JSON.stringify(record));
      assert.match(record.reason ?? '', /password authentication failed/u);
      const left = await lab.practice.here([
        'get',
        'jobs,pods',
        `--selector=plinth.dev/operation=${record.id}`,
        '--output=name',
      ]);
      assert.equal(left.trim(), '');
      const backups = await lab.onClaim(`find /backups/kept -name '*${record.id}*'`);
      assert.equal(backups.trim(), '');
    } finally {
      await lab.psql(`ALTER ROLE postgres PASSWORD '${PASSWORD.replaceAll("'", "''")}'`);
    }
  });

  it('a mover that breaks down ends it at once, though the engine waits for a reader', async () => {
    const began = Date.now();
    const record = await lab.run(backupOperation, { destination: 'here' }, 'process.exitCode = 3;');
    assert.equal(record.phase, 'rolled-back', JSON.stringify(record));
    assert.match(record.reason ?? '', /the mover ended with 3/u);
    assert.ok(Date.now() - began < 120_000);
  });

  it('refuses a destination that is missing, a claim that is missing, and the data’s own claim', async () => {
    await lab.destination('own', 'data-orders-0');
    await lab.destination('lost', 'nowhere');
    for (const [destination, why] of [
      ['none', /no ConfigMap plinth-destination-none/u],
      ['own', /belongs to the database itself/u],
      ['lost', /no claim nowhere/u],
    ] as const) {
      const { plan: made } = await lab.plan(backupOperation, { destination }, STAND_IN);
      assert.equal(made.steps.length, 0);
      assert.deepEqual(
        made.refusals.map(({ id }) => id),
        ['R30'],
      );
      assert.match(made.refusals[0]?.evidence ?? '', why);
    }
  });
});
