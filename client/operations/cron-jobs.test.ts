import assert from 'node:assert/strict';
import type { ApiObject, ObjectName, PatchOperation } from '../../core/cluster/connection.ts';
import { runNow, suspend } from './cron-jobs.ts';

const NAME = { namespace: 'shop', name: `backup-${'x'.repeat(50)}` };
const CRON_JOB: ApiObject = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: NAME.name, namespace: 'shop', uid: 'u-1' },
  spec: { jobTemplate: { metadata: { labels: { app: 'backup' } }, spec: { backoffLimit: 0 } } },
};

describe('schedules of backups', () => {
  it('are paused and resumed', async () => {
    const asked: unknown[] = [];
    const patch = (name: ObjectName, operations: readonly PatchOperation[]): Promise<ApiObject> => {
      asked.push([name.resource.plural, name.name, operations]);
      return Promise.resolve(CRON_JOB);
    };
    await suspend({ patch }, NAME, true);
    assert.deepEqual(asked, [['cronjobs', NAME.name, [{ op: 'add', path: '/spec/suspend', value: true }]]]);
  });

  it('run now as a Job of theirs, with a name that fits into labels', async () => {
    const made: ApiObject[] = [];
    const name = await runNow(
      {
        read: () => Promise.resolve(CRON_JOB),
        create: (object) => {
          made.push(object);
          return Promise.resolve(object);
        },
      },
      NAME,
      Date.UTC(2026, 10, 22),
    );
    const [job] = made;
    assert.ok(name.length <= 63 && /^[a-z][-a-z0-9]*[a-z0-9]$/u.test(name), name);
    assert.equal(job?.metadata.name, name);
    assert.deepEqual(job.metadata['labels'], { app: 'backup' });
    assert.deepEqual(job.metadata['annotations'], { 'cronjob.kubernetes.io/instantiate': 'manual' });
    assert.deepEqual(job['spec'], { backoffLimit: 0 });
    assert.match(JSON.stringify(job.metadata['ownerReferences']), /"uid":"u-1","controller":true/u);
  });
});
