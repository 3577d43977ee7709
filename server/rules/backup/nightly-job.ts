import type { Database } from '../../../engines/model/database.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import type { NightlyDump, NightlyVariable } from '../../../engines/model/nightly.ts';
import { nightlyOfEngine } from '../../../engines/nightlies.ts';
import { withdrawnImage } from '../../../engines/recognition/withdrawn.ts';
import { placeholder } from '../../edits/index.ts';
import type { EditValue } from '../../edits/index.ts';
import { dataClaim } from '../storage/data-claim.ts';
import { floats } from '../image/floating-tag.ts';
import { isHeadless } from '../workload/headless-service.ts';

/** The longest name of a CronJob: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#writing-a-cronjob-spec */
const LONGEST_NAME = 52;

/** A claim and a CronJob that dumps the database to it every night, as whole manifests. */
export interface NightlyManifests {
  readonly name: string;
  readonly claim: EditValue;
  readonly cronJob: EditValue;
}

/**
 * What would back the database up. Undefined where it cannot be said: no name, no Service by which another pod reaches it, a templated image or
 * namespace, an engine that is backed up in another way, an image that floats or is gone, or something of that name already there.
 */
export function nightlyManifests(database: Database, lookup: ObjectLookup): NightlyManifests | undefined {
  const { workload, container, context, engine } = database;
  const dump = nightlyOfEngine(engine.id)?.(context);
  const host = hostOf(database);
  const name = `${workload.name ?? ''}-backup`;
  const namespace = workload.root.at('metadata', 'namespace');
  const image = container.image;
  // The job would run the same image, and bear the same finding: that is mended first.
  if (image === undefined || floats(image) || withdrawnImage(image) !== undefined) return undefined;
  if (dump === undefined || host === undefined || namespace.unknown) return undefined;
  if (workload.name === undefined || name.length > LONGEST_NAME) return undefined;
  const isTaken = ['CronJob', 'PersistentVolumeClaim'].some(
    (kind) => lookup.named(kind, workload.object, name).length > 0,
  );
  if (isTaken) return undefined;
  const written = namespace.string();
  const metadata = { name, ...(written === undefined ? {} : { namespace: written }) };
  return {
    name,
    claim: claimFor(database, metadata),
    cronJob: cronJobFor(database, metadata, dump, host, image.reference),
  };
}

/** A Service that leads to one ready pod; of a headless one, the first pod's own name. */
function hostOf({ services, workload }: Database): string | undefined {
  const all = [...services.selecting, ...(services.governing === undefined ? [] : [services.governing])];
  const named = all.find((service) => !isHeadless(service) && service.name !== undefined)?.name;
  const headless = all.find((service) => isHeadless(service) && service.name !== undefined)?.name;
  if (named !== undefined || headless === undefined) return named;
  return workload.kind === 'StatefulSet' && workload.name !== undefined ? `${workload.name}-0.${headless}` : headless;
}

type Metadata = Readonly<Record<string, string>>;

function claimFor(database: Database, metadata: Metadata): EditValue {
  const spec = dataClaim(database)?.claim.spec;
  const size = spec?.at('resources', 'requests', 'storage').string() ?? '10Gi';
  const className = spec?.at('storageClassName').string();
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata,
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(className === undefined ? {} : { storageClassName: className }),
      resources: { requests: { storage: placeholder(size) } },
    },
  };
}

function cronJobFor(database: Database, metadata: Metadata, dump: NightlyDump, host: string, image: string): EditValue {
  const script = [
    'set -eu',
    `target="/backup/$(date -u +%Y%m%dT%H%M%SZ).${dump.suffix}"`,
    ...dump.lines,
    `find /backup -name '*.${dump.suffix}' -mtime +14 -delete`,
    '',
  ].join('\n');
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: {
      schedule: placeholder('15 2 * * *'),
      concurrencyPolicy: 'Forbid',
      jobTemplate: {
        spec: {
          backoffLimit: 2,
          activeDeadlineSeconds: 14_400,
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [
                {
                  name: 'backup',
                  image,
                  command: ['sh', '-c', script],
                  env: dump.variables.flatMap((variable) => entryOf(database, variable, host)),
                  volumeMounts: [{ name: 'backup', mountPath: '/backup' }],
                },
              ],
              volumes: [{ name: 'backup', persistentVolumeClaim: { claimName: metadata['name'] ?? '' } }],
            },
          },
        },
      },
    },
  };
}

/** The job's variable: a literal that is no secret, or the reference that the server has. A password is never copied. */
function entryOf(
  { container }: Database,
  { name, holds, from, otherwise }: NightlyVariable,
  host: string,
): EditValue[] {
  if (holds === 'host') return [{ name, value: host }];
  const found = from.map((one) => container.environment.variables.get(one)).find((one) => one !== undefined);
  const entry = container.field
    .at('env')
    .items()
    .find((one) => one.at('name').string() === found?.name);
  const reference = entry?.at('valueFrom');
  const [kind] = ['secretKeyRef', 'configMapKeyRef'].filter((one) => reference?.at(one).exists);
  const source = kind === undefined ? undefined : reference?.at(kind);
  const [secret, key] = [source?.at('name').string(), source?.at('key').string()];
  if (kind !== undefined && secret !== undefined && key !== undefined)
    return [{ name, valueFrom: { [kind]: { name: secret, key } } }];
  if (holds === 'user') return [{ name, value: found?.value ?? otherwise ?? '' }];
  const mayBeSet = found !== undefined || !container.environment.complete;
  return mayBeSet
    ? [{ name, valueFrom: { secretKeyRef: { name: placeholder('secret-name'), key: placeholder('password') } } }]
    : [];
}
