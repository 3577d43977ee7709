import type { ApiObject, Connection } from '../cluster/connection.ts';
import { openMirror } from '../cluster/mirrors/mirror.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { journals } from './journal.ts';
import { ENDED, type JournalRecord } from './journal-model.ts';
import { DURATION, specOf } from './lease.ts';
import { DATABASE_LABEL, leaseName, OPERATION_LABEL } from './names.ts';
import { isTrouble } from './patience.ts';
import type { DatabaseName } from './plan.ts';

export interface ListedOperation {
  readonly record: JournalRecord;
  /** A runner is at it: the database's Lease is held for it, and fresh. An operation that has not ended and is not live waits to be resumed or taken back. */
  readonly live: boolean;
  /** The runner that holds the Lease for it. */
  readonly holder?: string;
}

/** A ConfigMap that says that it is a journal, and cannot be read as one. */
export interface UnreadableJournal {
  readonly namespace: string;
  /** The ConfigMap's. */
  readonly name: string;
  readonly why: string;
}

export interface Operations {
  /** The newest first. */
  readonly operations: readonly ListedOperation[];
  readonly unreadable: readonly UnreadableJournal[];
}

/** Milliseconds by which the clocks of two machines may differ without a live operation being shown as left behind. Nothing is decided by it. */
const SKEW = 10_000;
/** How often a watch looks whether an operation is still live, in milliseconds: a runner that dies changes nothing. */
const LOOK = 5_000;

/** Operations of a namespace or (undefined) of all; of one database where it is named. Throws {@link ../cluster/trouble.ClusterTrouble}. */
export async function listOperations(
  connection: Connection,
  namespace: string | undefined,
  database?: DatabaseName,
): Promise<Operations> {
  const [stored, leases] = await Promise.all([
    journals(connection, namespace, database),
    leasesOf(connection, namespace, database),
  ]);
  const operations = stored.flatMap(({ record }) => (typeof record === 'string' ? [] : [listed(record, leases)]));
  operations.sort((a, b) => b.record.started - a.record.started);
  const unreadable = stored.flatMap(({ object: { metadata }, record }) =>
    typeof record === 'string' ? [{ namespace: metadata.namespace ?? '', name: metadata.name, why: record }] : [],
  );
  return { operations, unreadable };
}

/** Leases by `namespace/name`; undefined where one may not read them. */
async function leasesOf(
  connection: Connection,
  namespace: string | undefined,
  database: DatabaseName | undefined,
): Promise<ReadonlyMap<string, ApiObject> | undefined> {
  const found = new Map<string, ApiObject>();
  const add = (lease: ApiObject): void => {
    found.set(`${lease.metadata.namespace ?? ''}/${lease.metadata.name}`, lease);
  };
  try {
    if (database !== undefined) add(await connection.read(leaseName(database)));
    else
      for await (const page of connection.list(RESOURCES.leases, namespace, { labelSelector: DATABASE_LABEL }))
        page.items.forEach(add);
  } catch (error) {
    if (isTrouble(error, 'missing')) return found;
    if (isTrouble(error, 'forbidden')) return undefined;
    throw error;
  }
  return found;
}

function listed(record: JournalRecord, leases: ReadonlyMap<string, ApiObject> | undefined): ListedOperation {
  if (ENDED.includes(record.phase)) return { record, live: false };
  const fresh = (time: number): boolean => Date.now() - time < DURATION * 1000 + SKEW;
  // Who may not read Leases sees it by the journal: a runner writes progress into it at least every 10 s.
  if (leases === undefined) {
    const times = record.steps.flatMap(({ started, ended, progress }) => [started, ended, progress?.at]);
    return { record, live: fresh(Math.max(record.started, ...times.filter((time) => time !== undefined))) };
  }
  const lease = leases.get(`${record.database.namespace}/${leaseName(record.database).name}`);
  if (lease === undefined) return { record, live: false };
  const { holderIdentity: holder = '', renewTime = '' } = specOf(lease);
  const { [OPERATION_LABEL]: id } = (lease.metadata['annotations'] ?? {}) as Readonly<Record<string, unknown>>;
  const live = holder !== '' && id === record.id && fresh(Date.parse(renewTime));
  return { record, live, ...(live ? { holder } : {}) };
}

/**
 * The same, at once and after every change, until the signal is aborted; then it ends. A cluster that cannot be read for a while is asked again; the first answer
 * throws {@link ../cluster/trouble.ClusterTrouble}.
 */
export async function* watchOperations(
  connection: Connection,
  namespace: string | undefined,
  { database, signal }: { readonly database?: DatabaseName; readonly signal: AbortSignal },
): AsyncGenerator<Operations, void, void> {
  const bell = { rung: false, ring: (): void => undefined };
  const mirror = openMirror(connection, RESOURCES.configMaps, namespace, { labelSelector: DATABASE_LABEL });
  const rung = (): boolean => bell.rung;
  const poke = (): void => {
    bell.rung = true;
    bell.ring();
  };
  const stop = mirror.onChange(poke);
  const timer = setInterval(poke, LOOK);
  signal.addEventListener('abort', poke);
  let last = '';
  try {
    for (let first = true; !signal.aborted; first = false) {
      bell.rung = false;
      const now = await listOperations(connection, namespace, database).catch((error: unknown) => {
        if (first) throw error;
        return undefined;
      });
      const text = JSON.stringify(now);
      if (now !== undefined && text !== last) {
        last = text;
        yield now;
      }
      if (!rung()) await new Promise<void>((resolve) => (bell.ring = resolve));
    }
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', poke);
    stop();
    mirror.close();
  }
}
