import type { ChangingEngine } from '../model/changing.ts';

/** Of the official image and those built on it: https://hub.docker.com/_/postgres («only have an effect if you start the container with a data directory that is empty»). */
const OFFICIAL = [
  'POSTGRES_PASSWORD',
  'POSTGRES_USER',
  'POSTGRES_DB',
  'POSTGRES_INITDB_ARGS',
  'POSTGRES_INITDB_WALDIR',
];
const IMAGES: ReadonlySet<string> = new Set(['official', 'postgis', 'timescaledb', 'pgvector']);

/**
 * Major versions do not read each other's data directories, in either direction: «database files are incompatible with server».
 * https://www.postgresql.org/docs/current/upgrading.html
 */
export const changing: ChangingEngine = {
  engine: 'postgresql',
  unreadable: (from, to) => {
    // Before 10 the first two numbers are the major version: https://www.postgresql.org/support/versioning/
    const isOld = from.major < 10 && to.major < 10;
    if (from.major === to.major && !(isOld && from.minor !== to.minor)) return undefined;
    const isUpgrade = to.major > from.major || (to.major === from.major && (to.minor ?? 0) > (from.minor ?? 0));
    return {
      direction: isUpgrade ? 'upgrade' : 'downgrade',
      what: `PostgreSQL ${to.text} does not open the data directory of ${from.text}: the server refuses to start («database files are incompatible with server»).`,
      way: isUpgrade
        ? 'Dump and restore into a new database of the new version, or pg_upgrade, or logical replication; then turn the clients.'
        : 'Keep the version that wrote the data; go back only by a dump.',
    };
  },
  upgrades: () => undefined,
  firstStartOnly: ({ variant }) => new Set(IMAGES.has(variant) ? OFFICIAL : []),
  firstStartScripts: ({ variant }) => (IMAGES.has(variant) ? ['/docker-entrypoint-initdb.d'] : []),
  keepsVotes: () => false,
  source: 'https://www.postgresql.org/docs/current/upgrading.html',
};
