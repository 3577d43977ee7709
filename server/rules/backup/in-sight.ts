import type { Database } from '../../../engines/model/database.ts';
import { DUMPING_WORKLOAD } from '../../../engines/model/dumping-workload.ts';
import { Field } from '../../../engines/model/field.ts';
import type { Json, KubeObject } from '../../../engines/model/object.ts';
import type { RuleContext } from '../rule.ts';
import { dataVolume } from '../storage/data-claim.ts';
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
  const claimStems = claimStemOf(database);
  if (shipsItself(database)) yield near;
  for (const kind of BACKUP_KINDS) {
    for (const object of lookup.all(kind, near)) {
      if (isNamedIn(object, names, claimStems) || (kind === 'CronJob' && mayMean(object, database, names, lookup)))
        yield object;
    }
  }
  for (const kind of SWEEPING_KINDS) {
    for (const object of lookup.all(kind, near)) if (takesIn(object, near.namespace)) yield object;
  }
  for (const object of lookup.all(DUMPING_WORKLOAD, near)) if (isNamedIn(object, names, claimStems)) yield object;
}

/** What others call the database by: its workload, its Services, its claim. */
function namesOf(database: Database): string[] {
  const { workload, services } = database;
  const own = [
    workload.name,
    dataVolume(database)?.claimName,
    services.governingName.string(),
    services.namesake?.name,
  ];
  return [...own, ...services.selecting.map(({ name }) => name)].filter(
    (name): name is string => name !== undefined && name !== '',
  );
}

/** The names under which its members' claims are made, without their ordinals. */
function claimStemOf(database: Database): string[] {
  const volume = dataVolume(database);
  const { name } = database.workload;
  return volume?.kind === 'claim-template' && volume.name !== undefined && name !== undefined
    ? [`${volume.name}-${name}`]
    : [];
}

/** The database, one of its members or its claims stand in a text of the object. */
function isNamedIn(object: KubeObject, names: readonly string[], claimStems: readonly string[]): boolean {
  const { words, stems } = wordsOf(object);
  return names.some((name) => words.has(name) || stems.has(name)) || claimStems.some((stem) => stems.has(stem));
}

interface Words {
  readonly words: ReadonlySet<string>;
  /** Words that end with an ordinal, without it: `db-0` is a member of `db`. */
  readonly stems: ReadonlySet<string>;
}

const wordsByObject = new WeakMap<KubeObject, Words>();

/** All words of an object's texts. */
function wordsOf(object: KubeObject): Words {
  const known = wordsByObject.get(object);
  if (known !== undefined) return known;
  const words = new Set(textsOf(object.body).flatMap((text) => text.split(/[^\w-]+/u)));
  const stems = new Set([...words].flatMap((word) => /^(.+)-\d+$/u.exec(word)?.[1] ?? []));
  wordsByObject.set(object, { words, stems });
  return { words, stems };
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
