import type { BackupJob, Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import { isWorkloadKind, podPath } from '../../../engines/model/pod.ts';
import { BACKUP_LABEL } from '../../backups/snapshots.ts';
import type { LiveBackup, LiveService, LiveStorage } from '../model.ts';
import { ownedKey, snapshotKey } from '../store/keys.ts';
import type { LiveLookup } from '../store/live-lookup.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { time } from './pod-state.ts';

/** A Job or CronJob that dumps or copies some database of an engine. */
export interface BackupSeen {
  readonly object: StoredObject;
  readonly job: BackupJob;
}

/** What a database is known by to those that back it up. */
export interface BackedUp {
  readonly database: Database;
  readonly namespace: string;
  readonly services: readonly LiveService[];
  readonly storage: readonly LiveStorage[];
  readonly pods: readonly StoredObject[];
}

/** Backups of one database as far as they can be seen, by name: jobs that name its Service or pods or mount its claims, and snapshots. */
export function backupsOf(one: BackedUp, seen: readonly BackupSeen[], lookup: LiveLookup): LiveBackup[] {
  const jobs = seen
    .filter(({ job }) => job.engine.id === one.database.engine.id)
    .filter((backup) => concerns(backup, one))
    .map(({ object }) => describeJob(object, lookup));
  const snapshots = one.storage.flatMap(({ claim }) =>
    claim === undefined
      ? []
      : [...lookup.bucket(snapshotKey(one.namespace, claim.name))]
          .filter((seen) => !isOurs(seen))
          .map(describeSnapshot),
  );
  return [...jobs, ...snapshots].sort((a, b) => (a.object.name < b.object.name ? -1 : 1));
}

/** It says the name of a Service or pod of the database somewhere, or mounts one of its claims. */
function concerns({ object, job }: BackupSeen, one: BackedUp): boolean {
  const isBeside = object.namespace === one.namespace;
  const claims = new Set(one.storage.flatMap(({ claim }) => claim?.name ?? []));
  if (isBeside && job.workload.pod.volumes.some(({ claimName }) => claimName !== undefined && claims.has(claimName)))
    return true;
  const names = [...one.services.map(({ service }) => service.name), ...one.pods.map(({ name }) => name)];
  const hosts = isBeside
    ? names
    : names.flatMap((name) => [`${name}.${one.namespace}`, `${name}.${one.namespace}.svc`]);
  return textsOf(job).some((text) => hosts.some((host) => saysHost(text, host, one.namespace)));
}

/** What a job says: the words that it runs, the variables that can be seen, and what ConfigMaps put into it. */
function textsOf({ container }: BackupJob): string[] {
  const variables = [...container.environment.variables.values()].flatMap(({ value }) => value ?? []);
  return [...container.words.map(({ value }) => value), ...variables, ...container.files.map(({ text }) => text)];
}

/** A name counts as a host where it stands alone: as `db`, `db.shop`, `db.shop.svc`, `db:5432`, not within `db-replica` or `my.db`. */
function saysHost(text: string, host: string, namespace: string): boolean {
  for (let at = text.indexOf(host); at !== -1; at = text.indexOf(host, at + 1)) {
    const before = text.slice(Math.max(0, at - 1), at);
    const after = text.slice(at + host.length);
    if (/[\w.-]/u.test(before)) continue;
    if (!/^[\w-]/u.test(after) && (!after.startsWith('.') || isDomain(after, host, namespace))) return true;
  }
  return false;
}

/** What follows the name goes on as a host of this namespace: `.shop`, `.shop.svc.cluster.local`; for a pod its governing Service may stand between. */
function isDomain(after: string, host: string, namespace: string): boolean {
  const labels = /^(?:\.[\w-]+)*/u.exec(after)?.[0].split('.').slice(1) ?? [];
  return (
    labels[0] === undefined ||
    labels.includes(namespace) ||
    labels[0] === 'svc' ||
    host.endsWith(`.${namespace}`) ||
    /-\d+$/u.test(host)
  );
}

/** A Job, or a CronJob with the last of its runs. */
export function describeJob(object: StoredObject, lookup: LiveLookup): LiveBackup {
  const root = new Field(object);
  if (object.kind === 'Job') {
    return {
      object: object.ref,
      form: 'job',
      schedule: undefined,
      suspended: root.at('spec', 'suspend').boolean() ?? false,
      ...resultOf(object),
    };
  }
  const runs = [...lookup.bucket(ownedKey('Job', object.namespace ?? '', 'CronJob', object.name))]
    .map(resultOf)
    .sort((a, b) => (b.last ?? 0) - (a.last ?? 0));
  const status = root.at('status');
  const scheduled = time(status.at('lastScheduleTime').string());
  const succeeded = time(status.at('lastSuccessfulTime').string());
  const bySchedule =
    succeeded !== undefined && succeeded >= (scheduled ?? 0)
      ? { last: succeeded, result: 'succeeded' as const }
      : { last: scheduled, result: undefined };
  const successes = [succeeded, ...runs.map(({ lastSuccess }) => lastSuccess)].filter((at) => at !== undefined);
  return {
    object: object.ref,
    form: 'cron-job',
    schedule: root.at('spec', 'schedule').string(),
    suspended: root.at('spec', 'suspend').boolean() ?? false,
    ...(runs[0] ?? bySchedule),
    lastSuccess: successes.length === 0 ? undefined : Math.max(...successes),
  };
}

/**
 * How a Job went.
 * Source: https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions
 */
function resultOf(object: StoredObject): Pick<LiveBackup, 'last' | 'result' | 'lastSuccess'> {
  const status = new Field(object).at('status');
  const holds = (type: string) =>
    status
      .at('conditions')
      .items()
      .some((one) => one.at('type').string() === type && one.at('status').string() === 'True');
  const started = time(status.at('startTime').string());
  const completed = time(status.at('completionTime').string());
  if (holds('Complete')) return { last: completed ?? started, result: 'succeeded', lastSuccess: completed ?? started };
  if (holds('Failed')) return { last: started, result: 'failed', lastSuccess: undefined };
  return { last: started, result: started === undefined ? undefined : 'running', lastSuccess: undefined };
}

/** Those that are parts of Plinth's own backups stand among the backups that are known. */
const isOurs = (object: StoredObject): boolean =>
  new Field(object).at('metadata', 'labels').stringMap()[BACKUP_LABEL] !== undefined;

/** Source: https://kubernetes.io/docs/concepts/storage/volume-snapshots/ */
function describeSnapshot(object: StoredObject): LiveBackup {
  const status = new Field(object).at('status');
  const isReady = status.at('readyToUse').boolean();
  const last = time(status.at('creationTime').string());
  const result = isReady === true ? 'succeeded' : status.at('error').exists ? 'failed' : 'running';
  return {
    object: object.ref,
    form: 'snapshot',
    schedule: undefined,
    suspended: false,
    last,
    result,
    lastSuccess: isReady === true ? last : undefined,
  };
}

/** True for a Job that a CronJob has made: its CronJob stands for it. */
export function isRunOf(object: StoredObject): boolean {
  if (!isWorkloadKind(object.kind) || podPath(object.kind).length === 0) return false;
  const references = new Field(object).at('metadata', 'ownerReferences').items();
  return references.some((one) => one.at('kind').string() === 'CronJob' && one.at('controller').boolean() === true);
}
