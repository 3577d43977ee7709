import type { NamedDestination } from '../../../core/backups/destinations.ts';
import type { Destination } from '../../../core/backups/manifest.ts';
import type { Sidebar } from '../../sidebar.ts';
import { joined } from '../../views/databases/item.ts';
import type { DatabaseTarget } from '../targets/pick.ts';
import { choice } from './form.ts';
import type { Choice } from './form.ts';
import { makeDestination } from './make-destination.ts';

/** `claim backups/kept`; `https://s3.example.org:9000/bucket/prefix`. */
export function placeOfDestination(destination: Destination): string {
  const { prefix } = destination;
  const place =
    destination.kind === 'claim'
      ? `claim ${destination.claim}`
      : `${destination.endpoint?.replace(/\/$/u, '') ?? 'AWS'}/${destination.bucket}`;
  return prefix === '' ? place : `${place}/${prefix}`;
}

const row = ({ name, destination }: NamedDestination): Choice<string> => ({
  label: name,
  description: joined(placeOfDestination(destination), destination.kind === 'claim' && 'does not outlive the cluster'),
  means: name,
});

/** A destination of the database's namespace by its name, chosen or made; undefined where nobody chooses. */
export async function askDestination(
  sidebar: Sidebar,
  target: DatabaseTarget,
  title: string,
): Promise<string | undefined> {
  const { cluster, database } = target;
  const core = sidebar.core().operations;
  const { destinations, unreadable } = await core.destinations(cluster.connection, database.namespace);
  const broken = unreadable.map(({ configMap, why }) => `${configMap} cannot be read: ${why}`).join(' ');
  const chosen = await choice<string | null>(title, 'Where to?', [
    ...destinations.map(row),
    { label: '$(add) Make a destination …', detail: broken, means: null },
  ]);
  if (chosen !== null) return chosen;
  const taken = destinations.map(({ name }) => name);
  return makeDestination(sidebar, target, [...taken, ...unreadable.map(({ configMap }) => configMap.slice(19))]);
}

/** One of the destinations that there are, the only one without asking; undefined where nobody chooses. Throws where there is none. */
export async function chooseDestination(
  sidebar: Sidebar,
  { cluster, database }: DatabaseTarget,
  title: string,
): Promise<string | undefined> {
  const core = sidebar.core().operations;
  const { destinations } = await core.destinations(cluster.connection, database.namespace);
  const [only, ...others] = destinations;
  if (only === undefined) throw new Error(`there is no destination for backups in ${database.namespace}.`);
  return others.length === 0 ? only.name : choice(title, 'Which destination?', destinations.map(row));
}
