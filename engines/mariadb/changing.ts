import type { ChangingEngine } from '../model/changing.ts';
import type { Version } from '../model/engine.ts';

/** Each also as `MYSQL_…`, and with `_HASH` where it is a password. https://mariadb.com/kb/en/mariadb-server-docker-official-image-environment-variables/ */
const OFFICIAL = [
  'ROOT_PASSWORD',
  'ROOT_PASSWORD_HASH',
  'ROOT_HOST',
  'RANDOM_ROOT_PASSWORD',
  'ALLOW_EMPTY_ROOT_PASSWORD',
  'DATABASE',
  'USER',
  'PASSWORD',
  'PASSWORD_HASH',
  'INITDB_SKIP_TZINFO',
].flatMap((name) => [`MARIADB_${name}`, `MYSQL_${name}`]);

/** 10.6, 11.4: https://mariadb.org/about/#maintenance-policy */
const seriesOf = ({ major, minor }: Version): number | undefined =>
  minor === undefined ? undefined : major * 1_000 + minor;

export const changing: ChangingEngine = {
  engine: 'mariadb',
  unreadable: (from, to) => {
    const [before, after] = [seriesOf(from), seriesOf(to)];
    const isOlder = before === undefined || after === undefined ? to.major < from.major : after < before;
    return isOlder
      ? {
          direction: 'downgrade',
          // https://mariadb.com/kb/en/downgrading-between-major-versions-of-mariadb/
          what: `MariaDB ${to.text} is not made to open the data directory of ${from.text}: system tables and InnoDB files have been upgraded.`,
          way: 'Keep the version that wrote the data; go back only by a logical dump.',
        }
      : undefined;
  },
  upgrades: (from, to) =>
    seriesOf(from) === seriesOf(to)
      ? undefined
      : 'mariadb-upgrade must run once (the official image does it with MARIADB_AUTO_UPGRADE=1); there is no way back but a backup.',
  firstStartOnly: ({ variant }) => new Set(variant === 'official' ? OFFICIAL : []),
  firstStartScripts: ({ variant }) => (variant === 'official' ? ['/docker-entrypoint-initdb.d'] : []),
  keepsVotes: () => false,
  source: 'https://mariadb.com/kb/en/upgrading-between-major-mariadb-versions/',
};
