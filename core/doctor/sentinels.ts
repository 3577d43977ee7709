import {
  readSentinels,
  SENTINEL_PORT,
  SENTINEL_QUORUM,
  SENTINEL_SECONDS,
} from '../../engines/redis/sentinel-quorum.ts';
import type { ApiObject } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { Examined } from './check.ts';
import { risk, unknown, well, type Finding } from './finding.ts';

const MEND = 'Bring Sentinels back until a majority of them is there: redis-cli -p 26379 SENTINEL CKQUORUM NAME';

/** Asks every Sentinel of the namespace that runs whether a majority would let a failover go on. */
export async function sentinels(examined: Examined): Promise<readonly Finding[]> {
  const places = await runningSentinels(examined);
  if (places.length === 0)
    return [
      unknown('Whether Sentinels could decide is not known.', 'no Sentinel is seen to run in this namespace', MEND),
    ];
  const said = await Promise.all(places.map((place) => askOne(examined, place)));
  const heard = said.flatMap(({ pod, watched }) => watched.map((one) => ({ pod, ...one })));
  if (heard.length === 0)
    return [
      unknown(
        'Whether Sentinels could decide is not known.',
        said.map(({ pod, why }) => `${pod}: ${why ?? ''}`).join('; '),
        MEND,
      ),
    ];
  return [...new Set(heard.map(({ name }) => name))].map((name) => {
    const own = heard.filter((one) => one.name === name);
    const evidence = own.map(({ pod, words }) => `${pod}: ${words}`).join('; ');
    if (new Set(own.flatMap(({ primary }) => primary ?? [])).size > 1)
      return risk(
        `Sentinels do not agree where ${name} is.`,
        own.map(({ pod, primary }) => `${pod}: ${primary ?? 'unknown'}`).join('; '),
        'Wait until they agree; else SENTINEL RESET on those that are wrong.',
      );
    return own.every(({ quorum }) => quorum)
      ? well(`Sentinels could fail ${name} over.`, evidence)
      : risk(`Sentinels could not fail ${name} over.`, evidence, MEND);
  });
}

interface Place {
  readonly pod: string;
  readonly container: string;
}

async function runningSentinels({ connection, database, signal }: Examined): Promise<readonly Place[]> {
  const found: Place[] = [];
  for await (const { items } of connection.list(RESOURCES.pods, database.namespace, signal ? { signal } : {}))
    found.push(...items.flatMap(sentinelsIn));
  return found;
}

/** A container whose image, command or arguments name a Sentinel, or that has its port, while its pod runs. */
function sentinelsIn(pod: ApiObject): Place[] {
  const read = fieldOf(pod);
  if (read.at('status', 'phase').string() !== 'Running') return [];
  return read
    .at('spec', 'containers')
    .items()
    .flatMap((one): Place[] => {
      const words = [one.at('image').string() ?? '', ...one.at('command').strings(), ...one.at('args').strings()];
      const container = one.at('name').string();
      const isNamed = words.some((word) => /(?:redis|valkey)-sentinel|--sentinel(?![\w-])/u.test(word));
      const ports = one.at('ports').items();
      const isThere = ports.some((port) => port.at('containerPort').number() === SENTINEL_PORT);
      if (container === undefined || !(isNamed || isThere)) return [];
      return [{ pod: pod.metadata.name, container }];
    });
}

async function askOne(
  { connection, database: { namespace }, signal }: Examined,
  { pod, container }: Place,
): Promise<{
  readonly pod: string;
  readonly watched: ReturnType<typeof readSentinels>;
  readonly why: string | undefined;
}> {
  const options = { timeout: SENTINEL_SECONDS * 1_000, ...(signal ? { signal } : {}) };
  try {
    const { exitCode, stdout, stderr } = await connection.exec(
      { namespace, pod, container },
      ['sh', '-c', SENTINEL_QUORUM],
      options,
    );
    if (exitCode === 0) return { pod, watched: readSentinels(stdout), why: 'it watches nobody' };
    return { pod, watched: [], why: stderr.trim().slice(-200) || 'it does not answer' };
  } catch (error) {
    if (!(error instanceof ClusterTrouble)) throw error;
    return { pod, watched: [], why: error.message };
  }
}
