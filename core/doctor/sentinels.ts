import { askSentinel, runningSentinels } from '../procedures/sentinels/running.ts';
import type { Examined } from './check.ts';
import { risk, unknown, well, type Finding } from './finding.ts';

const MEND = 'Bring Sentinels back until a majority of them is there: redis-cli -p 26379 SENTINEL CKQUORUM NAME';

/** Asks every Sentinel of the namespace that runs whether a majority would let a failover go on. */
export async function sentinels(examined: Examined): Promise<readonly Finding[]> {
  const { connection, database, signal } = examined;
  const scope = { connection, namespace: database.namespace, signal };
  const places = await runningSentinels(scope);
  if (places.length === 0)
    return [
      unknown('Whether Sentinels could decide is not known.', 'no Sentinel is seen to run in this namespace', MEND),
    ];
  const said = await Promise.all(places.map((place) => askSentinel(scope, place)));
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
