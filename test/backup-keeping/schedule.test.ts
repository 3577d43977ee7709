// Backups on a schedule, as Kubernetes runs them.
import assert from 'node:assert/strict';
import { refreshBackups } from '../../core/backups/refresh.ts';
import { backupRoles } from '../../core/backups/roles.ts';
import type { LiveBackup } from '../../core/inventory/model.ts';
import { migrationManifests } from '../../core/operations/schedule/migration.ts';
import { scheduleOperation } from '../../core/operations/schedule/schedule.ts';
import { unscheduleOperation } from '../../core/operations/schedule/unschedule.ts';
import { dumpEngineOf } from '../../engines/dumps.ts';
import { PASSWORD } from '../backup-operations/kinds.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { realMover } from '../backup-operations/real-mover.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { allFindings, describeFinding, linterOf } from '../support/workspace.ts';

const NAMESPACE = 'keep-schedule';
const CRON_JOB = 'plinth-backup-orders';

describeOnCluster('scheduled backups of a PostgreSQL', function () {
  this.timeout('8m');
  let lab: BackupLab;
  let mover: string;

  before(async () => {
    lab = await BackupLab.open(NAMESPACE);
    mover = await realMover();
  });
  after(() => lab.close());

  const schedule = (more: Readonly<Record<string, string | number | boolean>>) =>
    lab.run(scheduleOperation, { destination: 'here', ...more }, mover);
  const cronJob = async () =>
    JSON.parse(await lab.practice.here(['get', 'cronjob', CRON_JOB, '--output=json'])) as {
      metadata: Readonly<Record<string, unknown>>;
      spec: { suspend: boolean; timeZone: string; schedule: string };
    };
  const run = (name: string) => lab.practice.here(['create', 'job', name, `--from=cronjob/${CRON_JOB}`]);
  const seen = (what: string, fits: (backup: LiveBackup) => boolean): Promise<LiveBackup> =>
    until(what, { seconds: 150, advice: 'Look at the CronJob.', every: 500 }, async () => {
      const found = (await lab.orders()).backups.find(({ object }) => object.name === CRON_JOB);
      return found !== undefined && fits(found) ? found : undefined;
    });
  const kept = async () => {
    const { backups } = await refreshBackups(lab.connection, await lab.orders(), {
      mover: () => Promise.resolve({ text: mover }),
    });
    return backups.map(({ id, state }) => ({ id, state }));
  };

  it('a CronJob runs by itself; each run has an id of its own, and retention is kept to', async () => {
    const record = await schedule({ schedule: '* * * * *', timeZone: 'Europe/Zurich', last: 1 });
    assert.equal(record.phase, 'done', JSON.stringify(record));
    const made = await cronJob();
    assert.equal(made.spec.timeZone, 'Europe/Zurich');
    assert.deepEqual(allFindings(linterOf({ 'cron-job.yaml': JSON.stringify(made) })).map(describeFinding), []);
    const first = await seen(
      'a first run that succeeded',
      ({ result, lastSuccess }) => result === 'succeeded' && lastSuccess !== undefined,
    );
    const [one, ...others] = await kept();
    assert.deepEqual([one?.state, others.length], ['unverified', 0]);
    const second = await seen('a second run', ({ lastSuccess = 0 }) => lastSuccess > (first.lastSuccess ?? 0));
    assert.equal(second.suspended, false);
    const after = await kept();
    assert.equal(after.length, 1, JSON.stringify(after));
    assert.ok((after[0]?.id ?? '') > (one?.id ?? ''));
  });

  it('scheduled anew it is changed, not doubled; suspended it does not run', async () => {
    const { uid } = (await cronJob()).metadata;
    const record = await schedule({ schedule: '15 2 * * *', suspended: true });
    assert.equal(record.phase, 'done', JSON.stringify(record));
    const { spec, metadata } = await cronJob();
    assert.deepEqual([metadata['uid'], spec.schedule, spec.suspend], [uid, '15 2 * * *', true]);
    await seen('the suspended CronJob', ({ suspended }) => suspended);
  });

  it('a run that fails shows as failed, its Job stays with its reason, and no backup is left of it', async () => {
    const before = await kept();
    const { lastSuccess } = await seen('the last success', (backup) => backup.lastSuccess !== undefined);
    await lab.psql(`ALTER ROLE postgres PASSWORD 'another'`);
    try {
      await run('bad-run');
      const failed = await seen('a failed run', ({ result }) => result === 'failed');
      assert.equal(failed.lastSuccess, lastSuccess);
      const job = JSON.parse(await lab.practice.here(['get', 'job', 'bad-run', '--output=json'])) as {
        spec: { ttlSecondsAfterFinished?: number };
      };
      assert.equal(job.spec.ttlSecondsAfterFinished, undefined);
      assert.match(await lab.practice.here(['logs', 'job/bad-run', '--container=engine']), /authentication failed/u);
      assert.deepEqual(await kept(), before);
    } finally {
      await lab.psql(`ALTER ROLE postgres PASSWORD '${PASSWORD.replaceAll("'", "''")}'`);
    }
  });

  it('a Job before a migration fails where the backup does, and ends well where it does', async () => {
    const tools = { mover: () => Promise.resolve({ text: mover }), dumpEngineOf, tool: 'plinth test' };
    const situation = {
      connection: lab.connection,
      database: await lab.orders(),
      now: Date.now,
      id: 'migrate0',
      facts: {},
    };
    const { manifests = [] } = await migrationManifests(tools, situation, { destination: 'here' }, 'helm');
    const [, job] = manifests;
    assert.deepEqual(allFindings(linterOf({ 'job.yaml': JSON.stringify(job) })).map(describeFinding), []);
    const before = await kept();
    const ends = async (condition: string) => {
      await lab.practice.here(['create', '--filename=-'], JSON.stringify(job));
      await lab.practice.here([
        'wait',
        `--for=condition=${condition}`,
        '--timeout=90s',
        `job/${job?.metadata.name ?? ''}`,
      ]);
      await lab.practice.here(['delete', 'job', job?.metadata.name ?? '']);
    };
    await lab.practice.here(['apply', '--server-side', '--filename=-'], JSON.stringify(manifests[0]));
    await ends('complete');
    assert.equal((await kept()).length, before.length + 1);
    await lab.psql(`ALTER ROLE postgres PASSWORD 'another'`);
    try {
      await ends('failed');
    } finally {
      await lab.psql(`ALTER ROLE postgres PASSWORD '${PASSWORD.replaceAll("'", "''")}'`);
    }
    assert.equal((await kept()).length, before.length + 1);
  });

  it('who has the role «run» may start a run, and neither read a Secret nor enter the database', async () => {
    const subject = { kind: 'ServiceAccount', name: 'keeper' } as const;
    const { objects } = backupRoles('run', { namespace: NAMESPACE, database: 'orders' }, [subject]);
    await lab.practice.here(['create', 'serviceaccount', 'keeper']);
    const list = { apiVersion: 'v1', kind: 'List', items: objects };
    await lab.practice.here(['apply', '--filename=-'], JSON.stringify(list));
    const as = (...args: readonly string[]) =>
      lab.practice.here([`--as=system:serviceaccount:${NAMESPACE}:keeper`, ...args]);
    await as('create', 'job', 'by-hand', `--from=cronjob/${CRON_JOB}`);
    await as('wait', '--for=condition=complete', '--timeout=90s', 'job/by-hand');
    await as('get', 'configmap', 'plinth-backups-orders');
    for (const args of [
      ['get', 'secret', 'orders'],
      ['exec', 'orders-0', '--', 'true'],
      ['get', 'configmap', 'plinth-destination-here'],
      ['delete', 'job', 'by-hand'],
      ['patch', 'cronjob', CRON_JOB, '--patch={"spec":{"suspend":false}}'],
    ])
      await assert.rejects(as(...args), /forbidden/iu, args.join(' '));
  });

  it('ends when it is unscheduled; the backups stay', async () => {
    const before = await kept();
    const record = await lab.run(() => unscheduleOperation, {}, mover);
    assert.equal(record.phase, 'done', JSON.stringify(record));
    const left = await lab.practice.here(['get', 'cronjob', CRON_JOB, '--ignore-not-found', '--output=name']);
    assert.equal(left, '');
    assert.deepEqual(await kept(), before);
    const { plan } = await lab.plan(() => unscheduleOperation, {}, mover);
    assert.match(plan.refusals[0]?.what ?? '', /No backups are scheduled/u);
  });
});
