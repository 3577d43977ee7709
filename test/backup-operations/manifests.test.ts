// What the core makes passes our own linter; core may not import it, so its tests stand here.
import assert from 'node:assert/strict';
import type { DataJob } from '../../core/backups/data-job.ts';
import { dataJob, dataCronJob } from '../../core/backups/job.ts';
import type { Destination } from '../../core/backups/manifest.ts';
import { dumpEngineOf } from '../../engines/dumps.ts';
import { examplesOf } from './examples.ts';
import { allFindings, describeFinding, linterOf } from '../support/workspace.ts';

const CLAIM: Destination = { kind: 'claim', claim: 'backups', prefix: '' };
const BUCKET: Destination = {
  kind: 's3',
  endpoint: 'https://s3.example.org',
  region: 'us-east-1',
  bucket: 'backups',
  prefix: 'shop',
  pathStyle: true,
  secret: 's3',
  authority: 's3-authority',
};

describe('manifests of backup jobs', () => {
  for (const engine of ['postgresql', 'mysql', 'mariadb', 'redis', 'valkey'] as const) {
    for (const destination of [CLAIM, BUCKET]) {
      it(`${engine} to a ${destination.kind}: not a single finding, and no secret`, () => {
        const job = jobOf(engine, destination);
        const manifests = [
          dataJob(job),
          dataCronJob(job, { cron: '15 2 * * *', timeZone: 'Etc/UTC', suspended: false }),
        ];
        const files = Object.fromEntries(manifests.map((one, index) => [`${index}.yaml`, JSON.stringify(one)]));
        assert.deepEqual(allFindings(linterOf(files)).map(describeFinding), []);
        for (const manifest of manifests) {
          const env = envOf(manifest);
          assert.ok(env.length > 0);
          const secrets = env.filter(({ name }) => /PASS|AUTH|SECRET|PWD/u.test(name));
          assert.ok(
            secrets.every(({ value }) => value === undefined),
            'passwords are only referred to',
          );
        }
      });
    }
  }

  it('the engine runs as the server’s user, with the server’s image, and hears the same Secret', () => {
    const job = dataJob(jobOf('postgresql', CLAIM));
    const spec = (job as unknown as { spec: { template: { spec: { securityContext: object } } } }).spec.template.spec;
    assert.deepEqual(
      { ...spec.securityContext, seccompProfile: undefined },
      {
        runAsNonRoot: true,
        runAsUser: 999,
        runAsGroup: 999,
        fsGroup: 999,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: undefined,
      },
    );
    const references = envOf(job).flatMap(({ valueFrom }) => (valueFrom === undefined ? [] : [valueFrom]));
    assert.ok(JSON.stringify(references).includes('{"name":"orders-db","key":"password"}'), JSON.stringify(references));
  });
});

function jobOf(engine: 'postgresql' | 'mysql' | 'mariadb' | 'redis' | 'valkey', destination: Destination): DataJob {
  const { container, pod, context } = examplesOf(engine);
  const [method] = dumpEngineOf(engine)?.methods ?? [];
  assert.ok(method, `${engine} has a method`);
  return {
    name: 'plinth-backup-k3v9x2ab',
    namespace: 'shop',
    operation: 'k3v9x2ab',
    database: 'orders-db',
    podLabels: { 'orders-db-client': 'true' },
    deadline: 3600,
    engine: {
      does: 'dump',
      container: container.field,
      podSpec: pod.spec,
      image: container.image?.reference ?? '',
      script: method.dump(context),
      around: dumpEngineOf(engine)?.around?.(context),
      host: 'orders-db-0.orders-db.shop.svc',
      port: 5432,
      facts: 'version=18.1',
    },
    mover: { image: 'node:22', configMap: 'plinth-mover-0123456789ab', request: { do: 'store' }, destination },
  };
}

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: object;
}

function envOf(manifest: object): Variable[] {
  const found: Variable[] = [];
  JSON.stringify(manifest, (key, value: unknown) => {
    if (key === 'env') found.push(...(value as Variable[]));
    return value;
  });
  return found;
}
