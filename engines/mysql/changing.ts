import type { ChangingEngine } from '../model/changing.ts';
import { compareVersions } from '../model/compare-versions.ts';
import type { Version } from '../model/engine.ts';

/** https://hub.docker.com/_/mysql («will have no effect … if you start the container with a data directory that already contains a database»). */
const OFFICIAL = [
  'MYSQL_ROOT_PASSWORD',
  'MYSQL_ROOT_HOST',
  'MYSQL_DATABASE',
  'MYSQL_USER',
  'MYSQL_PASSWORD',
  'MYSQL_ALLOW_EMPTY_PASSWORD',
  'MYSQL_RANDOM_ROOT_PASSWORD',
  'MYSQL_ONETIME_PASSWORD',
  'MYSQL_INITDB_SKIP_TZINFO',
];

/**
 * Bug-fix and long-term series, the oldest first: an upgrade goes from one to the next. https://dev.mysql.com/doc/refman/8.4/en/upgrade-paths.html
 */
const SERIES = ['5.5', '5.6', '5.7', '8.0', '8.4', '9.7'];

const seriesOf = ({ major, minor }: Version): string | undefined =>
  minor === undefined ? undefined : `${String(major)}.${String(minor)}`;

/** How many series lie between: 1 from one to the next. An innovation release belongs to the series that follows it. */
function distance(from: Version, to: Version): number | undefined {
  const place = (version: Version): number | undefined => {
    const series = seriesOf(version);
    if (series === undefined) return undefined;
    const at = SERIES.indexOf(series);
    if (at >= 0) return at;
    return version.major >= 9 ? SERIES.length - 1.5 : version.major === 8 ? SERIES.indexOf('8.0') + 0.5 : undefined;
  };
  const [a, b] = [place(from), place(to)];
  return a === undefined || b === undefined ? undefined : b - a;
}

export const changing: ChangingEngine = {
  engine: 'mysql',
  unreadable: (from, to) => {
    const apart = distance(from, to);
    const isOlder = compareVersions(to, from) < 0;
    if (isOlder) {
      // Within a long-term series from 8.4 on: https://dev.mysql.com/doc/refman/8.4/en/downgrading.html
      const isSameLongTerm = apart === 0 && from.major * 100 + (from.minor ?? 0) >= 804;
      if (isSameLongTerm) return undefined;
      return {
        direction: 'downgrade',
        what: `MySQL ${to.text} does not open the data directory of ${from.text}: the data dictionary has been upgraded, and there is no way down.`,
        way: 'Keep the version that wrote the data; go back only by a logical dump.',
      };
    }
    if (apart === undefined || apart <= 1) return undefined;
    return {
      direction: 'upgrade',
      what: `MySQL ${to.text} does not upgrade the data directory of ${from.text}: an upgrade goes from one series to the next (5.7, 8.0, 8.4), and the server refuses to start.`,
      way: 'Go by the series in between, with a backup before each step, or dump and restore.',
    };
  },
  upgrades: (from, to) =>
    compareVersions(to, from) > 0 && seriesOf(from) !== seriesOf(to)
      ? 'The server upgrades its data dictionary at the first start; there is no way back but a backup.'
      : undefined,
  firstStartOnly: ({ variant }) => new Set(variant === 'official' ? OFFICIAL : []),
  firstStartScripts: ({ variant }) => (variant === 'official' ? ['/docker-entrypoint-initdb.d'] : []),
  keepsVotes: () => false,
  source: 'https://dev.mysql.com/doc/refman/8.4/en/upgrade-paths.html',
};
