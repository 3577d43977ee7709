import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { text as readText } from 'node:stream/consumers';
import type { Connection, ObjectName } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import type { LiveDatabase } from '../inventory/model.ts';
import { followJob, podOf, type Follower } from '../procedures/jobs/follow.ts';
import { withDestination, type BackupCache } from './cache.ts';
import { changeCache } from './cache-write.ts';
import { listDestinations, type NamedDestination } from './destinations.ts';
import { indexOf } from './index-of.ts';
import { knownOf, type KnownBackup } from './known.ts';
import { knownSnapshots, newestFirst, type Unread } from './list.ts';
import { moverConfigMap, type MoverProgram } from './mover-config-map.ts';
import { moverJob } from './mover-job.ts';
import { EXCHANGE, ROOT, type ListRequest } from './mover/request.ts';

/** What looking anew needs beside the cluster. */
export interface RefreshTools {
  readonly mover: () => Promise<MoverProgram>;
  /** An image with Node ≥ 22.15. Default `node:22`. */
  readonly moverImage?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Told what it waits for, a line each. */
  readonly tell?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** What was found, and what could not be looked at. */
export interface Refreshed {
  /** The newest first; of a destination that could not be read, what was known of it before. */
  readonly backups: readonly KnownBackup[];
  readonly unread: readonly Unread[];
}

/** Seconds for one destination. */
const DEADLINE = 600;

type Reading = Pick<Connection, 'read' | 'list' | 'create' | 'replace' | 'remove' | 'logs' | 'get' | 'may' | 'version'>;

/**
 * Reads all destinations of a database's namespace, each by a Job, and writes the cache anew. It is no operation: it takes no lock and changes nothing of the
 * database or its backups. Throws {@link ClusterTrouble} where the cluster fails, not where a destination does.
 */
export async function refreshBackups(
  connection: Reading,
  { namespace, workload }: Pick<LiveDatabase, 'namespace' | 'workload'>,
  tools: RefreshTools,
): Promise<Refreshed> {
  const { now = Date.now, signal } = tools;
  const { destinations, unreadable } = await listDestinations(connection, namespace, signal);
  const unread = unreadable.map(({ configMap, why }) => ({
    destination: configMap.replace(/^plinth-destination-/u, ''),
    why,
  }));
  const program = await tools.mover();
  if (destinations.length > 0) await bringMover(connection, namespace, program);
  const read = await Promise.all(
    destinations.map(async (one) => {
      const at = now();
      return { name: one.name, at, found: await readOne(connection, namespace, workload.name, one, tools, program) };
    }),
  );
  const names = new Set(
    [...destinations, ...unread.map(({ destination }) => ({ name: destination }))].map(({ name }) => name),
  );
  const renew = (before: BackupCache): BackupCache => {
    const reachable = before.backups.filter(({ destination }) => names.has(destination));
    const listed = Object.fromEntries(Object.entries(before.listed).filter(([name]) => names.has(name)));
    return read.reduce<BackupCache>(
      (cache, { name, at, found }) => (typeof found === 'string' ? cache : withDestination(cache, name, found, at)),
      { ...before, backups: reachable, listed },
    );
  };
  const cache = await changeCache(connection, { namespace, name: workload.name }, renew, signal);
  const failed = read.flatMap(({ name, found }) =>
    typeof found === 'string' ? [{ destination: name, why: found }] : [],
  );
  const snapshots = await knownSnapshots(connection, { namespace, workload }, signal);
  return {
    backups: newestFirst([...cache.backups, ...snapshots.backups]),
    unread: [...unread, ...failed, ...snapshots.unread],
  };
}

/** The backups at one destination, or in plain words why it could not be read. */
async function readOne(
  connection: Reading,
  namespace: string,
  name: string,
  { name: called, destination }: NamedDestination,
  { moverImage = 'node:22', signal = new AbortController().signal, now = Date.now, tell }: RefreshTools,
  program: MoverProgram,
): Promise<readonly KnownBackup[] | string> {
  const id = randomBytes(4).toString('hex');
  const job = `plinth-list-${id}`;
  const request: ListRequest = { do: 'list', destination, root: ROOT, exchange: EXCHANGE, shelf: { namespace, name } };
  const place: ObjectName = { resource: RESOURCES.jobs, namespace, name: job };
  const follower: Follower = {
    see: connection,
    namespace,
    signal,
    now,
    sleep: (milliseconds) => wait(milliseconds, undefined, { signal }),
    tell: ({ text }) => tell?.(`${called}: ${text}`),
  };
  const own = { name: job, namespace, operation: id, database: name, deadline: DEADLINE };
  const object = moverJob({ ...own, request, program, image: moverImage });
  try {
    await connection.create(object, place, { signal });
    const end = await followJob(follower, job, { verb: 'read' });
    if (end.state === 'failed') return end.why;
    const pod = (await podOf(follower, job))?.at('metadata', 'name').string() ?? '';
    const index = indexOf(await readText(await connection.logs({ namespace, pod, container: 'mover' }, { signal })));
    if (!index.complete) return index.error ?? 'The list broke off before its end.';
    return index.backups.map(({ backup }) => knownOf(called, backup));
  } finally {
    // Its log is read; where this fails, the Job goes by itself after an hour.
    await connection.remove(place, { propagation: 'Background' }).catch(() => undefined);
  }
}

async function bringMover(connection: Reading, namespace: string, program: MoverProgram): Promise<void> {
  const object = moverConfigMap(namespace, program);
  const place = { resource: RESOURCES.configMaps, namespace, name: object.metadata.name };
  try {
    await connection.create(object, place);
  } catch (error) {
    // It is named after its content, and is there already.
    if (!(error instanceof ClusterTrouble) || error.kind !== 'conflict') throw error;
  }
}
