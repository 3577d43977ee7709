import type { ChangingEngine } from '../model/changing.ts';
import type { EngineId, Version } from '../model/engine.ts';

/**
 * The version of the snapshot's format by release: an older server does not load a newer one («Can't handle RDB format version»).
 * RDB_VERSION in src/rdb.h of each release: https://github.com/redis/redis/blob/7.4/src/rdb.h
 */
const RDB: readonly (readonly [major: number, minor: number, format: number])[] = [
  [4, 0, 8],
  [5, 0, 9],
  [6, 0, 9],
  [7, 0, 10],
  [7, 2, 11],
  [7, 4, 12],
  [8, 0, 12],
];

function formatOf({ major, minor }: Version): number | undefined {
  if (minor === undefined) {
    const all = new Set(RDB.filter(([one]) => one === major).map(([, , format]) => format));
    return all.size === 1 ? [...all][0] : undefined;
  }
  return RDB.filter(([one, other]) => one === major && other <= minor).at(-1)?.[2];
}

/** Whether Valkey takes over what this Redis has written: up to 7.2, before the formats went apart. https://valkey.io/topics/migration/ */
export function takesOver(version: Version | undefined): boolean | undefined {
  const format = version && formatOf(version);
  return format === undefined ? undefined : format <= 11;
}

/** Of Redis; of Valkey only that an older major version is not to open the files of a newer one. */
export const changingOf = (engine: EngineId & ('redis' | 'valkey')): ChangingEngine => ({
  engine,
  unreadable: (from, to) => {
    const [before, after] = engine === 'redis' ? [formatOf(from), formatOf(to)] : [from.major, to.major];
    if (before === undefined || after === undefined || after >= before) return undefined;
    const name = engine === 'redis' ? 'Redis' : 'Valkey';
    return {
      direction: 'downgrade',
      what: `${name} ${to.text} does not load what ${from.text} has written («Can't handle RDB format version»): the server does not start.`,
      way: 'Keep the version that wrote the data.',
    };
  },
  upgrades: () => undefined,
  firstStartOnly: () => new Set(),
  firstStartScripts: () => [],
  // A Sentinel that has gone is counted all the same: https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/#adding-or-removing-sentinels
  keepsVotes: ({ method }) => method === 'sentinel',
  source: 'https://github.com/redis/redis/blob/7.4/src/rdb.h',
});
