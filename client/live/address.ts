import type { LiveObject } from '../../core/inventory/model.ts';

/** The scheme of documents that show what is in a cluster: read only. */
export const LIVE_SCHEME = 'plinth-live';

/**
 * What such a document shows. `yaml`: the object. `compared`: the object as it is compared with a manifest. `meant`: what the cluster would make of
 * the manifest at `manifest`. `drift`: the fields of that manifest that differ, where the cluster does not say what it would make of it. `events`: those of a database.
 * `backup`: what is known of one of a database's backups.
 */
export type LiveAddress =
  | { readonly shows: 'yaml' | 'compared'; readonly context: string; readonly object: LiveObject }
  | {
      readonly shows: 'meant' | 'drift';
      readonly context: string;
      readonly object: LiveObject;
      readonly manifest: string;
    }
  | { readonly shows: 'events'; readonly context: string; readonly database: string }
  | { readonly shows: 'backup'; readonly context: string; readonly database: string; readonly backup: string };

/** The last part of a document's path, which is its title; no part of it leads elsewhere. */
export function titleOf(address: LiveAddress): string {
  const name =
    address.shows === 'events'
      ? address.database
      : address.shows === 'backup'
        ? (address.backup.split('/').at(-1) ?? '')
        : `${address.object.kind} ${address.object.name}`;
  const safe = name.replaceAll(/[\\/]/gu, ' ');
  if (address.shows === 'events') return `${safe}.events.txt`;
  if (address.shows === 'backup') return `${safe}.json`;
  return address.shows === 'drift' ? `${safe}.differences.txt` : `${safe}.yaml`;
}

/** What a document's query says; undefined for anything that was not made here. */
export function addressOf(query: string): LiveAddress | undefined {
  try {
    const said = JSON.parse(query) as Partial<Record<string, unknown>>;
    const known = ['yaml', 'compared', 'meant', 'drift', 'events', 'backup'].includes(String(said['shows']));
    return known && typeof said['context'] === 'string' ? (said as unknown as LiveAddress) : undefined;
  } catch {
    return undefined;
  }
}
