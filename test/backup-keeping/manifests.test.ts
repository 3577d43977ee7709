// What keeping backups makes passes our own linter; core may not import it, so its tests stand here.
import assert from 'node:assert/strict';
import { beforeMigration } from '../../core/backups/before-migration.ts';
import type { DataJob } from '../../core/backups/data-job.ts';
import { dataJob } from '../../core/backups/job.ts';
import type { Destination } from '../../core/backups/manifest.ts';
import { moverConfigMap } from '../../core/backups/mover-config-map.ts';
import { backupRoles } from '../../core/backups/roles.ts';
import { backupCronJob } from '../../core/backups/schedule.ts';
import type { ApiObject } from '../../core/cluster/connection.ts';
import { dumpEngineOf } from '../../engines/dumps.ts';
import { examplesOf } from '../backup-operations/examples.ts';
import { allFindings, describeFinding, linterOf } from '../support/workspace.ts';

const ENGINES = ['postgresql', 'mysql', 'mariadb', 'redis', 'valkey'] as const;
const DESTINATIONS: readonly Destination[] = [
  { kind: 'claim', claim: 'backups', prefix: '' },
  {
    kind: 's3',
    endpoint: 'https://s3.example.org',
    region: 'us-east-1',
    bucket: 'backups',
    prefix: 'shop',
    pathStyle: true,
    secret: 's3',
    authority: 's3-authority',
  },
];
const MOVER = moverConfigMap('shop', { text: 'program' });

function jobOf(engine: (typeof ENGINES)[number], destination: Destination): DataJob {
  const { container, pod, context } = examplesOf(engine);
  const dump = dumpEngineOf(engine);
  const [method] = dump?.methods ?? [];
  assert.ok(method);
  return {
    name: 'plinth-backup-orders-db',
    namespace: 'shop',
    operation: 'k3v9x2ab',
    database: 'orders-db',
    podLabels: {},
    deadline: 3600,
    engine: {
      does: 'dump',
      container: container.field,
      podSpec: pod.spec,
      image: container.image?.reference ?? '',
      script: method.dump(context),
      around: dump?.around?.(context),
      host: 'orders-db-0.orders-db.shop.svc',
      port: 5432,
      facts: 'version=18.1',
    },
    mover: { image: 'node:22', configMap: MOVER.metadata.name, request: { do: 'store' }, destination },
  };
}

const findings = (...objects: readonly ApiObject[]): string[] => {
  const files = Object.fromEntries(objects.map((one, index) => [`${index}.yaml`, JSON.stringify(one)]));
  return allFindings(linterOf(files)).map(describeFinding);
};

describe('manifests of backups on a schedule and before a migration', () => {
  for (const engine of ENGINES)
    for (const destination of DESTINATIONS)
      it(`${engine} to a ${destination.kind}: not a single finding`, () => {
        const job = jobOf(engine, destination);
        const schedule = { cron: '15 2 * * *', timeZone: 'Europe/Zurich', suspended: false };
        const cronJob = backupCronJob(job, schedule, {
          destination: 'here',
          method: 'logical',
          retention: { last: 7 },
        });
        assert.deepEqual(findings(cronJob), []);
        for (const hook of ['none', 'helm', 'argo-cd'] as const)
          assert.deepEqual(findings(...beforeMigration(MOVER, dataJob(job), hook)), [], hook);
      });

  it('a CronJob forbids two runs at once, ends what hangs, and keeps its history', () => {
    const job = jobOf('postgresql', DESTINATIONS[0]!);
    const schedule = { cron: '15 2 * * *', timeZone: 'Europe/Zurich', suspended: true };
    const { spec, metadata } = backupCronJob(job, schedule, {
      destination: 'here',
      method: 'logical',
      retention: { last: 7 },
    });
    const { jobTemplate, ...rest } = spec as unknown as { jobTemplate: { spec: Record<string, unknown> } };
    assert.deepEqual(rest, {
      schedule: '15 2 * * *',
      timeZone: 'Europe/Zurich',
      suspend: true,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
    });
    assert.deepEqual(
      [
        jobTemplate.spec['activeDeadlineSeconds'],
        jobTemplate.spec['backoffLimit'],
        jobTemplate.spec['ttlSecondsAfterFinished'],
      ],
      [3600, 0, undefined],
    );
    const { 'plinth.dev/retention': retention } = metadata['annotations'] as Record<string, string>;
    assert.equal(retention, '{"last":7}');
  });

  it('before a migration the mover comes first, then the Job; neither is touched where nobody hooks', () => {
    const job = dataJob(jobOf('postgresql', DESTINATIONS[0]!));
    assert.deepEqual(beforeMigration(MOVER, job, 'none'), [MOVER, job]);
    const weights = beforeMigration(MOVER, job, 'helm').map(
      ({ metadata }) => (metadata['annotations'] as Record<string, string>)['helm.sh/hook-weight'],
    );
    assert.deepEqual(weights, ['-20', '-19']);
    for (const { metadata } of beforeMigration(MOVER, job, 'argo-cd'))
      assert.equal((metadata['annotations'] as Record<string, string>)['argocd.argoproj.io/hook'], 'PreSync');
  });
});

describe('roles for backups', () => {
  for (const role of ['look', 'run'] as const)
    it(`${role}: no Secrets, no exec, every rule with its reason, and what it cannot promise`, () => {
      const made = backupRoles(role, { namespace: 'shop', database: 'orders' }, [{ kind: 'Group', name: 'operators' }]);
      for (const { resources, verbs, why } of made.rules) {
        assert.ok(!resources.includes('secrets') && !resources.includes('pods/exec') && !verbs.includes('*'));
        assert.ok(why.length > 0);
      }
      const writes = made.rules.filter(({ verbs }) => verbs.some((verb) => !['get', 'list', 'watch'].includes(verb)));
      assert.deepEqual(
        writes.map(({ resources, verbs }) => [resources, verbs]),
        role === 'look' ? [] : [[['jobs'], ['create']]],
      );
      assert.equal(
        made.caveats.some((one) => one.includes('any Secret')),
        role === 'run',
      );
      assert.deepEqual(findings(...made.objects), []);
    });
});
