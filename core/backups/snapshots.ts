import type { ApiObject, Connection } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import type { LiveDatabase } from '../inventory/model.ts';
import { DATABASE_LABEL, fitting } from '../runner/names.ts';
import { knownOf, type KnownBackup } from './known.ts';
import type { IndexedBackup } from './manifest.ts';
import { asManifest, asVerification, parsed } from './manifest-text.ts';

/** On VolumeSnapshots: the backup's id, and which part of it this one is: `data`, or the `log` that was written meanwhile. */
export const BACKUP_LABEL = 'plinth.dev/backup';
export const PART_LABEL = 'plinth.dev/part';
/** On the one with the data: the manifest, written last; PostgreSQL's backup label in base64; the newest verification. */
export const MANIFEST_NOTE = 'plinth.dev/manifest';
export const LABEL_NOTE = 'plinth.dev/backup-label';
export const VERIFICATION_NOTE = 'plinth.dev/verification';

/** Where lists say that a snapshot lies. No destination can have this name. */
export const IN_CLUSTER = 'VolumeSnapshot';

/** A backup that is a snapshot, with the objects that it is made of. */
export interface SnapshotBackup extends IndexedBackup {
  readonly snapshot: ApiObject;
}

/**
 * The backups of a database that are VolumeSnapshots, the oldest first. They are their own index: nothing is kept of them elsewhere. Throws
 * {@link ../cluster/trouble.ClusterTrouble}: `missing` where the cluster has no snapshots at all.
 */
export async function listSnapshots(
  connection: Pick<Connection, 'list'>,
  { namespace, workload }: Pick<LiveDatabase, 'namespace' | 'workload'>,
  signal?: AbortSignal,
): Promise<readonly SnapshotBackup[]> {
  const labelSelector = `${DATABASE_LABEL}=${fitting(workload.name)},${PART_LABEL}=data`;
  let found: SnapshotBackup[] = [];
  for await (const { items, restarted } of connection.list(RESOURCES.snapshots, namespace, {
    labelSelector,
    ...(signal ? { signal } : {}),
  })) {
    if (restarted === true) found = [];
    found.push(...items.map(snapshotBackup));
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether a VolumeSnapshot is the part of a database's backup by which that is known. `workload`: the database's. */
export function isBackupOf({ metadata }: ApiObject, workload: string): boolean {
  const labels = (metadata['labels'] ?? {}) as Readonly<Record<string, string | undefined>>;
  return labels[DATABASE_LABEL] === fitting(workload) && labels[PART_LABEL] === 'data';
}

/** What lists need of it. */
export const knownSnapshot = (backup: SnapshotBackup): KnownBackup => ({
  ...knownOf(IN_CLUSTER, backup),
  method: 'snapshot',
});

/** Reads one VolumeSnapshot as a backup. */
export function snapshotBackup(snapshot: ApiObject): SnapshotBackup {
  const labels = (snapshot.metadata['labels'] ?? {}) as Readonly<Record<string, string | undefined>>;
  const notes = (snapshot.metadata['annotations'] ?? {}) as Readonly<Record<string, string | undefined>>;
  const id = labels[BACKUP_LABEL] ?? snapshot.metadata.name;
  const partial = (why: string): SnapshotBackup => ({
    ...{ id, snapshot, why, state: 'partial', manifest: undefined, verification: undefined },
  });
  const text = notes[MANIFEST_NOTE];
  if (text === undefined) return partial('it has no manifest');
  const manifest = parsed(text, asManifest);
  if (typeof manifest === 'string') return partial(manifest);
  const status = (snapshot['status'] ?? {}) as { readonly readyToUse?: unknown; readonly error?: unknown };
  if (status.readyToUse !== true || status.error !== undefined)
    return { ...partial('the storage does not say that it is ready to use'), manifest };
  const verification = notes[VERIFICATION_NOTE];
  const tested = verification === undefined ? undefined : parsed(verification, asVerification);
  if (tested === undefined || typeof tested === 'string')
    return { id, snapshot, state: 'unverified', manifest, verification: undefined, why: undefined };
  const why =
    tested.outcome === 'failed' ? tested.findings.filter((one) => one.startsWith('FAULT')).join('; ') : undefined;
  return { id, snapshot, state: tested.outcome, manifest, verification: tested, why };
}
