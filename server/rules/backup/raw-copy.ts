import { backupSteps } from '../../../engines/dumping/backup-steps.ts';
import type { BackupStep } from '../../../engines/dumping/backup-steps.ts';
import type { Database } from '../../../engines/model/database.ts';
import type { EngineId } from '../../../engines/model/engine.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import { readWorkload } from '../../../engines/model/pod.ts';
import type { Container, Workload } from '../../../engines/model/workload.ts';
import type { Report, RuleContext } from '../rule.ts';
import { dataVolume } from '../storage/data-claim.ts';
import { isDataClaimName } from '../storage/claim-names.ts';
import { nameOfWorkload } from '../workload/speaker.ts';

/**
 * Engines whose files change together while they run. Redis replaces its snapshot at once, Cassandra and Elasticsearch write files that never change. Sources:
 * https://www.postgresql.org/docs/current/backup-file.html, https://dev.mysql.com/doc/refman/8.4/en/backup-methods.html, https://www.mongodb.com/docs/manual/tutorial/backup-with-filesystem-snapshots/
 */
const AS_A_WHOLE: ReadonlySet<EngineId> = new Set(['postgresql', 'mysql', 'mariadb', 'mongodb']);

const COPIERS: ReadonlySet<string> = new Set(
  'cp tar rsync rclone restic zip 7z aws gsutil s3cmd mc borg kopia scp dd bsdtar'.split(' '),
);

/** What stops the server, or makes its files those of one moment, before they are copied. */
const STOPS =
  /\bscale\b|pg_backup_start|pg_start_backup|READ LOCK|BACKUP STAGE|fsyncLock|fsfreeze|pg_ctl\b|\bdelete\b|SHUTDOWN|mysqladmin.*shutdown/iu;

/** The most members whose claims are looked for. */
const MOST = 5;

/** Jobs and sidecars that copy the files of the running server, each with the place where they do. */
export function* rawCopies(database: Database, { lookup }: RuleContext): Generator<Report> {
  const volume = dataVolume(database);
  if (!AS_A_WHOLE.has(database.engine.id) || volume === undefined) return;
  const near = database.workload.object;
  for (const container of database.pod.containers) {
    if (container !== database.container && !container.init)
      yield* copiesBy(container, undefined, database, (name) => name === volume.name);
  }
  const users = claimNames(database).flatMap((name) => lookup.mountingClaim(near, name));
  for (const object of new Set(users)) {
    const workload = object.kind === 'Job' || object.kind === 'CronJob' ? readWorkload(object, lookup) : undefined;
    for (const container of workload?.pod.containers ?? []) {
      yield* copiesBy(container, workload?.object, database, (name) => isOfClaim(name, workload, database));
    }
  }
}

function claimNames(database: Database): string[] {
  const volume = dataVolume(database);
  if (volume?.claimName !== undefined) return [volume.claimName];
  const { name } = database.workload;
  if (volume?.kind !== 'claim-template' || volume.name === undefined || name === undefined) return [];
  const count = Math.min(MOST, database.members.count ?? 1);
  return Array.from({ length: count }, (_, index) => `${volume.name ?? ''}-${name}-${index}`);
}

function isOfClaim(volume: string | undefined, workload: Workload | undefined, database: Database): boolean {
  const claim = workload?.pod.volumes.find((one) => one.name === volume)?.claimName;
  return claim !== undefined && isDataClaimName(database, claim);
}

function* copiesBy(
  container: Container,
  object: KubeObject | undefined,
  database: Database,
  isData: (volume: string | undefined) => boolean,
): Generator<Report> {
  const steps = backupSteps(container);
  const paths = container.mounts.flatMap(({ path, volumeName }) =>
    path !== undefined && isData(volumeName) ? path : [],
  );
  if (paths.length === 0 || steps.some(stops)) return;
  const copy = steps.find(
    ({ program = '', words, elsewhere }) =>
      COPIERS.has(program) &&
      !elsewhere &&
      reads(
        program,
        words.map(({ value }) => value),
      ).some((word) => paths.some((path) => isBelow(word, path))),
  );
  if (copy === undefined) return;
  yield {
    source: copy.source,
    message: `${copy.program ?? ''} copies the files of ${nameOfWorkload(database)} while ${database.engine.name} writes to them: each is of another moment, and a restore finds them corrupt.`,
    severity: 'error',
    thing: 'files',
    ...(object === undefined ? {} : { object }),
  };
}

/** The words from which a copier reads: all but the last, for those that name the target there; `tar` that unpacks reads nothing here. */
function reads(program: string, words: readonly string[]): readonly string[] {
  if (program === 'tar' || program === 'bsdtar')
    return words.some((word) => /^-?\w*x|^--extract/u.test(word) && !word.startsWith('/')) ? [] : words;
  return ['restic', 'zip', '7z', 'borg', 'kopia'].includes(program) ? words : words.slice(0, -1);
}

function isBelow(word: string, path: string): boolean {
  const clean = word.replace(/^[\w-]+=/u, '').replace(/\/[.*]?$/u, '');
  return clean === path || clean.startsWith(`${path}/`);
}

function stops({ program = '', words }: BackupStep): boolean {
  return STOPS.test([program, ...words.map(({ value }) => value)].join(' '));
}
