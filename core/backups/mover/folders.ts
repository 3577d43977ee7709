import type { Destination } from '../manifest.ts';
import { BACKUP_ID } from '../manifest-text.ts';
import { bucketPlace } from './bucket.ts';
import { claimPlace } from './claim.ts';
import { joined, Obstacle, type Place } from './place.ts';
import type { MoverRequest, Shelf } from './request.ts';

/** The place that a request names. */
export function placeOf(
  { destination, root }: Pick<MoverRequest, 'destination' | 'root'>,
  env: NodeJS.ProcessEnv,
): Place {
  return destination.kind === 'claim' ? claimPlace(root) : bucketPlace(destination, env);
}

/** Kubernetes' own rule for names of namespaces and most objects; nothing of it leaves a folder. */
const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/u;

/** The folder of a database's backups. */
export function shelfFolder({ prefix }: Destination, { namespace, name }: Shelf): string {
  for (const part of [namespace, name])
    if (!NAME.test(part) || part.includes('..')) throw new Obstacle(`«${part}» is no name of an object.`);
  if (prefix.split('/').includes('..')) throw new Obstacle('The destination’s prefix leads out of it.');
  return joined(prefix, namespace, name);
}

/** The folder of one backup. */
export function backupFolder(destination: Destination, shelf: Shelf, id: string): string {
  if (!BACKUP_ID.test(id)) throw new Obstacle(`«${id}» is no id of a backup.`);
  return joined(shelfFolder(destination, shelf), id);
}
