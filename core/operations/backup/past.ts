import type { Connection } from '../../cluster/connection.ts';
import type { Manifest } from '../../backups/manifest.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { listOperations } from '../../runner/list.ts';
import type { JournalRecord } from '../../runner/journal-model.ts';
import type { OperationId } from '../../runner/plan.ts';
import type { Estimate } from '../../runner/step.ts';

/** A run that ended well, as far as it tells how long the next one takes. */
export interface PastRun {
  readonly seconds: number;
  /** Of the dump, before compression; undefined is unknown. */
  readonly bytes: number | undefined;
  /** Milliseconds since 1970. */
  readonly ended: number;
}

/** What is known of this database's earlier runs: its last one of an operation by a method, and how large a backup is. */
export interface Past {
  readonly last: (operation: OperationId, method: Manifest['method']) => PastRun | undefined;
  /** Bytes before compression of a backup that a journal still knows; the last one of the method where no id is given. */
  readonly sizeOf: (method: Manifest['method'], backup?: string) => number | undefined;
}

/** Bytes a second for databases that have never been backed up; a guess on the low side. */
const GUESSED = 20 * 2 ** 20;
/** Seconds for pods, volumes and the server to start. */
const START = 20;

/** Reads the journals beside the database. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function readPast(connection: Connection, { namespace, workload }: LiveDatabase): Promise<Past> {
  const name = { namespace, kind: workload.kind, name: workload.name };
  const { operations } = await listOperations(connection, namespace, name);
  return pastOf(operations.map(({ record }) => record));
}

/** The same of records, the newest first. */
export function pastOf(records: readonly JournalRecord[]): Past {
  const done = records.filter(({ phase }) => phase === 'done');
  const manifests = done.flatMap(({ facts }) => {
    const manifest = facts['manifest'] as unknown as Manifest | undefined;
    return manifest?.files[0] === undefined ? [] : [manifest];
  });
  const bytesOf = (record: JournalRecord) =>
    (record.facts['manifest'] as unknown as Manifest | undefined)?.files[0]?.plainSize;
  return {
    last: (operation, method) => {
      const found = done.find(
        (one) => one.operation === operation && (one.parameters['method'] ?? 'logical') === method && !hasFailed(one),
      );
      const seconds = found?.measured?.['seconds'];
      if (found?.ended === undefined || seconds === undefined) return undefined;
      return { seconds, bytes: bytesOf(found), ended: found.ended };
    },
    sizeOf: (method, backup) =>
      manifests.find((one) => (backup === undefined ? one.method === method : one.id === backup))?.files[0]?.plainSize,
  };
}

/** A restore test that found a fault says nothing of how long a sound one takes. */
function hasFailed({ facts }: JournalRecord): boolean {
  return (facts['outcome'] as { outcome?: string } | undefined)?.outcome === 'failed';
}

/** How long it will take, by the last run and both sizes; by the volumes' use alone where there is none. Undefined where neither is known. */
export function estimated(
  past: PastRun | undefined,
  bytes: number | undefined,
  { storage }: LiveDatabase,
): Estimate | undefined {
  if (past !== undefined) {
    const grown = bytes !== undefined && past.bytes !== undefined && past.bytes > 0 ? bytes / past.bytes : 1;
    // Starting takes its time whatever the size.
    const moving = Math.max(0, past.seconds - START) * grown;
    const seconds = Math.round(Math.min(past.seconds, START) + moving);
    const when = new Date(past.ended).toISOString().slice(0, 16).replace('T', ' ');
    return {
      seconds,
      from: `the last one took ${Math.round(past.seconds)} s${past.bytes === undefined ? '' : ` for ${mebibytes(past.bytes)}`} (${when} UTC)`,
    };
  }
  const used = storage.flatMap((one) => (one.data && one.used !== undefined ? [one.used] : []));
  const size = bytes ?? (used.length > 0 ? Math.max(...used) : undefined);
  if (size === undefined) return undefined;
  return {
    seconds: Math.round(START + size / GUESSED),
    from: `a guess: ${mebibytes(size)} at ${mebibytes(GUESSED)} a second, never measured here`,
  };
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
