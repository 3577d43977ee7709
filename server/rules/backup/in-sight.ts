import type { Database } from '../../../engines/model/database.ts';
import { DUMPING_WORKLOAD } from '../../../engines/model/dumping-workload.ts';
import { Field } from '../../../engines/model/field.ts';
import type { Json, KubeObject } from '../../../engines/model/object.ts';
import type { RuleContext } from '../rule.ts';
import { isDataClaimName } from '../storage/claim-names.ts';
import { mayMean } from './job-target.ts';
import { shipsItself } from './own-shipping.ts';

/** Kinds that copy a database or its volumes by its name: Kubernetes' own, and those of operators and backup tools. */
const BACKUP_KINDS = [
  'CronJob',
  'ScheduledBackup',
  'Backup',
  'BackupSchedule',
  'VolumeSnapshot',
  'SnapshotSchedule',
  'ReplicationSource',
  'BackupConfiguration',
  'BackupPlan',
] as const;

/** Kinds that take in whole namespaces, or all volumes. */
const SWEEPING_KINDS = ['Schedule', 'RecurringJob', 'Policy', 'Backup'] as const;

/**
 * True when something in sight copies this database: a schedule, snapshot or job that names its workload, its Service or its claim; a job of its engine that
 * names nobody else; a schedule that takes in its namespace; or what it ships itself. Whether the copy is any good is not asked here.
 */
export function hasBackupInSight(database: Database, context: RuleContext): boolean {
  return !backupsInSight(database, context).next().done;
}

/** What in sight copies this database, one by one. */
export function* backupsInSight(database: Database, { lookup }: Pick<RuleContext, 'lookup'>): Generator<KubeObject> {
  const near = database.workload.object;
  const names = namesOf(database);
  if (shipsItself(database)) yield near;
  for (const kind of BACKUP_KINDS) {
    for (const object of lookup.all(kind, near)) {
      if (isNamedIn(object, database, names) || (kind === 'CronJob' && mayMean(object, database, names, lookup)))
        yield object;
    }
  }
  for (const kind of SWEEPING_KINDS) {
    for (const object of lookup.all(kind, near)) if (takesIn(object, near.namespace)) yield object;
  }
  for (const object of lookup.all(DUMPING_WORKLOAD, near)) if (isNamedIn(object, database, names)) yield object;
}

/** What others call the database by: its workload, its Services, its claim. */
function namesOf({ workload, services, data }: Database): string[] {
  const own = [workload.name, data.volume?.claimName, services.governingName.string(), services.namesake?.name];
  return [...own, ...services.selecting.map(({ name }) => name)].filter(
    (name): name is string => name !== undefined && name !== '',
  );
}

/** The object's own name says nothing of what it copies. */
function isNamedIn(object: KubeObject, database: Database, names: readonly string[]): boolean {
  return wordsOf(object).some((word) => isName(word, names) || isDataClaimName(database, word));
}

/** `db`, or `db-0` of the workload `db`. */
function isName(word: string, names: readonly string[]): boolean {
  return names.some(
    (name) => word === name || (word.startsWith(`${name}-`) && /^\d+$/u.test(word.slice(name.length + 1))),
  );
}

const wordsByObject = new WeakMap<KubeObject, readonly string[]>();

/** All words of an object's texts, each once. */
function wordsOf(object: KubeObject): readonly string[] {
  const known = wordsByObject.get(object);
  if (known !== undefined) return known;
  const words = [...new Set(textsOf(object.body).flatMap((text) => text.split(/[^\w-]+/u)))];
  wordsByObject.set(object, words);
  return words;
}

/** Velero and its like: no list of namespaces, or `*`, means all of them. A Longhorn job counts when it backs up, a policy when it is Kasten's. */
function takesIn(object: KubeObject, namespace: string | undefined): boolean {
  const root = new Field(object);
  if (object.kind === 'RecurringJob') return root.at('spec', 'task').string() === 'backup';
  // K8up takes in all claims of its namespace. https://docs.k8up.io/k8up/2.13/how-tos/backup.html
  if (object.kind === 'Backup') return object.apiVersion.startsWith('k8up.io/');
  if (object.kind === 'Policy') return object.apiVersion.startsWith('config.kio.kasten.io/');
  const included = root.at('spec', 'template', 'includedNamespaces').strings();
  return included.length === 0 || included.includes('*') || namespace === undefined || included.includes(namespace);
}

/** All strings below a value. */
function textsOf(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(textsOf);
}
