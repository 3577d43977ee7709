import {
  readSentinels,
  SENTINEL_PORT,
  SENTINEL_QUORUM,
  SENTINEL_SECONDS,
  type SentinelSaid,
} from '../../../engines/redis/sentinel-quorum.ts';
import type { ApiObject, Connection } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { fieldOf } from '../jobs/pod-words.ts';

/** A container that runs a Sentinel. */
export interface SentinelPlace {
  readonly pod: string;
  readonly container: string;
}

/** What one Sentinel says of the primaries that it watches; `why` in plain words where it says nothing. */
export interface SentinelAnswer extends SentinelPlace {
  readonly watched: readonly SentinelSaid[];
  readonly why: string | undefined;
}

/** Where Sentinels are looked for. */
export interface SentinelScope {
  readonly connection: Pick<Connection, 'list' | 'exec'>;
  readonly namespace: string;
  readonly signal?: AbortSignal | undefined;
}

/** The Sentinels of a namespace whose pods run. Throws {@link ClusterTrouble}. */
export async function runningSentinels({
  connection,
  namespace,
  signal,
}: SentinelScope): Promise<readonly SentinelPlace[]> {
  const found: SentinelPlace[] = [];
  for await (const { items } of connection.list(RESOURCES.pods, namespace, signal ? { signal } : {}))
    found.push(...items.flatMap(sentinelsIn));
  return found;
}

/** A container whose image, command or arguments name a Sentinel, or that has its port, while its pod runs. */
function sentinelsIn(pod: ApiObject): SentinelPlace[] {
  const read = fieldOf(pod);
  if (read.at('status', 'phase').string() !== 'Running') return [];
  return read
    .at('spec', 'containers')
    .items()
    .flatMap((one): SentinelPlace[] => {
      const words = [one.at('image').string() ?? '', ...one.at('command').strings(), ...one.at('args').strings()];
      const container = one.at('name').string();
      const isNamed = words.some((word) => /(?:redis|valkey)-sentinel|--sentinel(?![\w-])/u.test(word));
      const ports = one.at('ports').items();
      const isThere = ports.some((port) => port.at('containerPort').number() === SENTINEL_PORT);
      if (container === undefined || !(isNamed || isThere)) return [];
      return [{ pod: pod.metadata.name, container }];
    });
}

/** Asks a Sentinel. One that does not answer says why. */
export async function askSentinel(
  { connection, namespace, signal }: SentinelScope,
  { pod, container }: SentinelPlace,
): Promise<SentinelAnswer> {
  const options = { timeout: SENTINEL_SECONDS * 1_000, ...(signal ? { signal } : {}) };
  try {
    const { exitCode, stdout, stderr } = await connection.exec(
      { namespace, pod, container },
      ['sh', '-c', SENTINEL_QUORUM],
      options,
    );
    if (exitCode === 0) return { pod, container, watched: readSentinels(stdout), why: 'it watches nobody' };
    return { pod, container, watched: [], why: stderr.trim().slice(-200) || 'it does not answer' };
  } catch (error) {
    if (!(error instanceof ClusterTrouble)) throw error;
    return { pod, container, watched: [], why: error.message };
  }
}
