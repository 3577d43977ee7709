import type { Engine } from '../model/engine.ts';
import type { Container, Workload } from '../model/workload.ts';

/** What the name of an image says that it is for: `postgres-back-up`, `mysql-cron-backup`, `mongodump`. */
const BACKUP = /back[-_]?up|dump(?:er)?(?![a-z])/u;

/** Names by which people call an engine besides its id. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  postgresql: ['postgres', 'postgre', 'pgsql', 'pg'],
  mongodb: ['mongo'],
  elasticsearch: ['elastic'],
};

/**
 * The engine that a job's image backs up by its name alone, when its command says nothing: what is inside cannot be seen, so only the image
 * that calls itself a backup counts; the engine may be in its name, or in those of container and job.
 */
export function backupImage(
  { image, name, words }: Container,
  { kind, name: job }: Workload,
  engines: readonly Engine[],
): Engine | undefined {
  if ((kind !== 'Job' && kind !== 'CronJob') || image === undefined || words.length > 0) return undefined;
  if (!BACKUP.test(image.repository)) return undefined;
  for (const text of [image.repository, name ?? '', job ?? '']) {
    const engine = engines.find((one) => isNamed(text, one));
    if (engine !== undefined) return engine;
  }
  return undefined;
}

function isNamed(text: string, { id }: Engine): boolean {
  const words = text.toLowerCase().split(/[^a-z]+/u);
  return [id, ...(OTHER_NAMES[id] ?? [])].some((name) => words.some((word) => word === name || word === `${name}dump`));
}
