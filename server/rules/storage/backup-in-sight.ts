import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { Json, KubeObject } from '../../../engines/model/object.ts';
import type { RuleContext } from '../rule.ts';
import { isDataClaimName } from './claim-names.ts';

/** Kinds that copy a database or its volumes: Kubernetes' own, and those of operators and backup tools. */
const BACKUP_KINDS = [
  'CronJob',
  'ScheduledBackup',
  'Backup',
  'BackupSchedule',
  'VolumeSnapshot',
  'SnapshotSchedule',
  'ReplicationSource',
  'BackupConfiguration',
] as const;

/**
 * True when something in sight copies this database: a schedule or snapshot that names its workload, its Service or its claim, or a
 * Velero Schedule that takes in its namespace. Whether the copy is any good is not asked here.
 */
export function hasBackupInSight(database: Database, context: RuleContext): boolean {
  return !backupsInSight(database, context).next().done;
}

/** What in sight copies this database, one by one. */
export function* backupsInSight(database: Database, { lookup }: Pick<RuleContext, 'lookup'>): Generator<KubeObject> {
  const near = database.workload.object;
  const names = namesOf(database);
  for (const kind of BACKUP_KINDS) {
    for (const object of lookup.all(kind, near)) {
      if (textsOf(object.body).some((text) => mentions(database, names, text))) yield object;
    }
  }
  for (const schedule of lookup.all('Schedule', near)) if (takesIn(schedule, near.namespace)) yield schedule;
}

function namesOf({ workload, services, data }: Database): string[] {
  const own = [workload.name, data.volume?.claimName, services.governingName.string(), services.namesake?.name];
  return [...own, ...services.selecting.map(({ name }) => name)].filter(
    (name): name is string => name !== undefined && name !== '',
  );
}

function mentions(database: Database, names: readonly string[], text: string): boolean {
  const words = text.split(/[^\w-]+/u);
  return words.some(
    (word) => names.some((name) => word === name || isMember(word, name)) || isDataClaimName(database, word),
  );
}

/** `db-0` of the workload `db`. */
function isMember(word: string, name: string): boolean {
  return word.startsWith(`${name}-`) && /^\d+$/u.test(word.slice(name.length + 1));
}

/** Velero: no list of namespaces, or `*`, means all of them. */
function takesIn(schedule: KubeObject, namespace: string | undefined): boolean {
  const included = new Field(schedule).at('spec', 'template', 'includedNamespaces').strings();
  return included.length === 0 || included.includes('*') || namespace === undefined || included.includes(namespace);
}

/** All strings below a value. */
function textsOf(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(textsOf);
}
